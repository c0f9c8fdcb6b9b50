import type { CallStatus } from '../call/status.js';
import { Hands, type Meaning } from './hands.js';
import { isCall } from './layout.js';
import type { CardActions, Press } from './press.js';

/** An element that can be called from its card. */
interface Callable {
  micMuted: boolean;
  open: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Everything that the caller does on the card, done to the call; a press that was meant for another control does nothing. */
export function cardActions(call: Callable): CardActions {
  const hands = new Hands();
  const effects: Record<Press, () => void> = {
    start: () => {
      call.start().catch(() => {
        // `callerror` has told the page, and the card shows it.
      });
    },
    mute: () => (call.micMuted = !call.micMuted),
    end: () => void call.stop(),
    open: () => (call.open = true),
    collapse: () => (call.open = false),
  };
  const meaningOf = (what: Press): Meaning => {
    if (what === 'open' || what === 'collapse') return 'view';
    if (what === 'start') return 'start';
    return what === 'mute' && call.micMuted ? 'unmute' : 'call';
  };
  return {
    down: hands.down,
    press: (what, event) => {
      if (hands.means(meaningOf(what), event)) effects[what]();
    },
    key: (event) => {
      if (event.key !== 'Escape' || !call.open) return;
      call.open = false;
      event.stopPropagation();
    },
    offer: ({ status, layout }) => {
      if (layout === 'launcher') return hands.offer(['view']);
      hands.offer(['view', ...offered(status)]);
    },
  };
}

function offered(status: CallStatus): Meaning[] {
  if (!isCall(status)) return ['start'];
  return status.micMuted ? ['call', 'unmute'] : ['call'];
}
