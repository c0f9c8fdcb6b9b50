/**
 * Shows a floating element in the top layer of the browser, where no transform, filter or clip of an
 * ancestor reaches it (https://drafts.csswg.org/css-position-4/#top-layer); or takes it out of there. A
 * page that gives it a layer of its own, by `--live-call-z-index`, keeps it among its own.
 */
export function floatOnTop(element: HTMLElement, floating: boolean): void {
  // jsdom and happy-dom have no popovers.
  if (!('showPopover' in element) || !element.isConnected) return;
  const onTop =
    floating && !getComputedStyle(element).getPropertyValue('--live-call-z-index').trim();
  if (onTop === element.matches(':popover-open')) return;
  if (onTop) {
    element.popover = 'manual';
    element.showPopover();
  } else {
    element.hidePopover();
    element.popover = null;
  }
}
