import type { ReactiveController, ReactiveElement } from 'lit';

/**
 * Gives the keyboard's place to the status when the control that had it has gone: its successor would
 * take a press that was meant for it.
 */
export function keepFocus(element: ReactiveElement): ReactiveController {
  let focused: Element | null | undefined;
  return {
    hostUpdate() {
      focused = element.shadowRoot?.activeElement;
    },
    hostUpdated() {
      if (focused?.isConnected === false) focusStatus(element.shadowRoot);
    },
  };
}

function focusStatus(root: ShadowRoot | null): void {
  // A line to type in does no harm to whoever goes on typing.
  const quiet = root?.querySelector<HTMLElement>('.input, .open');
  if (quiet) return quiet.focus({ preventScroll: true });
  const status = root?.querySelector<HTMLElement>('.status');
  if (!status) return;
  // Only for now, or `focus()` on the element would lead here instead of to a control.
  status.tabIndex = -1;
  status.addEventListener('blur', () => status.removeAttribute('tabindex'), { once: true });
  status.focus({ preventScroll: true });
}
