/**
 * Has whatever fits `selector` start a call, links and buttons that come later as well: the call whose id is in the
 * address of the link, else the last of the page, which is that of a script if there is one.
 */
export function launchFrom(selector: string): void {
  // Ahead of the page's own handlers, one of which may stop it.
  addEventListener(
    'click',
    (event) => {
      const target = event.composedPath()[0] as Partial<Element>;
      const pressed = target.closest?.<HTMLAnchorElement>(selector);
      const calls = [...document.querySelectorAll('live-call')];
      const call = calls.find(({ id }) => pressed?.hash === `#${id}`) ?? calls.pop();
      // In a browser that is too old, the link leads where it leads.
      if (!pressed || !call?.shadowRoot) return;
      event.preventDefault();
      // As after a press on its own button, the keyboard goes on in the card.
      call.focus();
      call.open = true;
      call.start().catch(() => {});
    },
    true,
  );
}
