import { CallError } from '../call/errors.js';

/** Milliseconds that a context may take to start once all else is there. */
const START_TIMEOUT = 10_000;

/**
 * Opens a context at the rate of the device and starts it, which a browser allows inside a click.
 * Throws CallError `audio-failed`.
 */
export function openContext(): AudioContext {
  try {
    const context = new AudioContext({ latencyHint: 'interactive' });
    resume(context);
    return context;
  } catch (error) {
    throw new CallError('audio-failed', String(error), error);
  }
}

/** Starts a context. Whether that worked shows in its state: the promise may stay open for ever. */
export function resume(context: AudioContext): void {
  context.resume().catch(() => {});
}

/** Not every browser lets a page choose the speaker, and TypeScript does not know of it yet. */
interface Sink {
  readonly sinkId?: unknown;
  setSinkId?(id: string): Promise<void>;
}

/** Moves the sound to the speaker with this id; to the system's default without one, or where it is gone. */
export function setSink(context: AudioContext & Sink, id = ''): void {
  if (context.sinkId === id) return;
  context.setSinkId?.(id).catch(() => {
    if (id) setSink(context);
  });
}

/** Resolves when the context runs. Rejects with CallError `audio-blocked` after `timeout` milliseconds. */
export function untilRunning(
  context: BaseAudioContext,
  signal: AbortSignal,
  timeout = START_TIMEOUT,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (context.state === 'running') return resolve();
    const timer = setTimeout(
      () => reject(new CallError('audio-blocked', `the AudioContext is ${context.state}`)),
      timeout,
    );
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    const onstatechange = () => {
      if (context.state !== 'running') return;
      clearTimeout(timer);
      resolve();
    };
    context.addEventListener('statechange', onstatechange, { signal });
  });
}
