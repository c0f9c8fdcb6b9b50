// The page pays for a call once somebody means to make one: until then, what is inside of `<live-call>` stands in for
// it. `<script src="…/live-call.loader.js" defer>` loads `live-call.min.js` from beside itself with the first press.
import type { LiveCall } from './live-call.js';

/** A tag whose script has not come. */
const TAG = 'live-call:not(:defined)';

/** What can be pressed in a tag to start its call. */
const FACADE = 'button:not([slot]),[role=button],a[href^="#"]';

/** What leads elsewhere: links with an address, and another way to reach the site. */
const OTHERS = 'a:not([href^="#"]),[slot=fallback]';

const create = (name: string, fields: object) =>
  Object.assign(document.createElement(name), fields);

function standIn({ src, nonce, dataset }: HTMLScriptElement): void {
  const { integrity = '', launcher, failed } = dataset;
  const address = new URL(dataset['src'] ?? src.replace('loader.js', 'min.js'), src);
  const add = (name: string, fields: object) =>
    document.head.append(create(name, { nonce, integrity, crossOrigin: '', ...fields }));
  /** Says in the tag that the file is on its way, or did not come. */
  const note = create('small', { role: 'status' });
  let wanted: HTMLElement | null;
  let isNear = false;
  let tries = 0;

  /** The call that an event in its tag, or on a link to it, is about. */
  function callOf(event: Event): HTMLElement | null {
    const target = event.composedPath()[0];
    if (!(target instanceof Element)) return null;
    const link = launcher && target.closest<HTMLAnchorElement>(launcher);
    if (!link) return target.closest(OTHERS) ? null : target.closest(TAG);
    const named = document.querySelector<HTMLElement>(`live-call[id="${link.hash?.slice(1)}"]`);
    return named ?? document.querySelector('live-call');
  }

  /** Fetches the file and does not run it: the card would take the place of what is about to be pressed. */
  function fetchAhead(event: Event): void {
    if (isNear || !callOf(event)) return;
    isNear = true;
    add('link', { rel: 'preload', as: 'script', href: address });
  }

  /**
   * Runs the file: by `import()`, which needs no policy of Trusted Types, but checks no integrity. A module that has
   * failed may be remembered as such, so each try has another address.
   */
  function load(): Promise<unknown> {
    if (!integrity) return import(`${address}#${++tries}`);
    return new Promise((onload, onerror) => add('script', { src: address, onload, onerror }));
  }

  function press(event: Event): void {
    const call = callOf(event);
    if (!call || event.defaultPrevented) return;
    event.preventDefault();
    const isFirst = !wanted;
    wanted = call;
    if (!call.matches(TAG)) return void begin();
    note.textContent = '…';
    call.append(note);
    if (isFirst) load().then(begin, begin);
  }

  /** Starts the call that was pressed last. */
  async function begin(): Promise<void> {
    const call = wanted as LiveCall;
    wanted = null;
    if (call.matches(TAG)) {
      note.textContent = failed ?? 'This did not load. Try again.';
      return;
    }
    note.remove();
    await call.updateComplete;
    // The keyboard goes on in the card, which Chromium thinks it is in while it is on the button in the tag.
    (document.activeElement as HTMLElement | null)?.blur();
    call.focus();
    call.open = true;
    // A press that is too long ago opens no microphone; the card has a button of its own.
    const { userActivation } = navigator as Partial<Navigator>;
    if (userActivation?.isActive !== false) call.start().catch(() => {});
  }

  /** Gives a button to each tag that has nothing to press. */
  function dress(): void {
    for (const call of document.querySelectorAll(TAG)) {
      if (call.querySelector(FACADE)) continue;
      const textContent =
        call.querySelector('[slot=start],[slot=launcher]')?.textContent ??
        `Talk to ${call.getAttribute('agent-name') ?? 'the AI'}`;
      call.prepend(create('button', { type: 'button', textContent }));
    }
  }

  // Throws where it is no selector.
  if (launcher) document.querySelector(launcher);
  // A finger that comes down is over the tag as well.
  for (const intent of ['pointerover', 'pointerdown', 'focusin']) {
    addEventListener(intent, fetchAhead, true);
  }
  addEventListener('click', press, true);
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', dress);
  else dress();
}

const { currentScript } = document;
// An element of the page may be named so: https://html.spec.whatwg.org/#dom-document-nameditem
if (currentScript instanceof HTMLScriptElement) standIn(currentScript);
