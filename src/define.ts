import { LiveCall } from './live-call.js';

declare global {
  interface HTMLElementTagNameMap {
    'live-call': LiveCall;
  }
}

/** Registers `<live-call>`; where the tag is taken, or on a server, it does nothing. */
export function define(): void {
  if (typeof customElements === 'undefined') return;
  const taken = customElements.get('live-call');
  if (!taken) customElements.define('live-call', LiveCall);
  else if (taken !== LiveCall)
    console.info('live-call is registered already; the first one stays.');
}
