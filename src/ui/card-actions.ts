import type { CallStatus } from '../call/status.js';
import { isCall, type CardActions } from './card.js';
import type { ConsentActions } from './consent.js';
import type { ContinueActions } from './continue-offer.js';
import { Hands, type Meaning } from './hands.js';

/** An element that can be called from its card. */
interface Callable {
  micMuted: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The questions that may come before a call. */
interface Gate {
  readonly asking: boolean;
  agree(): void;
  refuse(): void;
  goOn(): Promise<void>;
}

const ignore = () => {
  // `callerror` has told the page, and the card shows it.
};

/** Everything that the caller does on the card, done to the call; a press that was meant for another control does nothing. */
export function cardActions(
  call: Callable,
  gate: Gate,
): CardActions & ConsentActions & ContinueActions {
  const hands = new Hands();
  return {
    down: hands.down,
    start: (event) => {
      if (hands.means('start', event)) call.start().catch(ignore);
    },
    goOn: (event) => {
      if (hands.means('start', event)) gate.goOn().catch(ignore);
    },
    agree: (event) => {
      if (hands.means('agree', event)) gate.agree();
    },
    later: (event) => {
      if (hands.means('later', event)) gate.refuse();
    },
    mute: (event) => {
      if (hands.means(call.micMuted ? 'unmute' : 'call', event)) call.micMuted = !call.micMuted;
    },
    end: (event) => {
      if (hands.means('call', event)) void call.stop();
    },
    offer: (status: CallStatus) => {
      const inCall: Meaning[] = status.micMuted ? ['call', 'unmute'] : ['call'];
      hands.offer(gate.asking ? ['agree', 'later'] : isCall(status) ? inCall : ['start']);
    },
  };
}
