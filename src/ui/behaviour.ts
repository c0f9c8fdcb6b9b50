import type { ReactiveElement } from 'lit';
import type { CallEndEvent } from '../call/events.js';
import { keepFocus } from './focus.js';
import { stayAboveKeyboard } from './keyboard.js';
import { tick } from './tick.js';
import { floatOnTop } from './top-layer.js';

/** An element that shows a call. */
interface Shown extends ReactiveElement {
  readonly variant: string;
  open: boolean;
}

/** Gives an element everything that its picture does by itself. */
export function behave(element: Shown, inCall: () => boolean): void {
  const isFloating = () => element.variant === 'floating';
  element.addController(keepFocus(element));
  element.addController(tick(element, inCall));
  element.addController(floatOnTop(element, isFloating));
  element.addController(stayAboveKeyboard(element, () => isFloating() && element.open));
  // The caller put the panel away, and has to learn why nobody answers any more.
  element.addEventListener('callend', (event) => {
    if (isFloating() && /error|time|idle/.test((event as CallEndEvent).reason)) element.open = true;
  });
}
