import type { PlaybackReport, Speaker, SpeakerListener } from '../../call/ports/audio.js';
import type { Engine } from '../engine/engine.js';
import { isSampleRate } from '../dsp/resampler.js';
import { processorNames, type PlaybackCommand, type PlaybackMessage } from '../worklet/messages.js';

/** Time constant of a change of volume, in seconds: without it, the change would click. */
const VOLUME_GLIDE_SECONDS = 0.01;

const nothing: PlaybackMessage = {
  received: 0,
  played: 0,
  flushed: 0,
  queued: 0,
  underruns: 0,
  level: 0,
};

/** A command that the queue may not have done yet. */
interface Kept {
  readonly command: PlaybackCommand;
  /** Samples received by the end of it. */
  readonly received: number;
}

export interface SpeakerOptions {
  /** 0 to 1. */
  readonly volume: number;
  readonly listener: SpeakerListener;
}

/**
 * A speaker whose queue lives in the audio thread. It keeps every command until the queue has done it,
 * so that it can start before there is an engine, and go on where another engine takes over.
 */
export class WorkletSpeaker implements Speaker {
  readonly #listener: SpeakerListener;
  readonly #signal: AbortSignal;
  #volume: number;
  #gain: GainNode | undefined;
  #node: AudioWorkletNode | undefined;
  /** Oldest first. */
  #kept: Kept[] = [];
  /** Samples given to `play`. */
  #received = 0;
  /** The account before the engine in use, and now. */
  #before = nothing;
  #now = nothing;

  constructor({ volume, listener }: SpeakerOptions, signal: AbortSignal) {
    this.#listener = listener;
    this.#signal = signal;
    this.#volume = volume;
    signal.addEventListener('abort', () => this.#end(), { once: true });
  }

  get volume(): number {
    return this.#volume;
  }
  set volume(volume: number) {
    this.#volume = volume;
    if (!this.#gain) return;
    this.#gain.gain.setTargetAtTime(volume, this.#gain.context.currentTime, VOLUME_GLIDE_SECONDS);
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

  /** Sounds from this engine from now on. */
  use(engine: Engine): void {
    const gain = new GainNode(engine.context, { gain: this.#volume });
    gain.connect(engine.context.destination);
    this.#gain = gain;
    this.#before = this.#now;
    engine.signal.addEventListener('abort', () => gain.disconnect(), { once: true });
    const start = () => {
      try {
        this.#start(engine, gain);
      } catch (error) {
        engine.fail(`playback: ${String(error)}`);
      }
    };
    // The microphone reports a worklet that did not load.
    engine.worklet.then(start, () => {});
  }

  #start(engine: Engine, gain: GainNode): void {
    const { context, signal } = engine;
    if (signal.aborted) return;
    const node = new AudioWorkletNode(context, processorNames.playback, {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    signal.addEventListener('abort', () => this.#leave(node), { once: true });
    const onmessage = ({ data }: MessageEvent<PlaybackMessage>) => this.#hear(data);
    node.port.addEventListener('message', onmessage, { signal });
    node.port.start();
    node.onprocessorerror = () => engine.fail('playback processor');
    node.connect(gain);
    this.#node = node;
    for (const kept of this.#kept) node.port.postMessage(this.#undone(kept));
  }

  #send(command: PlaybackCommand): void {
    if (this.#signal.aborted) return;
    this.#kept.push({ command, received: this.#received });
    this.#node?.port.postMessage(command);
  }

  /** The rest of a command that the queue has done in part. */
  #undone({ command, received }: Kept): PlaybackCommand {
    if (command.type !== 'play') return command;
    const { samples } = command;
    const left = Math.min(samples.length, received - this.#done);
    return { ...command, samples: samples.slice(samples.length - left) };
  }

  /** Samples played or flushed: always the oldest. */
  get #done(): number {
    return this.#now.played + this.#now.flushed;
  }

  #hear(message: PlaybackMessage): void {
    const { played, flushed, underruns } = this.#before;
    this.#now = {
      ...message,
      played: played + message.played,
      flushed: flushed + message.flushed,
      underruns: underruns + message.underruns,
    };
    const first = this.#kept.findIndex(({ received }) => received > this.#done);
    this.#kept.splice(0, first < 0 ? this.#kept.length : first);
    this.#report();
  }

  /** Reports; samples on their way to the audio thread count as queued. */
  #report(): void {
    const { played, flushed } = this.#now;
    const received = this.#received;
    const report: PlaybackReport = { ...this.#now, received, queued: received - played - flushed };
    this.#listener.report(report);
  }

  #leave(node: AudioWorkletNode): void {
    node.port.postMessage({ type: 'end' } satisfies PlaybackCommand);
    node.disconnect();
    node.port.close();
    if (this.#node === node) this.#node = undefined;
  }

  #end(): void {
    this.#kept = [];
    if (this.#received === 0) return;
    this.#now = { ...this.#now, flushed: this.#received - this.#now.played, level: 0 };
    this.#report();
  }
}
