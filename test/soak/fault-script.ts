import * as fc from 'fast-check';

/** A fault of a connection: its own end, or a pause of it. */
export type FaultKind = 'drop' | 'close' | 'goAway' | 'halfOpen' | 'stall' | 'outage';

export interface Fault {
  readonly kind: FaultKind;
  /** Seconds of the call until it comes, counted from the end of the one before. */
  readonly after: number;
  /** Seconds that it lasts. */
  readonly length: number;
}

/** How many attempts at reconnecting a fault may cost; a call has six until a connection holds for ten seconds. */
const costs: Readonly<Record<FaultKind, number>> = {
  drop: 1,
  close: 1,
  goAway: 1,
  halfOpen: 1,
  stall: 0,
  outage: 5,
};
const ATTEMPTS = 6;
/** Seconds that each of them waits, at most. */
const WAITS = [0, 0.5, 1, 2, 4, 8];
/** Seconds after which the attempts are earned anew, and some. */
const REST = 11;
/** The longest outage that six attempts survive for certain, in seconds. */
const LONGEST_OUTAGE = 3;

const kinds = Object.keys(costs) as FaultKind[];

/** The longest fault in seconds, and the longest time from one to the next. */
const LONGEST = 20;
const FARTHEST = 4;

/** Faults for a call of so many seconds, as the seed draws them; in a short call they are short. */
export function faultScript(seed: number, seconds: number): Fault[] {
  const anyFault = fc.record({
    kind: fc.constantFrom(...kinds),
    after: fc.integer({ min: 3, max: 10 * Math.min(FARTHEST, seconds / 5) }).map((n) => n / 10),
    length: fc.integer({ min: 1, max: Math.min(LONGEST, Math.floor(seconds / 3)) }),
  });
  const script: Fault[] = [];
  let time = 0;
  let spent = 0;
  for (const { kind, after, length } of fc.sample(anyFault, { seed, numRuns: 100 })) {
    // The connection rests where a call would be right to give up.
    const rests = spent + costs[kind] > ATTEMPTS;
    const fault = {
      kind,
      after: rests ? REST : after,
      length: kind === 'outage' ? Math.min(LONGEST_OUTAGE, length) : length,
    };
    const used = rests ? 0 : spent;
    const lasts = kind === 'drop' || kind === 'close' ? 0 : fault.length;
    const wait = costs[kind] > 0 ? WAITS[used]! : 0;
    if (time + fault.after + lasts + wait > seconds) continue;
    time += fault.after + lasts + wait;
    spent = used + costs[kind];
    script.push(fault);
  }
  return script;
}
