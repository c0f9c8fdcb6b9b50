import { Hands, type Meaning } from './hands.js';
import { isCall } from './layout.js';
import type { Picture, View } from './picture.js';
import type { CardActions, Press } from './press.js';

/** An element that can be called from its card. */
interface Callable {
  micMuted: boolean;
  open: boolean;
  captions: 'off' | 'on';
  readonly state: string;
  start(options?: { readonly microphone: boolean }): Promise<void>;
  useMicrophone(): Promise<void>;
  sendText(text: string): void;
  stop(): Promise<void>;
  requestUpdate(): void;
}

/** The questions that may come before a call. */
interface Gate {
  agree(): void;
  refuse(): void;
  goOn(): Promise<void>;
}

/** The events have told the page of a failure, and the card shows it. */
const shown = () => {};

/** Everything that the caller does on the card, done to the call; a press that was meant for another control does nothing. */
export function cardActions(call: Callable, gate: Gate): CardActions & { readonly view: View } {
  const hands = new Hands();
  const view: View = { typing: false, devices: false };
  const toggle = (what: keyof View) => {
    view[what] = !view[what];
    call.requestUpdate();
  };
  const effects: Record<Press, () => void> = {
    start: () => void call.start().catch(shown),
    goOn: () => void gate.goOn().catch(shown),
    agree: () => gate.agree(),
    later: () => gate.refuse(),
    write: () => {
      // Whoever writes wants to read.
      call.captions = 'on';
      call.start({ microphone: false }).catch(shown);
    },
    mute: () => (call.micMuted = !call.micMuted),
    join: () => void call.useMicrophone().catch(shown),
    captions: () => (call.captions = call.captions === 'on' ? 'off' : 'on'),
    text: () => toggle('typing'),
    devices: () => toggle('devices'),
    end: () => void call.stop(),
    open: () => (call.open = true),
    collapse: () => (call.open = false),
  };
  const meaningOf = (what: Press): Meaning => {
    if (what === 'open' || what === 'collapse') return 'view';
    if (what === 'agree' || what === 'later') return what;
    if (what === 'start' || what === 'write' || what === 'goOn') return 'start';
    return what === 'join' || (what === 'mute' && call.micMuted) ? 'unmute' : 'call';
  };
  return {
    view,
    down: hands.down,
    press: (what, event) => {
      if (hands.means(meaningOf(what), event)) effects[what]();
    },
    key: (event) => {
      if (event.key !== 'Escape' || !call.open) return;
      call.open = false;
      event.stopPropagation();
    },
    send: (text) => call.sendText(text),
    offer: (picture) => hands.offer(['view', ...offered(picture)]),
  };
}

function offered({ status, layout, asking }: Picture): Meaning[] {
  if (layout === 'launcher') return [];
  if (asking) return ['agree', 'later'];
  if (!isCall(status)) return ['start'];
  return status.micMuted || status.text ? ['call', 'unmute'] : ['call'];
}
