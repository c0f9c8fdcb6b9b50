import type { PlaybackReport, VoiceCommand, VoiceLine } from '../call/ports/audio.js';

/** So much voice may wait to be played, in seconds: more comes of a server gone wild, and would take all memory. */
const MAX_QUEUED_SECONDS = 300;

const nothing: PlaybackReport = {
  received: 0,
  played: 0,
  flushed: 0,
  queued: 0,
  underruns: 0,
  level: 0,
};

/** A command that the queue may not have done yet. */
interface Kept {
  readonly command: VoiceCommand;
  /** Samples given by the end of it. */
  readonly given: number;
}

/**
 * Carries the model's voice from the session to the queue in the audio thread, turn by turn; the caller can
 * silence the rest of a turn. It keeps every command until the queue has done it, so that it can start before
 * there is a queue, and go on where another one takes over.
 */
export class Voice {
  readonly #told: (report: PlaybackReport) => void;
  #line: VoiceLine | undefined;
  #turnOpen = false;
  #silenced = false;
  /** Oldest first. */
  #kept: Kept[] = [];
  /** Samples given to the queue. */
  #given = 0;
  /** Of these, the ones that are played or flushed, or will be in a moment. */
  #gone = 0;
  /** The account before the queue in use, and now. */
  #before = nothing;
  #now = nothing;

  /** Calls `told` with each report, in which samples on their way to the audio thread count as queued. */
  constructor(told: (report: PlaybackReport) => void) {
    this.#told = told;
  }

  /** Whether the model has said some of its turn and not all. */
  get turnOpen(): boolean {
    return this.#turnOpen;
  }

  /** Whether the caller has silenced this turn. */
  get silenced(): boolean {
    return this.#silenced;
  }

  /** Sounds from this queue from now on. */
  use(line: VoiceLine): void {
    this.#disconnect();
    this.#before = this.#now;
    this.#line = line;
    line.onmessage = ({ data }) => this.#hear(data);
    for (const kept of this.#kept) line.postMessage(this.#undone(kept));
  }

  /** Mono 16-bit PCM at `rate` Hz, not to be changed afterwards; returns whether there was room, and the turn is heard. */
  play(samples: Int16Array, rate: number): boolean {
    this.#turnOpen = true;
    const waiting = this.#given - this.#gone + samples.length;
    if (this.#silenced || waiting > MAX_QUEUED_SECONDS * rate) return false;
    this.#given += samples.length;
    this.#send({ type: 'play', samples, rate });
    return true;
  }

  /** Nothing more comes of this turn: the queue need not wait for it. */
  endTurn(): void {
    this.#turnOpen = this.#silenced = false;
    this.#send({ type: 'endTurn' });
  }

  /** The server broke off the turn; its own frames say when the next one begins. */
  interrupted(): void {
    this.#flush();
    this.#turnOpen = this.#silenced = false;
  }

  /** Silences the voice at once; the rest of this turn is not played. */
  silence(): void {
    this.#silenced = this.#turnOpen;
    this.#flush();
  }

  /** The call is over: what has not been played is not. */
  close(): void {
    this.#kept = [];
    this.#disconnect();
    if (this.#given === 0) return;
    this.#now = { ...this.#now, flushed: this.#given - this.#now.played, level: 0 };
    this.#report();
  }

  #flush(): void {
    this.#gone = this.#given;
    this.#send({ type: 'flush' });
  }

  #send(command: VoiceCommand): void {
    this.#kept.push({ command, given: this.#given });
    this.#line?.postMessage(command);
  }

  /** The rest of a command that the queue has done in part. */
  #undone({ command, given }: Kept): VoiceCommand {
    if (command.type !== 'play') return command;
    const { samples } = command;
    const left = Math.min(samples.length, given - this.#done);
    return { ...command, samples: samples.slice(samples.length - left) };
  }

  /** Samples played or flushed: always the oldest. */
  get #done(): number {
    return this.#now.played + this.#now.flushed;
  }

  #hear(report: PlaybackReport): void {
    const { played, flushed, underruns } = this.#before;
    this.#now = {
      ...report,
      played: played + report.played,
      flushed: flushed + report.flushed,
      underruns: underruns + report.underruns,
    };
    this.#gone = Math.max(this.#gone, this.#done);
    const first = this.#kept.findIndex(({ given }) => given > this.#done);
    this.#kept.splice(0, first < 0 ? this.#kept.length : first);
    this.#report();
  }

  #report(): void {
    const { played, flushed } = this.#now;
    const received = this.#given;
    this.#told({ ...this.#now, received, queued: received - played - flushed });
  }

  #disconnect(): void {
    if (!this.#line) return;
    this.#line.onmessage = null;
    this.#line.close();
    this.#line = undefined;
  }
}
