/** Everything that a single key does while the keyboard's place is in the card. */
export type Shortcut = 'mute' | 'captions' | 'text' | 'collapse' | 'hold';

const keys = new Map<string, Shortcut>([
  ['m', 'mute'],
  ['c', 'captions'],
  ['t', 'text'],
  ['Escape', 'collapse'],
  [' ', 'hold'],
]);

/** These take every letter, and those the space bar as well. */
const fields = 'input:not([type=range]),textarea,select,[contenteditable]';
const buttons = ',button,a,summary';

/** The meaning of a key press; none for one that is held, modified, or belongs to the control on which it is made. */
export function shortcutOf(event: KeyboardEvent): Shortcut | undefined {
  const { key, altKey, ctrlKey, metaKey, repeat, isComposing, defaultPrevented } = event;
  if (altKey || ctrlKey || metaKey || repeat || isComposing || defaultPrevented) return undefined;
  const shortcut = keys.get(key.length > 1 ? key : key.toLowerCase());
  const owners = shortcut === 'hold' ? fields + buttons : fields;
  const [on] = event.composedPath();
  const isOwned = shortcut !== 'collapse' && on instanceof Element && on.closest(owners);
  return isOwned ? undefined : shortcut;
}

/** A listener that asks `act` to do what a key press means; a press that it does is no scroll or other thing of the browser. */
export function shortcuts(
  act: (shortcut: Shortcut, event: KeyboardEvent) => boolean,
): (event: KeyboardEvent) => void {
  return (event) => {
    const shortcut = shortcutOf(event);
    if (shortcut && act(shortcut, event)) event.preventDefault();
  };
}
