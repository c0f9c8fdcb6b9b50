import type { ReactiveController, ReactiveElement } from 'lit';

/**
 * Keeps an element in the top layer of the browser while it floats, where no transform, filter or clip of an
 * ancestor reaches it (https://drafts.csswg.org/css-position-4/#top-layer). A page that gives it a layer of
 * its own, by `--live-call-z-index`, keeps it among its own.
 */
export function floatOnTop(
  element: ReactiveElement,
  isFloating: () => boolean,
): ReactiveController {
  const look = () => {
    // jsdom and happy-dom have no popovers.
    if (!('showPopover' in element) || !element.isConnected) return;
    const layer = () => getComputedStyle(element).getPropertyValue('--live-call-z-index').trim();
    const onTop = isFloating() && !layer();
    if (onTop === element.matches(':popover-open')) return;
    if (onTop) {
      element.popover = 'manual';
      element.showPopover();
    } else {
      element.hidePopover();
      element.popover = null;
    }
  };
  return { hostConnected: look, hostUpdated: look };
}
