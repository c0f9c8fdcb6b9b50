import type { CallState } from './call/lifecycle.js';

/** An element that may be started. */
interface Startable {
  readonly state: CallState;
  readonly disabled: boolean;
  readonly preview: string | undefined;
  readonly allowAutostart: boolean;
}

/**
 * Why an element may not start a call now: it is disabled or a preview, or nobody has touched the page, for an earlier
 * permission must not open the microphone of a mere visitor. Firefox before 120 does not tell of that:
 * https://developer.mozilla.org/en-US/docs/Web/API/Navigator/userActivation
 */
export function refusalOf({
  state,
  disabled,
  preview,
  allowAutostart,
}: Startable): Error | undefined {
  if (disabled) return new DOMException('<live-call> is disabled.', 'InvalidStateError');
  if (preview) return new DOMException('<live-call> is a preview.', 'InvalidStateError');
  const { userActivation } = navigator as Partial<Navigator>;
  if (state !== 'idle' || allowAutostart || userActivation?.hasBeenActive !== false)
    return undefined;
  const help = 'Start a call in a click, or set allow-autostart.';
  return new DOMException(help, 'NotAllowedError');
}
