/**
 * A control takes no hasty press until nobody has pressed anything in its place for so long, in ms. The
 * second half of a double click may take 500 (https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getdoubleclicktime),
 * and whoever reaches for a control that goes away by itself presses some 300 later.
 */
const REST_MS = 700;

/** A control that does no harm, as the end of a call, works after so long however fast the presses come, in ms. */
const PATIENCE_MS = 2000;

/** A hand that goes on pressing stays within so many pixels. */
const PLACE_PX = 40;

/** An exchange of controls so soon after a press, in ms, came of it, even on a slow machine. */
const EFFECT_MS = 1000;

/**
 * Everything that a press can mean on the card; `call` is to mute or to end one, `view` to open or put away its
 * panel, `later` not to agree.
 */
export type Meaning = 'start' | 'agree' | 'later' | 'call' | 'unmute' | 'view';

/** Where and when a pointer or a key went down. */
interface Press {
  readonly on: EventTarget | null;
  /** None for a key or an assistive click. */
  readonly place: { readonly x: number; readonly y: number } | undefined;
  readonly at: number;
}

/** A meaning that the card offers. */
interface Offer {
  readonly since: number;
  /** The press that brought it, if not the call by itself. */
  readonly cause: Press | undefined;
  refusedAt: number;
}

/** The last press that worked on any card of the page: another card may come to lie in the place of one. */
let worked: Press | undefined;

/**
 * Keeps a press from working on a control that has taken the place of the one it was meant for: by mouse,
 * touch, pen, key or an assistive click, and also where the call has ended by itself just before.
 */
export class Hands {
  readonly #now: () => number;
  readonly #offers = new Map<Meaning, Offer>();
  /** The press in progress. */
  #press: Press | undefined;
  #drawn = false;

  /** `now` is a monotonic clock in ms. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The controls on the card mean these now. */
  offer(meanings: readonly Meaning[]): void {
    const now = this.#now();
    const cause = worked && now - worked.at <= EFFECT_MS ? worked : undefined;
    // On a page that has just loaded nothing stood in their place before.
    const since = this.#drawn || cause ? now : -Infinity;
    this.#drawn = true;
    for (const meaning of this.#offers.keys()) {
      if (!meanings.includes(meaning)) this.#offers.delete(meaning);
    }
    for (const meaning of meanings) {
      if (!this.#offers.has(meaning)) this.#offers.set(meaning, { since, cause, refusedAt: since });
    }
  }

  /** A pointer or a key went down on a control. */
  readonly down = (event: Event): void => {
    if (event instanceof KeyboardEvent) {
      if (!/^(Enter| )$/.test(event.key)) return;
      // A key that is held clicks again and again.
      if (event.repeat) return event.preventDefault();
    }
    const place = event instanceof MouseEvent ? { x: event.clientX, y: event.clientY } : undefined;
    this.#press = { on: event.currentTarget, place, at: this.#now() };
  };

  /** Whether a click is meant for the control that it reaches. */
  means(meaning: Meaning, { currentTarget, detail }: UIEvent): boolean {
    const offer = this.#offers.get(meaning);
    const now = this.#now();
    // An assistive click has no press before it.
    const press = this.#press ?? { on: currentTarget, place: undefined, at: now };
    const assistive = !this.#press;
    this.#press = undefined;
    if (!offer) return false;
    const isDouble = assistive && detail > 1 && isEarly(meaning, offer, now);
    const isSecond = followsAnother(press);
    if (press.on === currentTarget && !isDouble && !isSecond && !isHasty(meaning, offer, press)) {
      worked = { ...press, at: now };
      return true;
    }
    offer.refusedAt = now;
    if (worked && isSecond) worked = { ...worked, at: now };
    return false;
  }
}

function isEarly(meaning: Meaning, { since, refusedAt }: Offer, at: number): boolean {
  if (meaning === 'call' && at - since >= PATIENCE_MS) return false;
  return at - refusedAt < REST_MS;
}

/** Whether a pointer goes on pressing in a place where it has just worked on another control, on this card or another. */
function followsAnother({ on, place, at }: Press): boolean {
  return !!worked && worked.on !== on && at - worked.at < REST_MS && isNear(place, worked.place);
}

function isNear(one: Press['place'], other: Press['place']): boolean {
  return !!one && !!other && Math.hypot(one.x - other.x, one.y - other.y) <= PLACE_PX;
}

/** Whether a press comes too early to be meant for this. */
function isHasty(meaning: Meaning, offer: Offer, { on, place, at }: Press): boolean {
  if (!isEarly(meaning, offer, at)) return false;
  const { cause } = offer;
  // A microphone that opens by mistake does the most harm; a control that was pressed has changed its meaning.
  if (/^(start|agree)$/.test(meaning) || cause?.on === on) return true;
  // The keyboard and assistive technology had to go to the control first.
  if (!place) return false;
  return !cause?.place || isNear(place, cause.place);
}
