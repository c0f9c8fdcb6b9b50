import { PlaybackQueue } from '../../src/audio/worklet/playback-queue.js';
import type { TapeReader } from '../../src/audio/worklet/tape-reader.js';
import { TapeDeck } from '../../src/audio/worklet/tape-deck.js';
import type {
  Audio,
  AudioOptions,
  Capture,
  OpenAudio,
  PlaybackReport,
  TapeCredit,
  TapeMessage,
  VoiceCommand,
} from '../../src/call/ports/audio.js';
import { FakeLine } from '../helpers/fake-line.js';
import type { Live } from './live.js';

/** The audio thread renders so many frames at a time. */
const QUANTUM = 128;

/** Seconds from one report of the speaker to the next. */
const REPORT_INTERVAL = 0.1;

/** Writes what the microphone hears into `block`; `position` counts the samples recorded before it, at the rate of the device. */
export type Source = (block: Float32Array, position: number) => void;

/**
 * The audio of one call without a browser: the tape and the playback queue of the worklet, and a test
 * in the place of the audio thread, of the caller who grants, and of the lines to the conversation.
 */
export class Engine implements Audio {
  readonly microphone: Audio['microphone'];
  readonly speaker: Audio['speaker'];
  readonly deck: TapeDeck;
  readonly #options: AudioOptions;
  readonly #rate: number;
  readonly #source: Source;
  readonly #queue: PlaybackQueue;
  readonly #block = new Float32Array(QUANTUM);
  readonly #output = new Float32Array(QUANTUM);
  readonly #life = new AbortController();
  readonly #live: Live;
  readonly #tapeLine = new FakeLine<TapeCredit, TapeMessage>((credit) =>
    credit.type === 'grant' ? this.deck.grant(credit.chunks) : this.deck.revoke(),
  );
  readonly #voiceLine = new FakeLine<VoiceCommand, PlaybackReport>((command) =>
    this.#obey(command),
  );
  /** Told of each piece of the voice. */
  onvoice: (samples: Int16Array) => void = () => {};
  /** On its way from the audio thread to the conversation. */
  #inbox: TapeMessage[] = [];
  #reader: TapeReader | undefined;
  #grant: () => void = () => {};
  #deny: (error: unknown) => void = () => {};
  #granted = false;
  #muted: boolean;
  #finished: (() => void) | undefined;
  #ended = false;
  #recorded = 0;
  #due = 0;
  #sinceReport = 0;

  constructor(options: AudioOptions, rate: number, source: Source, live: Live) {
    this.#options = options;
    this.#rate = rate;
    this.#source = source;
    this.#live = live;
    this.#muted = options.muted;
    this.#queue = new PlaybackQueue(rate);
    const { maxHold, muted } = options;
    this.deck = new TapeDeck({ sampleRate: rate, maxHold, muted }, (message) =>
      this.#inbox.push(message),
    );
    this.#hold('contexts');
    const taped = new Promise<void>((resolve, reject) => {
      this.#grant = resolve;
      this.#deny = reject;
      this.#life.signal.addEventListener('abort', () => reject(this.#life.signal.reason));
    });
    taped.catch(() => {});
    const isMuted = () => this.#muted;
    const mute = (muted: boolean) => this.deck.mute((this.#muted = muted));
    this.microphone = {
      taped,
      get muted() {
        return isMuted();
      },
      set muted(muted: boolean) {
        mute(muted);
      },
      open: () => taped,
      attachCapture: () => this.#attach(),
      finish: () => this.#finish(),
    };
    this.speaker = { volume: options.volume };
    options.lines.tape(this.#tapeLine, (_report, finished) => finished && this.#finished?.());
    options.lines.voice(this.#voiceLine);
  }

  /** Samples taken from the microphone, at its rate. */
  get recorded(): number {
    return this.#recorded;
  }

  choose(): void {}

  async close(): Promise<void> {
    if (this.#life.signal.aborted) return;
    this.#life.abort();
    this.#inbox = [];
  }

  /** The caller allows the microphone. */
  grant(): void {
    if (this.#granted || this.#life.signal.aborted) return;
    this.#granted = true;
    this.#hold('streams');
    this.#grant();
  }

  deny(error: Error): void {
    if (!this.#granted) this.#deny(error);
  }

  /** The device ends, and no other takes its place. */
  fail(error: Error): void {
    if (!this.#life.signal.aborted) this.#options.microphone.failed(error);
  }

  /** Lets the audio thread run; `silent` while the microphone gives nothing. */
  run(seconds: number, silent = false): void {
    for (this.#due += seconds * this.#rate; this.#due >= QUANTUM; this.#due -= QUANTUM) {
      if (this.#life.signal.aborted) return;
      if (this.#granted && !this.#ended) this.#record(silent);
      if (this.#reader) this.deck.handOver(this.#reader, QUANTUM);
      this.#play();
    }
  }

  /** Lets the conversation hear what the audio thread has told it. */
  deliver(): void {
    for (const message of this.#inbox.splice(0)) {
      if (this.#life.signal.aborted) return;
      this.#tapeLine.say(message);
    }
  }

  #obey(command: VoiceCommand): void {
    switch (command.type) {
      case 'play':
        this.onvoice(command.samples);
        return this.#queue.write(command.samples.slice(), command.rate);
      case 'endTurn':
        return this.#queue.endTurn();
      case 'flush':
        this.#queue.flush();
        return this.#report();
    }
  }

  #record(silent: boolean): void {
    if (silent) return this.deck.record(undefined, QUANTUM);
    if (!this.#muted) {
      this.#source(this.#block, this.#recorded);
      this.#recorded += QUANTUM;
    }
    this.deck.record(this.#block, QUANTUM);
  }

  #play(): void {
    const { sounding } = this.#queue;
    this.#queue.render(this.#output);
    this.#sinceReport += QUANTUM / this.#rate;
    const due = this.#queue.queued > 0 && this.#sinceReport >= REPORT_INTERVAL;
    if (due || this.#queue.sounding !== sounding) this.#report();
  }

  #report(): void {
    this.#sinceReport = 0;
    this.#voiceLine.say(this.#queue.report());
  }

  #attach(): Capture {
    if (!this.#granted) throw new Error('There is no tape to capture from yet.');
    const reader = this.deck.attach();
    const release = this.#hold('captures');
    this.#reader = reader;
    return {
      detach: () => {
        this.deck.detach(reader);
        release();
      },
    };
  }

  #finish(): Promise<void> {
    if (!this.#granted || this.#life.signal.aborted || this.#ended) return Promise.resolve();
    this.#ended = true;
    const finished = new Promise<void>((resolve) => {
      this.#finished = resolve;
      this.#life.signal.addEventListener('abort', () => resolve());
    });
    this.deck.finish();
    return finished;
  }

  #hold(kind: 'contexts' | 'streams' | 'captures'): () => void {
    const over = new AbortController();
    const take = this.#live.take(kind);
    const release = () => {
      take();
      over.abort();
    };
    this.#life.signal.addEventListener('abort', release, { signal: over.signal });
    return release;
  }
}

/** Opens engines, one per call; `made` is told of each. */
export function openEngine(
  rate: number,
  source: Source,
  live: Live,
  made: (engine: Engine) => void,
): OpenAudio {
  return (options, signal) => {
    signal.throwIfAborted();
    const engine = new Engine(options, rate, source, live);
    signal.addEventListener('abort', () => void engine.close());
    made(engine);
    return engine;
  };
}
