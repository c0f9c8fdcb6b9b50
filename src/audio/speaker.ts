import { CallError } from '../call/errors.js';
import type { PlaybackReport, Speaker, SpeakerListener } from '../call/ports.js';
import { isSampleRate } from './sample-rate.js';
import { processorNames, type PlaybackCommand, type PlaybackMessage } from './worklet-messages.js';

/** Time constant of a change of volume, in seconds: without it, the change would click. */
const VOLUME_GLIDE = 0.01;

export interface SpeakerOptions {
  readonly context: AudioContext;
  /** The worklet of the context, once it is loaded. */
  readonly worklet: Promise<void>;
  /** 0 to 1. */
  readonly volume: number;
  readonly listener: SpeakerListener;
  /** Told when the audio engine gives up. */
  readonly failed: (error: CallError) => void;
}

/** A speaker whose queue lives in the audio thread. What it is told before that exists waits for it. */
export class WorkletSpeaker implements Speaker {
  readonly #options: SpeakerOptions;
  readonly #signal: AbortSignal;
  readonly #gain: GainNode;
  #volume: number;
  #node: AudioWorkletNode | undefined;
  #waiting: PlaybackCommand[] = [];
  /** Samples given to `play`. */
  #received = 0;
  #last: PlaybackMessage = {
    received: 0,
    played: 0,
    flushed: 0,
    queued: 0,
    underruns: 0,
    level: 0,
  };

  /** Everything it adds to the context goes when `signal` aborts. */
  constructor(options: SpeakerOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#volume = options.volume;
    this.#gain = new GainNode(options.context, { gain: options.volume });
    this.#gain.connect(options.context.destination);
    signal.addEventListener('abort', () => this.#close(), { once: true });
    // That the worklet did not load is for the microphone to tell.
    options.worklet.then(
      () => this.#start(),
      () => {},
    );
  }

  get volume(): number {
    return this.#volume;
  }
  set volume(volume: number) {
    this.#volume = volume;
    const { currentTime } = this.#options.context;
    this.#gain.gain.setTargetAtTime(volume, currentTime, VOLUME_GLIDE);
  }

  /** Takes a copy. Throws a RangeError for a rate that is not a whole number from 8,000 to 768,000 Hz. */
  play(samples: Int16Array, rate: number): void {
    if (!isSampleRate(rate)) throw new RangeError(`cannot play a sample rate of ${rate} Hz`);
    this.#received += samples.length;
    this.#send({ type: 'play', samples: samples.slice(), rate });
  }

  endTurn(): void {
    this.#send({ type: 'endTurn' });
  }

  flush(): void {
    this.#send({ type: 'flush' });
  }

  #start(): void {
    if (this.#signal.aborted) return;
    const { context, failed } = this.#options;
    const node = new AudioWorkletNode(context, processorNames.playback, {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    const signal = this.#signal;
    const onmessage = ({ data }: MessageEvent<PlaybackMessage>) => {
      this.#last = data;
      this.#report();
    };
    node.port.addEventListener('message', onmessage, { signal });
    node.port.start();
    node.onprocessorerror = () => failed(new CallError('audio-failed', 'playback processor'));
    node.connect(this.#gain);
    this.#node = node;
    for (const command of this.#waiting.splice(0)) this.#send(command);
  }

  #send(command: PlaybackCommand): void {
    if (this.#signal.aborted) return;
    if (!this.#node) this.#waiting.push(command);
    else if (command.type !== 'play') this.#node.port.postMessage(command);
    else this.#node.port.postMessage(command, [command.samples.buffer]);
  }

  /** Counts as queued what is still on its way to the audio thread. */
  #report(): void {
    const { played, flushed } = this.#last;
    const received = this.#received;
    const report: PlaybackReport = {
      ...this.#last,
      received,
      queued: received - played - flushed,
    };
    this.#options.listener.report(report);
  }

  #close(): void {
    this.#node?.port.postMessage({ type: 'end' } satisfies PlaybackCommand);
    this.#node?.disconnect();
    this.#node?.port.close();
    this.#gain.disconnect();
    this.#waiting = [];
    if (this.#received === 0) return;
    this.#last = { ...this.#last, flushed: this.#received - this.#last.played, level: 0 };
    this.#report();
  }
}
