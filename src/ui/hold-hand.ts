const ENDS = ['pointerup', 'pointercancel', 'keyup', 'blur'];

/**
 * Turns presses of mouse, touch, pen or key into one hold, which ends in any case: where the pointer is
 * canceled, the control goes, or the window is left. One press holds at a time. A click that no press came
 * before is one of assistive technology, and holds until the next. It listens to all events of its control.
 */
export class HoldHand implements EventListenerObject {
  readonly #hold: (holding: boolean) => void;
  /** The pointer or key that holds, or a `click`. */
  #by: string | number | undefined;
  /** Whether a pointer went down on the control, so that the click that follows is its own. */
  #pointed = false;
  #over = new AbortController();

  constructor(hold: (holding: boolean) => void) {
    this.#hold = hold;
  }

  readonly handleEvent = (event: Event): void => {
    switch (event.type) {
      case 'pointerdown':
        return this.#point(event as PointerEvent);
      case 'keydown':
      case 'keyup':
        return this.#key(event as KeyboardEvent);
      case 'click':
        return this.#click(event as MouseEvent);
      case 'contextmenu':
        // That of a long press would take the finger.
        return event.preventDefault();
      case 'blur':
        // Assistive technology may look around while its click holds, but not leave the window.
        if (this.#by !== 'click' || event.target === window) this.release();
        return;
      case 'visibilitychange':
        return this.release();
      default:
        if ((event as PointerEvent).pointerId === this.#by) this.release();
    }
  };

  /** Ends the hold, whoever holds. */
  release(): void {
    if (this.#by === undefined) return;
    this.#by = undefined;
    this.#over.abort();
    this.#hold(false);
  }

  #press(by: string | number): void {
    const before = this.#by;
    if (before !== undefined && before !== 'click') return;
    this.#by = by;
    if (before) return;
    this.#over = new AbortController();
    const { signal } = this.#over;
    // The control may go away under the hand.
    for (const type of ENDS) addEventListener(type, this, { signal });
    document.addEventListener('visibilitychange', this, { signal });
    this.#hold(true);
  }

  #point({ button, pointerId, currentTarget }: PointerEvent): void {
    if (button !== 0) return;
    this.#pointed = true;
    this.#press(pointerId);
    try {
      if (this.#by === pointerId) (currentTarget as Element).setPointerCapture(pointerId);
    } catch {
      // The pointer has gone already, and the window hears of that.
    }
  }

  #key(event: KeyboardEvent): void {
    const { type, key, repeat, isComposing, altKey, ctrlKey, metaKey } = event;
    if (type === 'keyup' && key === this.#by) this.release();
    if (!/^(Enter| )$/.test(key) || altKey || ctrlKey || metaKey) return;
    // Or the key would click as well, and scroll the page.
    event.preventDefault();
    if (type === 'keydown' && !repeat && !isComposing) this.#press(key);
  }

  #click({ detail }: MouseEvent): void {
    const isOwn = this.#pointed && detail > 0;
    this.#pointed = false;
    if (isOwn) return;
    if (this.#by === 'click') this.release();
    else this.#press('click');
  }
}
