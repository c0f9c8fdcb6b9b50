import type { ReactiveController, ReactiveElement } from 'lit';

/**
 * Keeps an open panel above the keyboard of a phone, which takes its room from the visual viewport and not from
 * the window: https://developer.mozilla.org/docs/Web/API/VisualViewport. Listens only while the panel is open.
 */
export function stayAboveKeyboard(
  element: ReactiveElement,
  isOpen: () => boolean,
): ReactiveController {
  const viewport = globalThis.visualViewport;
  let listening = false;
  const look = () => {
    if (!viewport) return;
    const hidden = innerHeight - viewport.height - viewport.offsetTop;
    // Zoomed in by two fingers, a page has a small viewport and no keyboard.
    const height = viewport.scale === 1 ? Math.max(0, hidden) : 0;
    element.style.setProperty('--_keyboard', `${height}px`);
  };
  const listen = (on: boolean) => {
    if (!viewport || on === listening) return;
    listening = on;
    for (const type of ['resize', 'scroll']) {
      if (on) viewport.addEventListener(type, look);
      else viewport.removeEventListener(type, look);
    }
    if (on) look();
    else element.style.removeProperty('--_keyboard');
  };
  return {
    hostUpdated: () => listen(isOpen()),
    hostConnected: () => element.requestUpdate(),
    hostDisconnected: () => listen(false),
  };
}
