import { expect } from '@open-wc/testing';
import { shortcutOf, shortcuts, type Shortcut } from '../../src/ui/shortcuts.js';

/** What a key press on the first element of `markup` means. */
function pressed(key: string, options: KeyboardEventInit = {}, markup = '<p tabindex="-1"></p>') {
  const box = document.createElement('div');
  box.innerHTML = markup;
  document.body.append(box);
  let meaning: Shortcut | undefined;
  box.addEventListener('keydown', (event) => {
    meaning = shortcutOf(event);
    // A list would open and wait for a person.
    event.preventDefault();
  });
  const event = new KeyboardEvent('keydown', {
    key,
    bubbles: true,
    composed: true,
    cancelable: true,
    ...options,
  });
  box.querySelector('*')!.dispatchEvent(event);
  box.remove();
  return meaning;
}

describe('the keys of the card', () => {
  for (const [key, meaning] of [
    ['m', 'mute'],
    ['M', 'mute'],
    ['c', 'captions'],
    ['t', 'text'],
    [' ', 'hold'],
    ['Escape', 'collapse'],
    ['x', undefined],
    ['Meta', undefined],
    ['toString', undefined],
    ['Enter', undefined],
  ] as const)
    it(`take "${key}" as ${meaning ?? 'nothing'}`, () => {
      expect(pressed(key)).to.equal(meaning);
    });

  it('leave chords, keys that are held and input methods alone', () => {
    for (const options of [
      { ctrlKey: true },
      { metaKey: true },
      { altKey: true },
      { repeat: true },
      { isComposing: true },
    ])
      expect(pressed('m', options)).to.equal(undefined);
  });

  it('leave letters to fields, and the space bar to buttons as well', () => {
    for (const field of [
      '<input>',
      '<textarea></textarea>',
      '<select></select>',
      '<b contenteditable></b>',
    ]) {
      for (const key of ['m', 'c', 't', ' ']) expect(pressed(key, {}, field)).to.equal(undefined);
      expect(pressed('Escape', {}, field)).to.equal('collapse');
    }
    expect(pressed(' ', {}, '<button></button>')).to.equal(undefined);
    expect(pressed('m', {}, '<button></button>')).to.equal('mute');
    expect(pressed('m', {}, '<input type="range">')).to.equal('mute');
  });

  it('keep the browser from what the page has done itself, and from nothing else', () => {
    const press = (takes: boolean) => {
      const event = new KeyboardEvent('keydown', { key: ' ', cancelable: true });
      document.body.addEventListener(
        'keydown',
        shortcuts(() => takes),
        { once: true },
      );
      document.body.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(press(true)).to.equal(true);
    expect(press(false)).to.equal(false);
  });
});
