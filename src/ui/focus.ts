/**
 * Gives the keyboard's place to the status when the control that had it has gone: its successor would
 * take a press that was meant for it.
 */
export function focusStatus(root: ShadowRoot | null): void {
  const status = root?.querySelector<HTMLElement>('.status');
  if (!status) return;
  // Only for now, or `focus()` on the element would lead here instead of to a control.
  status.tabIndex = -1;
  status.addEventListener('blur', () => status.removeAttribute('tabindex'), { once: true });
  status.focus({ preventScroll: true });
}
