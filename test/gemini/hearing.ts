import type { SessionListener } from '../../src/call/ports/session.js';

/** Writes down all that a session says. */
export function hear() {
  const heard = {
    /** Names of the calls in their order, without `frame`. */
    log: [] as string[],
    samples: [] as number[],
    rates: [] as number[],
    unreadable: [] as string[],
    lost: [] as Error[],
    discarded: 0,
    frames: 0,
    listener: {} as SessionListener,
    /** Resolves once `condition` holds; looked at after each call. */
    until(condition: () => boolean): Promise<void> {
      return new Promise((resolve) => {
        check = () => condition() && resolve();
        check();
      });
    },
  };
  let check: () => void = () => {};
  const note = (name: string) => {
    heard.log.push(name);
    check();
  };
  heard.listener = {
    frame() {
      heard.frames++;
      check();
    },
    audio(samples, rate) {
      heard.samples.push(...samples);
      heard.rates.push(rate);
      note('audio');
    },
    discarded(samples) {
      heard.discarded += samples;
      note('discarded');
    },
    interrupted: () => note('interrupted'),
    turnComplete: () => note('turnComplete'),
    transcribed: () => {},
    resumable: () => {},
    goAway: () => {},
    toolCall: () => {},
    toolCancel: () => {},
    unreadable(what) {
      heard.unreadable.push(what);
      note('unreadable');
    },
    lost(error) {
      heard.lost.push(error);
      note('lost');
    },
  };
  return heard;
}
