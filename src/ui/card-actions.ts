import type { CardActions } from './card.js';

/** An element that can be called from its card. */
interface Callable {
  micMuted: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Everything that the caller does on the card, done to the call. */
export function cardActions(call: Callable): CardActions {
  return {
    start: () => {
      call.start().catch(() => {
        // `callerror` has told the page, and the card shows it.
      });
    },
    mute: () => {
      call.micMuted = !call.micMuted;
    },
    /** The second click of a double click on the start button lands here, and does not mean it. */
    end: (event) => {
      if (event.detail < 2) void call.stop();
    },
  };
}
