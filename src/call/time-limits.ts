import type { CallActivity } from './activity.js';

/** How long a call may last, and how long nobody may say anything in it, in seconds; 0 = for ever. */
export interface TimeBounds {
  readonly maxCall?: number | undefined;
  readonly idleAfter?: number | undefined;
}

const LOOK_MS = 1000;
/** The caller is warned so long before the end, in seconds, unless the call is short. */
const WARNING_SECONDS = 60;

/** Ends a call that lasts too long, or in which nobody says anything any more. It counts the time of a sleep, too. */
export class TimeLimits {
  readonly #bounds: TimeBounds;
  readonly #activity: CallActivity;
  readonly #over: (reason: 'time' | 'idle') => void;
  /** When the call began, and this page had it, in ms, on the clock of the wall, since timers stand still in a sleep. */
  #began = 0;
  #since = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(bounds: TimeBounds, activity: CallActivity, over: (reason: 'time' | 'idle') => void) {
    this.#bounds = bounds;
    this.#activity = activity;
    this.#over = over;
  }

  /** A session is open; only the first counts. The call `began` then, or on a page before, in ms of `Date.now()`. */
  start(began = Date.now()): void {
    const { maxCall, idleAfter } = this.#bounds;
    if (this.#timer !== undefined || !(maxCall || idleAfter)) return;
    this.#began = began;
    this.#since = Date.now();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** Looks no more. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const { maxCall = 0, idleAfter = 0 } = this.#bounds;
    const activity = this.#activity;
    const { work, speaking } = activity.facts;
    if (work || speaking) activity.spoke();
    const now = Date.now();
    const left = (seconds: number, since: number) =>
      seconds > 0 ? seconds - (now - since) / 1000 : Infinity;
    const untilEnd = left(maxCall, this.#began);
    const untilIdle = left(idleAfter, Math.max(this.#since, activity.spokeAt));
    if (untilEnd <= 0) return this.#over('time');
    if (untilIdle <= 0) return this.#over('idle');
    const isEnding = untilEnd <= (maxCall > WARNING_SECONDS ? WARNING_SECONDS : maxCall / 3);
    const isIdle = untilIdle <= Math.min(WARNING_SECONDS, idleAfter / 3);
    activity.set({ ending: isEnding ? 'ending' : isIdle ? 'quiet' : undefined });
  }
}
