import { CallError } from '../../call/errors.js';
import { loadWorklet } from './load-worklet.js';
import { AudioUnlock } from './unlock.js';
import { lacksSpeaker, OutputDevice } from './output-device.js';
import { watchStalledClock } from './clock-watch.js';

export interface EngineOptions {
  /** Where the worklet file is, for pages whose CSP forbids `blob:`. */
  readonly workletUrl: string | undefined;
  /** Reports whether the browser waits for a click or a key press before it lets the audio run. */
  readonly blocked: (blocked: boolean) => void;
  /** Reports, once, that the engine will never run again. */
  readonly broken: (error: CallError) => void;
}

/** Time of the audio clock that processors need to hear `end` and return false; they run in bursts. */
const PROCESSOR_EXIT_SECONDS = 0.02;
/** Looks at that clock, one every 20 ms: it may stand still. */
const MAX_POLLS = 10;
/** A context may take so long to close; some never do. */
const CLOSE_TIMEOUT_MS = 1000;

/** One AudioContext with our processors, kept running for as long as it can be. */
export class Engine {
  readonly context: AudioContext;
  /** Rejects with CallError `worklet-blocked` or `worklet-failed`. */
  readonly worklet: Promise<void>;
  readonly output: OutputDevice;
  readonly #broken: (error: CallError) => void;
  readonly #unlock: AudioUnlock;
  readonly #life = new AbortController();
  #failed = false;
  #closed: Promise<void> | undefined;

  /** Opens a context and asks for it to run in this very task. Throws CallError `audio-failed`. */
  constructor({ workletUrl, blocked, broken }: EngineOptions, signal: AbortSignal) {
    const context = (this.context = openContext());
    this.output = new OutputDevice(context);
    this.#broken = broken;
    this.worklet = loadWorklet(context, workletUrl);
    // The users of the engine handle this; until there is one, do not raise `unhandledrejection`.
    this.worklet.catch(() => {});
    signal.addEventListener('abort', () => void this.close(), { signal: this.signal });
    this.#unlock = new AudioUnlock(context, blocked, this.signal);
    const onstatechange = () => {
      if (context.state === 'closed') this.fail('the context was closed');
    };
    context.addEventListener('statechange', onstatechange, { signal: this.signal });
    const onerror = () => this.fail('the audio device failed');
    context.addEventListener('error', onerror, { signal: this.signal });
    watchStalledClock(context, () => this.fail('the audio clock stands still'), this.signal);
  }

  /** Aborts when the engine is closed. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /**
   * Starts the context. Some browsers let a page that captures play without a click, so call this again
   * once the microphone is granted: https://webrtchacks.com/autoplay-restrictions-and-webrtc/
   */
  resume(): void {
    this.#unlock.resume();
  }

  /** Gives the engine up, for the reason in `detail`. */
  fail(detail: string): void {
    if (this.#failed || this.signal.aborted) return;
    this.#failed = true;
    this.#broken(new CallError('audio-failed', { detail }));
  }

  /** Resolves when the context is closed. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#life.abort();
    const { context } = this;
    const end = context.currentTime + PROCESSOR_EXIT_SECONDS;
    // Chromium keeps a context in memory when it closes before its processors return false:
    // https://developer.mozilla.org/en-US/docs/Web/API/AudioWorkletProcessor/process#return_value
    for (let poll = 0; poll < MAX_POLLS && context.state !== 'closed'; poll++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (context.state !== 'running' || context.currentTime >= end) break;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      context.close().then(done, done);
    });
  }
}

/**
 * Opens a context at the rate of the device and starts it, which browsers allow inside a click. Throws
 * CallError `audio-failed`.
 */
function openContext(): AudioContext {
  try {
    const context = new AudioContext({ latencyHint: 'interactive' });
    // Read the state, not the promise, which stays open while the browser waits for a click:
    // https://github.com/WebAudio/web-audio-api/issues/1759
    context.resume().catch(() => {});
    return context;
  } catch (error) {
    throw new CallError('audio-failed', { detail: String(error), cause: error });
  }
}

/** A context that has not started after as long may have nothing to play on; those of headsets take a while. */
const NO_SPEAKER_MS = 3000;

/**
 * Resolves when the context runs. With a `timeoutMs`, rejects with CallError `audio-blocked` when that has
 * passed, and before with `no-speaker` where there is none.
 */
export function untilRunning(
  context: BaseAudioContext,
  signal: AbortSignal,
  timeoutMs?: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (context.state === 'running') return resolve();
    const over = new AbortController();
    signal.addEventListener('abort', () => over.abort(), { signal: over.signal });
    const look = async (isLast: boolean) => {
      const lacks = await lacksSpeaker(context);
      const detail = `the AudioContext is ${context.state}${lacks ? ', and there is no audio output' : ''}`;
      if (lacks || isLast)
        reject(new CallError(lacks ? 'no-speaker' : 'audio-blocked', { detail }));
    };
    if (timeoutMs !== undefined) {
      const timers = [setTimeout(look, NO_SPEAKER_MS, false), setTimeout(look, timeoutMs, true)];
      over.signal.addEventListener('abort', () => timers.forEach(clearTimeout));
    }
    const onstatechange = () => {
      if (context.state !== 'running') return;
      over.abort();
      resolve();
    };
    context.addEventListener('statechange', onstatechange, { signal: over.signal });
  });
}
