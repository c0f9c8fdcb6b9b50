import type { CallStatus } from '../call/status.js';

/** The form in which a call is drawn: all of them come of the same parts. */
export type Layout = 'bar' | 'stage' | 'panel' | 'launcher' | 'pill';

/** Whether a call goes on, or being made. */
export function isCall({ name }: Pick<CallStatus, 'name'>): boolean {
  return name !== 'idle' && name !== 'ended' && name !== 'failed';
}

/** The form for these settings. A floating call is small until it is opened, and again once it is put away. */
export function layoutOf(variant: string, open: boolean, status: CallStatus): Layout {
  if (variant === 'stage') return variant;
  if (variant !== 'floating') return 'bar';
  if (open) return 'panel';
  return isCall(status) ? 'pill' : 'launcher';
}
