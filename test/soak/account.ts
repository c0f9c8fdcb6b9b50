import { countedSample, positionOf } from './count-samples.js';

/** How long what was sent is kept to be sent again, in ms. */
const KEPT = 40_000;

/** The samples that the servers of one call got. */
export class Account {
  /** Samples of all sockets, those included that came twice. */
  arrived = 0;
  /** Where the speech ends that has arrived by now. */
  reach = 0;
  /** Samples before that which no socket got. */
  missing = 0;
  /** Where the chunks begin, in the order of the speech, and when each came last. */
  readonly starts = new Map<number, number>();
  /** Their faults, in words. */
  readonly faults: string[] = [];
  readonly #resends: boolean;

  /** `resends`: whether a resumed session gets again what it cannot know. */
  constructor(resends = true) {
    this.#resends = resends;
  }

  /** Where the speech ends that had arrived `ms` milliseconds ago, by its last way. */
  knownSince(ms: number): number {
    const then = performance.now() - ms;
    for (const [start, came] of this.starts) if (came > then) return start;
    return this.reach;
  }

  /** A wire of its own for each socket. */
  wire(resumedAt: number | undefined): Wire {
    return new Wire(this, this.#resends ? resumedAt : undefined);
  }
}

/** The samples of one socket: counted ones, in their order, without a hole but where the tape was full. */
export class Wire {
  readonly #account: Account;
  readonly #resumedAt: number | undefined;
  #next: number | undefined;
  samples = 0;

  /** `resumedAt`: where the speech ends that the server knew when it gave the handle. */
  constructor(account: Account, resumedAt: number | undefined) {
    this.#account = account;
    this.#resumedAt = resumedAt;
  }

  take(samples: Int16Array): void {
    const account = this.#account;
    const known = this.#next;
    // A chunk of one sample does not tell where it stands.
    const goesOn = (at: number) => samples.slice(0, 2).every((s, i) => s === countedSample(at + i));
    const position = known !== undefined && goesOn(known) ? known : positionOf(samples);
    if (known === undefined) this.#begin(position);
    else if (position < known) account.faults.push(`${position} came after ${known}`);
    samples.forEach((sample, i) => {
      if (sample !== countedSample(position + i)) account.faults.push(`no ${position + i}`);
    });
    account.starts.set(position, performance.now());
    if (position > account.reach) account.missing += position - account.reach;
    this.#next = position + samples.length;
    this.samples += samples.length;
    account.arrived += samples.length;
    account.reach = Math.max(account.reach, this.#next);
  }

  /** A resumed session knows what had arrived when it gave the handle, so it must miss nothing from there on. */
  #begin(position: number): void {
    const { starts, faults } = this.#account;
    const from = this.#resumedAt;
    if (from === undefined || position <= from) return;
    const oldest = performance.now() - KEPT;
    for (const [start, came] of starts) {
      if (start < from || start >= position || came <= oldest) continue;
      faults.push(`resumed at ${position}, and it knew no more than ${from}`);
      return;
    }
  }
}
