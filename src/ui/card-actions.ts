import { canHideLine, canHold } from './controls.js';
import { Hands, type Meaning } from './hands.js';
import { HoldHand } from './hold-hand.js';
import { isCall } from './layout.js';
import type { OpenDevices } from './open-devices.js';
import type { Picture, View } from './picture.js';
import type { CardActions, Press } from './press.js';
import { shortcuts, type Shortcut } from './shortcuts.js';

/** An element that can be called from its card. */
interface Callable {
  micMuted: boolean;
  holding: boolean | undefined;
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
const told = () => {};

/** Everything that the caller does on the card, done to the call; a press that was meant for another control does nothing. */
export function cardActions(
  call: Callable,
  gate: Gate,
  menu: OpenDevices,
): CardActions & { readonly view: View } {
  const hands = new Hands();
  const hand = new HoldHand((holding) => (call.holding = holding));
  let typing = false;
  let shown: Picture | undefined;
  const effects: Record<Press, (event: Event) => void> = {
    start: () => {
      typing = false;
      call.start().catch(told);
    },
    goOn: () => void gate.goOn().catch(told),
    agree: () => gate.agree(),
    later: () => gate.refuse(),
    write: () => {
      // Whoever writes wants to read.
      call.captions = 'on';
      call.start({ microphone: false }).catch(told);
    },
    mute: () => (call.micMuted = !call.micMuted),
    join: () => {
      // The line stays where the caller writes in it.
      typing = true;
      call.useMicrophone().catch(told);
    },
    captions: () => (call.captions = call.captions === 'on' ? 'off' : 'on'),
    text: () => {
      typing = !typing;
      call.requestUpdate();
    },
    devices: menu.toggle,
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
  /** Does what a key means, where the card offers that; returns whether it did. */
  const act = (what: Shortcut, event: KeyboardEvent): boolean => {
    if (!shown || !takesKey(shown, what)) return false;
    if (what === 'hold') hand.handleEvent(event);
    else effects[what](event);
    // One press closes one thing, and what is around the card takes no part in it.
    event.stopPropagation();
    return true;
  };
  return {
    get view() {
      return { typing, devices: menu.devices };
    },
    hand,
    devices: menu.actions,
    down: hands.down,
    press: (what, event) => {
      if (hands.means(meaningOf(what), event)) effects[what](event);
    },
    key: shortcuts(act),
    send: (text) => call.sendText(text),
    draft: '',
    offer: (picture) => {
      shown = picture;
      hands.offer(['view', ...offered(picture)]);
    },
  };
}

/** Whether a key does what a control of the card would do now. */
function takesKey(picture: Picture, what: Shortcut): boolean {
  const { status, layout } = picture;
  if (what === 'collapse') return layout === 'panel';
  if (!offered(picture).includes('call')) return false;
  if (what === 'mute') return !status.text;
  if (what === 'text') return canHideLine(picture);
  return what !== 'hold' || canHold(status);
}

function offered({ status, layout, asking }: Picture): Meaning[] {
  if (layout === 'launcher') return [];
  if (asking) return ['agree', 'later'];
  if (!isCall(status)) return ['start'];
  return status.micMuted || status.text ? ['call', 'unmute'] : ['call'];
}
