import { expect } from '@open-wc/testing';
import { Hands, type Meaning } from '../../src/ui/hands.js';
import { FakeClock } from '../helpers/fake-clock.js';

let times = 0;

/** Hands over a card with two controls, on a clock that the test moves. */
function open(clock = new FakeClock()) {
  // Long after the test before.
  if (clock.now() === new FakeClock().now()) clock.pass((times += 1e6));
  const hands = new Hands(() => clock.now());
  const controls = {
    one: document.createElement('button'),
    other: document.createElement('button'),
  };
  /** Has `type` happen on a control, and returns whatever `heard` makes of it. */
  function on<T>(control: HTMLElement, event: Event, heard: (event: UIEvent) => T): T {
    let result: T | undefined;
    const listener = (event: Event) => (result = heard(event as UIEvent));
    control.addEventListener(event.type, listener, { once: true });
    control.dispatchEvent(event);
    return result as T;
  }
  const down = (control = controls.one, clientX = 0) =>
    on(control, new PointerEvent('pointerdown', { clientX }), hands.down);
  const key = (init: KeyboardEventInit, control = controls.one) =>
    on(control, new KeyboardEvent('keydown', { cancelable: true, ...init }), (event) => {
      hands.down(event);
      return event.defaultPrevented;
    });
  const click = (meaning: Meaning, { control = controls.one, detail = 0 } = {}) =>
    on(control, new MouseEvent('click', { detail }), (event) => hands.means(meaning, event));
  /** A press from its beginning to its end. */
  const press = (meaning: Meaning, control = controls.one, x = 0) => {
    down(control, x);
    return click(meaning, { control, detail: 1 });
  };
  return { clock, hands, controls, down, key, click, press };
}

describe('the hands on a card', () => {
  it('start a call by the first press, where nothing stood in its place', () => {
    const { hands, press } = open();
    hands.offer(['start']);
    expect(press('start')).to.equal(true);
  });

  for (const ms of [0, 150, 300, 550, 699]) {
    it(`start no call by a press ${ms} ms after the end of one (I1, I3)`, () => {
      const { clock, hands, press, click } = open();
      hands.offer(['call']);
      hands.offer(['start']);
      clock.pass(ms);
      expect(press('start'), 'by hand').to.equal(false);
      expect(click('start'), 'by assistive technology').to.equal(false);
    });
  }

  it('start no call by any of the presses of a hurry, but by the first one after a rest (I1)', () => {
    const { clock, hands, press } = open();
    hands.offer(['call']);
    hands.offer(['start']);
    for (let presses = 0; presses < 8; presses++) {
      clock.pass(400);
      expect(press('start')).to.equal(false);
    }
    clock.pass(700);
    expect(press('start')).to.equal(true);
  });

  it('neither mute nor end a call by the second half of a double press on the start button (I1)', () => {
    const { clock, hands, controls, press } = open();
    hands.offer(['start']);
    press('start');
    hands.offer(['call']);
    clock.pass(200);
    expect(press('call', controls.other, 39)).to.equal(false);
  });

  it('mute a call that they have just started elsewhere (I1)', () => {
    const { clock, hands, controls, press } = open();
    hands.offer(['start']);
    press('start');
    hands.offer(['call']);
    clock.pass(200);
    expect(press('call', controls.other, 60)).to.equal(true);
  });

  it('neither mute nor end a call that has just begun by itself under them (I3)', () => {
    const { clock, hands, controls, press } = open();
    hands.offer(['start']);
    hands.offer(['call']);
    clock.pass(300);
    expect(press('call', controls.other, 500)).to.equal(false);
  });

  it('end a call within two seconds, however hasty they are (I1)', () => {
    const { clock, hands, press } = open();
    hands.offer(['start']);
    hands.offer(['call']);
    const worked: boolean[] = [];
    for (let presses = 0; presses < 5; presses++) {
      clock.pass(400);
      worked.push(press('call'));
    }
    expect(worked).to.deep.equal([false, false, false, false, true]);
  });

  it('end a call at once by an assistive click, which names its control, if it is no double one (I5)', () => {
    const { hands, click } = open();
    hands.offer(['start']);
    hands.offer(['call']);
    expect(click('call', { detail: 2 })).to.equal(false);
    expect(click('call')).to.equal(true);
  });

  for (const [how, act] of [
    ['press', ({ press }) => press('unmute')],
    ['assistive click', ({ click }) => click('unmute')],
    [
      'press of a key',
      ({ key, click }) => {
        key({ key: 'Enter' });
        return click('unmute');
      },
    ],
  ] satisfies [string, (hands: ReturnType<typeof open>) => boolean][]) {
    it(`open no microphone by the second half of a double ${how} on Mute (I1, I2, I5)`, () => {
      const hands = open();
      hands.hands.offer(['call']);
      if (how === 'press') hands.press('call');
      else hands.click('call');
      hands.hands.offer(['call', 'unmute']);
      hands.clock.pass(300);
      expect(act(hands)).to.equal(false);
      expect(
        hands.press('call', hands.controls.other, 100),
        'the end button has not changed',
      ).to.equal(true);
      hands.clock.pass(1000);
      expect(act(hands)).to.equal(true);
      hands.hands.offer(['call']);
      expect(hands.press('call'), 'a cough can be muted at once').to.equal(true);
    });
  }

  it('work on nothing by a press that began on another control (I5)', () => {
    const { clock, hands, controls, down, click } = open();
    hands.offer(['call']);
    down(controls.other);
    hands.offer(['start']);
    clock.pass(5000);
    expect(click('start')).to.equal(false);
    expect(click('start'), 'the next click has no such press before it').to.equal(false);
    clock.pass(700);
    expect(click('start')).to.equal(true);
  });

  it('count a press from where it began, not from where it ended (I5)', () => {
    const { clock, hands, down, click } = open();
    hands.offer(['call']);
    hands.offer(['start']);
    clock.pass(100);
    down();
    clock.pass(2000);
    expect(click('start', { detail: 1 })).to.equal(false);
  });

  for (const held of ['Enter', ' ']) {
    it(`do not repeat a press of ${held === ' ' ? 'Space' : held} that is held (I2)`, () => {
      const { key } = open();
      expect(key({ key: held })).to.equal(false);
      expect(key({ key: held, repeat: true })).to.equal(true);
    });
  }

  it('let a held Tab move on (I2)', () => {
    const { key } = open();
    expect(key({ key: 'Tab', repeat: true })).to.equal(false);
  });

  it('start no call by the second half of a double press, on another card in the place of the first (I1)', () => {
    const first = open();
    first.hands.offer(['call']);
    expect(first.press('call')).to.equal(true);
    const other = open(first.clock);
    other.hands.offer(['start']);
    first.clock.pass(400);
    expect(other.press('start')).to.equal(false);
    first.clock.pass(1000);
    expect(other.press('start')).to.equal(true);
  });

  it('start no call on a card that has slid under them when another one hung up (I1)', () => {
    const { clock, hands, controls, press } = open();
    const other = open(clock);
    other.hands.offer(['start']);
    hands.offer(['call']);
    clock.pass(5000);
    expect(press('call', controls.one, 300)).to.equal(true);
    clock.pass(450);
    expect(other.press('start', other.controls.one, 320)).to.equal(false);
    clock.pass(450);
    expect(other.press('start', other.controls.one, 310)).to.equal(false);
    clock.pass(700);
    expect(other.press('start', other.controls.one, 310)).to.equal(true);
  });
});
