import { LiveCall } from './live-call.js';

/** Registers `<live-call>`; where the tag is taken, or on a server, it does nothing. */
export function define(): void {
  // Lit brings a registry to Node, where nothing can be mounted: https://lit.dev/docs/ssr/overview/
  if (typeof document === 'undefined') return;
  const taken = customElements.get('live-call');
  if (!taken) customElements.define('live-call', LiveCall);
  else if (taken !== LiveCall)
    console.info?.('live-call is registered already; the first one stays.');
}
