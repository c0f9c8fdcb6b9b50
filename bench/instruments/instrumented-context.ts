import { workletModule } from '../../test/helpers/worklet-module.js';
import { registerInstruments } from './processors.js';

const RealContext = globalThis.AudioContext;

/** A context whose microphone beeps on command, and whose loudspeaker is listened to. */
export class InstrumentedContext extends RealContext {
  /** The one made last. */
  static last: InstrumentedContext | undefined;
  readonly #microphone = new GainNode(this);
  readonly #loudspeaker = new GainNode(this);
  #beeper: AudioWorkletNode | undefined;
  /** Told whenever the loudspeaker starts or stops to sound, with the wall time, in ms. */
  onsound: (sounding: boolean, at: number) => void = () => {};

  constructor(options?: AudioContextOptions) {
    super(options);
    InstrumentedContext.last = this;
    this.#loudspeaker.connect(super.destination);
    Object.defineProperty(this, 'destination', { value: this.#loudspeaker });
  }

  override createMediaStreamSource(): MediaStreamAudioSourceNode {
    return this.#microphone as unknown as MediaStreamAudioSourceNode;
  }

  /** Puts the instruments in; after the start, so as not to slow it down. */
  async install(): Promise<void> {
    await this.audioWorklet.addModule(workletModule(registerInstruments));
    this.#beeper = new AudioWorkletNode(this, 'beeper', { numberOfInputs: 0 });
    this.#beeper.connect(this.#microphone);
    const listener = new AudioWorkletNode(this, 'listener');
    listener.port.onmessage = ({ data }: MessageEvent<[boolean, number]>) => this.onsound(...data);
    this.#loudspeaker.connect(listener).connect(super.destination);
  }

  /** Beeps into the microphone in `delayMs`; resolves with the wall time of the first block of it, in ms. */
  beep(delayMs = 0): Promise<number> {
    return new Promise((resolve) => {
      const { port } = this.#beeper!;
      port.onmessage = ({ data }: MessageEvent<number>) => resolve(data);
      port.postMessage(delayMs);
    });
  }
}
