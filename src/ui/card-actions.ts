import type { CallStatus } from '../call/status.js';
import { isCall, type CardActions } from './card.js';
import { Hands, type Meaning } from './hands.js';

/** An element that can be called from its card. */
interface Callable {
  micMuted: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Everything that the caller does on the card, done to the call; a press that was meant for another control does nothing. */
export function cardActions(call: Callable): CardActions {
  const hands = new Hands();
  return {
    down: hands.down,
    start: (event) => {
      if (!hands.means('start', event)) return;
      call.start().catch(() => {
        // `callerror` has told the page, and the card shows it.
      });
    },
    mute: (event) => {
      if (hands.means(call.micMuted ? 'unmute' : 'call', event)) call.micMuted = !call.micMuted;
    },
    end: (event) => {
      if (hands.means('call', event)) void call.stop();
    },
    offer: (status: CallStatus) => {
      const inCall: Meaning[] = status.micMuted ? ['call', 'unmute'] : ['call'];
      hands.offer(isCall(status) ? inCall : ['start']);
    },
  };
}
