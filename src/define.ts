import { LiveCall } from './live-call.js';

/**
 * Whether this browser shows the element as it is meant. The DOMs of unit tests, which know no CSS or say
 * yes to all of it, may mount it.
 */
function isRecent(): boolean {
  if (!globalThis.CSS?.supports || CSS.supports('nonsense')) return true;
  return (
    CSS.supports('color', 'light-dark(red,red)') &&
    CSS.supports('selector(:state(x))') &&
    'attachInternals' in HTMLElement.prototype &&
    'adoptedStyleSheets' in document
  );
}

/**
 * Registers `<live-call>`; where the tag is taken, on a server, or in a browser that is too old, it does
 * nothing: what the page has put inside the tag stays in sight.
 */
export function define(): void {
  // Lit brings a registry to Node, where nothing can be mounted: https://lit.dev/docs/ssr/overview/
  if (typeof document === 'undefined') return;
  const taken = customElements.get('live-call');
  if (taken === LiveCall) return;
  if (taken) console.info?.('live-call is registered already; the first one stays.');
  else if (isRecent()) customElements.define('live-call', LiveCall);
  else
    console.info?.('live-call: this browser is too old; what is inside the tag is shown instead.');
}
