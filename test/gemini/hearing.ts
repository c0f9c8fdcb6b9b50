import type { SessionEvent } from '../../src/call/ports/session.js';

/** Events that a test writes down by their names, in their order. */
const logged = new Set(['audio', 'discarded', 'interrupted', 'turnComplete', 'unreadable', 'lost']);

/** Writes down everything that a session says. */
export function hear() {
  let check: () => void = () => {};
  const heard = {
    log: [] as string[],
    samples: [] as number[],
    rates: [] as number[],
    unreadable: [] as string[],
    lost: [] as Error[],
    discarded: 0,
    frames: 0,
    /** Resolves once `condition` holds; looked at after each event. */
    until(condition: () => boolean): Promise<void> {
      return new Promise((resolve) => {
        check = () => condition() && resolve();
        check();
      });
    },
    on(event: SessionEvent): void {
      take(event);
      if (logged.has(event.type)) heard.log.push(event.type);
      check();
    },
  };
  const take = (event: SessionEvent) => {
    switch (event.type) {
      case 'frame':
        return heard.frames++;
      case 'audio':
        heard.samples.push(...event.samples);
        return heard.rates.push(event.rate);
      case 'discarded':
        return (heard.discarded += event.samples);
      case 'unreadable':
        return heard.unreadable.push(event.what);
      case 'lost':
        return heard.lost.push(event.error);
      default:
        return undefined;
    }
  };
  return heard;
}
