import { tri } from '../position-code.js';

/** Seconds of silence after the last word, in which whatever is on its way arrives. */
const PAUSE = 0.5;

const RealContext = globalThis.AudioContext;

/** A context on which the caller speaks, in the position code. */
class SpeakingContext extends RealContext {
  readonly #seconds: number;
  readonly #said: () => void;
  readonly #modules: Promise<void>[] = [];
  #caller: AudioBufferSourceNode | undefined;

  constructor(options: AudioContextOptions | undefined, seconds: number, said: () => void) {
    super(options);
    this.#seconds = seconds;
    this.#said = said;
    const { audioWorklet } = this;
    const addModule = audioWorklet.addModule.bind(audioWorklet);
    audioWorklet.addModule = (...module) => {
      const added = addModule(...module);
      this.#modules.push(added);
      return added;
    };
  }

  override createMediaStreamSource(): MediaStreamAudioSourceNode {
    return this.#caller as unknown as MediaStreamAudioSourceNode;
  }

  /** Resolves when the context runs and has every worklet module it was given. */
  async untilSetUp(): Promise<void> {
    await this.resume();
    await Promise.all(this.#modules);
  }

  /** The words begin in the task after this one, whether anybody listens by then or not. */
  speak(): void {
    const { sampleRate } = this;
    const words = this.#seconds * sampleRate;
    const buffer = this.createBuffer(1, words + PAUSE * sampleRate, sampleRate);
    const samples = buffer.getChannelData(0);
    for (let i = 0; i < words; i++) samples[i] = tri(i / sampleRate);
    const caller = new AudioBufferSourceNode(this, { buffer });
    caller.addEventListener('ended', this.#said);
    caller.start();
    this.#caller = caller;
    // A source is only played from where it is connected: this is what lets unheard words go by.
    const unheard = new GainNode(this, { gain: 0 });
    unheard.connect(this.destination);
    setTimeout(() => caller.connect(unheard));
  }
}

/**
 * Runs `start`, which must make its AudioContext and ask for the microphone in this very task, with a
 * caller who speaks for `seconds` (whole periods of the position code) from the grant on and waits for
 * nobody. The grant comes once the context runs and its worklets are loaded: a person takes longer to
 * answer the question than a page to get ready. The words come from within the same context, so there
 * is no second clock, and what goes missing was lost by the page. `said` resolves after the last word.
 */
export function whileSpeaking<T>(
  seconds: number,
  start: () => T,
): { call: T; said: Promise<void> } {
  const { mediaDevices } = navigator;
  let finish: () => void;
  const said = new Promise<void>((resolve) => (finish = resolve));
  let context: SpeakingContext | undefined;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  globalThis.AudioContext = class {
    constructor(options?: AudioContextOptions) {
      return (context = new SpeakingContext(options, seconds, finish));
    }
  } as unknown as typeof AudioContext;
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    await context?.untilSetUp();
    context?.speak();
    return stream;
  };
  try {
    return { call: start(), said };
  } finally {
    globalThis.AudioContext = RealContext;
    mediaDevices.getUserMedia = ask;
  }
}
