import type { LiveCall } from './live-call.js';

/**
 * Has whatever fits `selector` start a call, links and buttons that come later as well: the call whose id is in the
 * address of the link, else `own()`, else the first of the page. Throws a SyntaxError where it is no selector.
 */
export function launchFrom(selector: string, own: () => Element | undefined): void {
  document.querySelector(selector);
  // Ahead of the page's own handlers, one of which may stop it.
  addEventListener(
    'click',
    (event) => {
      const { defaultPrevented, ctrlKey, metaKey } = event;
      const pressed = (event.composedPath() as Element[]).find((node) => node.matches?.(selector));
      // Another copy of this script may have been first; a second tab is not for us.
      if (!pressed || defaultPrevented || ctrlKey || metaKey) return;
      const id = pressed.getAttribute('href')?.slice(1) ?? '';
      const calls = [document.getElementById(id), own(), document.querySelector('live-call')];
      const call = calls.find((found) => found?.matches('live-call:defined')) as LiveCall | null;
      if (!call) return;
      event.preventDefault();
      // As after a press on its own button, the keyboard goes on in the card.
      call.focus();
      call.open = call.variant === 'floating';
      call.start().catch(() => {});
    },
    true,
  );
}
