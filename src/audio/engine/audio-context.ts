import { CallError } from '../../call/errors.js';

/** Opens a context at the rate of the device and starts it, which a browser allows inside a click. Throws CallError `audio-failed`. */
export function openContext(): AudioContext {
  try {
    const context = new AudioContext({ latencyHint: 'interactive' });
    // Whether that worked shows in its state: the promise may stay open for ever.
    context.resume().catch(() => {});
    return context;
  } catch (error) {
    throw new CallError('audio-failed', { detail: String(error), cause: error });
  }
}

/**
 * Resolves when the context runs. With a `timeout` in milliseconds, rejects with CallError
 * `audio-blocked` when that has passed.
 */
export function untilRunning(
  context: BaseAudioContext,
  signal: AbortSignal,
  timeout?: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (context.state === 'running') return resolve();
    const giveUp = () =>
      reject(new CallError('audio-blocked', { detail: `the AudioContext is ${context.state}` }));
    const timer = timeout === undefined ? undefined : setTimeout(giveUp, timeout);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    const onstatechange = () => {
      if (context.state !== 'running') return;
      clearTimeout(timer);
      resolve();
    };
    context.addEventListener('statechange', onstatechange, { signal });
  });
}
