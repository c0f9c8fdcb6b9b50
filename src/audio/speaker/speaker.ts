import type { AudioLines, Speaker } from '../../call/ports/audio.js';
import type { Engine } from '../engine/engine.js';
import { connectLine } from '../engine/line.js';
import { processorNames, type PlaybackCommand } from '../worklet/messages.js';

/** Time constant of a change of volume, in seconds: without it, the change would click. */
const VOLUME_GLIDE_SECONDS = 0.01;

export interface SpeakerOptions {
  /** 0 to 1. */
  readonly volume: number;
  readonly lines: AudioLines;
}

/** A speaker whose queue lives in the audio thread, one in each engine; the voice comes by the line of the queue. */
export class WorkletSpeaker implements Speaker {
  readonly #lines: AudioLines;
  #volume: number;
  #gain: GainNode | undefined;

  constructor({ volume, lines }: SpeakerOptions) {
    this.#lines = lines;
    this.#volume = volume;
  }

  get volume(): number {
    return this.#volume;
  }
  set volume(volume: number) {
    this.#volume = volume;
    if (!this.#gain) return;
    this.#gain.gain.setTargetAtTime(volume, this.#gain.context.currentTime, VOLUME_GLIDE_SECONDS);
  }

  /** Sounds from this engine from now on. */
  use(engine: Engine): void {
    const gain = new GainNode(engine.context, { gain: this.#volume });
    gain.connect(engine.context.destination);
    this.#gain = gain;
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
    signal.addEventListener('abort', () => leave(node), { once: true });
    node.onprocessorerror = () => engine.fail('playback processor');
    node.connect(gain);
    this.#lines.voice(connectLine(node));
  }
}

function leave(node: AudioWorkletNode): void {
  node.port.postMessage({ type: 'end' } satisfies PlaybackCommand);
  node.disconnect();
  node.port.close();
}
