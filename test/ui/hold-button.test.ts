import { expect } from '@open-wc/testing';
import { render } from 'lit';
import { holdButton } from '../../src/ui/hold-button.js';
import { HoldHand } from '../../src/ui/hold-hand.js';
import { en } from '../../src/ui/strings/en.js';

let box: HTMLElement;
let told: boolean[];
let button: HTMLButtonElement;

beforeEach(() => {
  box = document.createElement('div');
  document.body.append(box);
  told = [];
  const hand = new HoldHand((holding) => {
    told.push(holding);
    draw(holding);
  });
  const draw = (holding: boolean) => render(holdButton({ holding }, en, hand), box);
  draw(false);
  button = box.querySelector('button')!;
});

afterEach(() => {
  dispatchEvent(new Event('blur'));
  box.remove();
});

const pointer = (
  type: string,
  pointerId = 1,
  options: PointerEventInit = {},
  on: EventTarget = button,
) =>
  on.dispatchEvent(
    new PointerEvent(type, {
      pointerId,
      bubbles: true,
      composed: true,
      cancelable: true,
      ...options,
    }),
  );
const key = (
  type: string,
  name: string,
  options: KeyboardEventInit = {},
  on: EventTarget = button,
) =>
  on.dispatchEvent(
    new KeyboardEvent(type, {
      key: name,
      bubbles: true,
      composed: true,
      cancelable: true,
      ...options,
    }),
  );
const click = (detail: number) =>
  button.dispatchEvent(new MouseEvent('click', { detail, bubbles: true, cancelable: true }));

describe('the button that is held to talk', () => {
  for (const pointerType of ['mouse', 'touch', 'pen'])
    it(`holds from the moment a ${pointerType} goes down until it goes up, wherever that is`, () => {
      pointer('pointerdown', 1, { pointerType });
      expect(told).to.deep.equal([true]);
      expect(button.textContent).to.include('Let go to send');
      expect(button.ariaPressed).to.equal('true');
      pointer('pointerup', 1, { pointerType }, document.body);
      click(1);
      expect(told).to.deep.equal([true, false]);
      expect(button.ariaPressed).to.equal('false');
    });

  for (const [what, end] of [
    ['the browser cancels the pointer', () => pointer('pointercancel')],
    ['the pointer is captured by another', () => pointer('lostpointercapture')],
    ['the button loses the keyboard', () => button.dispatchEvent(new FocusEvent('blur'))],
    ['the window is left', () => dispatchEvent(new Event('blur'))],
    ['the page goes out of sight', () => document.dispatchEvent(new Event('visibilitychange'))],
    [
      'the button has gone and the pointer goes up',
      () => {
        button.remove();
        pointer('pointerup', 1, {}, document.body);
      },
    ],
  ] as const)
    it(`lets go once where ${what}`, () => {
      pointer('pointerdown');
      end();
      pointer('pointerup', 1, {}, document.body);
      expect(told).to.deep.equal([true, false]);
    });

  it('opens no menu over a finger that rests on it', () => {
    pointer('pointerdown', 1, { pointerType: 'touch' });
    const menu = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
    button.dispatchEvent(menu);
    expect(menu.defaultPrevented).to.equal(true);
    expect(told).to.deep.equal([true]);
  });

  it('follows one finger: another one neither ends its hold nor takes it over', () => {
    pointer('pointerdown', 1);
    pointer('pointerdown', 2);
    pointer('pointerup', 2);
    pointer('pointercancel', 2);
    expect(told).to.deep.equal([true]);
    key('keydown', ' ');
    key('keyup', ' ');
    expect(told).to.deep.equal([true]);
    pointer('pointerup', 1);
    expect(told).to.deep.equal([true, false]);
  });

  it('does nothing for another button of the mouse', () => {
    pointer('pointerdown', 1, { button: 2 });
    expect(told).to.deep.equal([]);
  });

  for (const name of [' ', 'Enter'])
    it(`holds while "${name}" is held, however often it repeats, and neither clicks nor scrolls`, () => {
      expect(key('keydown', name), 'not prevented').to.equal(false);
      expect(key('keydown', name, { repeat: true })).to.equal(false);
      expect(told).to.deep.equal([true]);
      expect(key('keyup', name)).to.equal(false);
      expect(told).to.deep.equal([true, false]);
    });

  it('lets go when the key goes up elsewhere, since the focus has moved', () => {
    key('keydown', ' ');
    key('keyup', ' ', {}, document.body);
    expect(told).to.deep.equal([true, false]);
  });

  it('takes no other key, no chord and no key of an input method', () => {
    key('keydown', 'a');
    key('keydown', ' ', { ctrlKey: true });
    key('keydown', 'Enter', { isComposing: true });
    key('keydown', ' ', { repeat: true });
    expect(told).to.deep.equal([]);
  });

  it('is toggled by the clicks of assistive technology, which press nothing', () => {
    click(0);
    expect(told).to.deep.equal([true]);
    expect(button.ariaPressed).to.equal('true');
    button.dispatchEvent(new FocusEvent('blur'));
    expect(told, 'looking around').to.deep.equal([true]);
    click(0);
    expect(told).to.deep.equal([true, false]);
    click(1);
    expect(told, 'a click that says it is of a pointer, without one').to.deep.equal([
      true,
      false,
      true,
    ]);
    dispatchEvent(new Event('blur'));
    expect(told).to.deep.equal([true, false, true, false]);
  });

  it('is no toggle for the click that ends a press', () => {
    pointer('pointerdown');
    pointer('pointerup');
    click(1);
    expect(told).to.deep.equal([true, false]);
  });

  it('lets a press take over what assistive technology toggled, and ends with that', () => {
    click(0);
    pointer('pointerdown');
    pointer('pointerup');
    click(1);
    expect(told).to.deep.equal([true, false]);
  });
});
