import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { CallError } from '../src/call/errors.js';
import type { LiveCall } from '../src/element.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import { withSilence } from './helpers/signal-microphone.js';

const part = (call: LiveCall, name: string) =>
  call.shadowRoot!.querySelector<HTMLElement>(`[part=${name}]`)!;

/** The middle of a control, where a hand rests. */
function middle(control: HTMLElement): [number, number] {
  const { x, y, width, height } = control.getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
}

const click = (position: [number, number]) => sendMouse({ type: 'click', position });

/** Everything that its page is told of a call. */
function eventsOf(call: LiveCall): string[] {
  const events: string[] = [];
  for (const type of ['beforestart', 'micmutechange', 'callend'] as const) {
    call.addEventListener(type, () => events.push(type));
  }
  return events;
}

/** A card that no press came before. */
async function beforeCall() {
  const { call } = await callOn();
  await rested(call);
  return { call, events: eventsOf(call) };
}

/** A call whose controls have had their rest. */
async function inCall() {
  const { call, line } = await callOn();
  let tokens = 1;
  // A code after which the card offers to call again.
  const refusal = new CallError('mic-denied');
  call.tokenProvider = () => (tokens-- > 0 ? line.token() : Promise.reject(refusal));
  await withSilence(() => call.start());
  await reaches(call, 'streaming');
  await rested(call);
  return { call, line, events: eventsOf(call) };
}

/** Resolves when the controls in sight take presses: a hand may reach for them. */
async function rested(call: LiveCall) {
  const since = performance.now();
  await call.updateComplete;
  await until(() => performance.now() - since > 750);
}

/** The element that has the keyboard's place in the card. */
const focused = (call: LiveCall) => call.shadowRoot?.activeElement?.getAttribute('part');

describe('a caller with hasty hands', () => {
  afterEach(() => document.querySelectorAll('live-call').forEach((call) => call.remove()));

  it('hangs up by a double click, and no new call begins (I1)', async () => {
    const { call, events } = await inCall();
    const place = middle(part(call, 'end'));
    const ended = next(call, 'callend');
    await click(place);
    await click(place);
    await ended;
    await click(place);
    expect(call.state).to.equal('idle');
    expect(events).to.deep.equal(['callend']);
  });

  it('hangs up by Enter twice, and no new call begins (I1, I4)', async () => {
    const { call, events } = await inCall();
    part(call, 'end').focus();
    await sendKeys({ press: 'Enter' });
    expect(focused(call)).to.equal('status');
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Space' });
    await until(() => events.includes('callend'));
    expect(call.state).to.equal('idle');
    expect(events).to.deep.equal(['callend']);
  });

  it('starts by a double click, and the call is neither muted nor ended by it (I1)', async () => {
    const { call, events } = await beforeCall();
    const place = middle(part(call, 'start'));
    await click(place);
    await click(place);
    await reaches(call, 'streaming');
    await click(place);
    expect(call.state).to.equal('streaming');
    expect(events).to.deep.equal(['beforestart']);
    await call.stop();
  });

  it('starts by Enter twice, and the first words are not muted (I1, I4)', async () => {
    const { call, events } = await beforeCall();
    call.focus();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Enter' });
    expect(focused(call)).to.equal('status');
    await reaches(call, 'streaming');
    await sendKeys({ press: 'Enter' });
    expect(call.micMuted).to.equal(false);
    expect(events).to.deep.equal(['beforestart']);
    await call.stop();
  });

  it('holds Enter on the start button, and it starts one call (I2)', async () => {
    const { call, events } = await beforeCall();
    call.focus();
    for (let repeats = 0; repeats < 4; repeats++) await sendKeys({ down: 'Enter' });
    await sendKeys({ up: 'Enter' });
    await reaches(call, 'streaming');
    expect(events).to.deep.equal(['beforestart']);
    await call.stop();
  });

  it('holds Enter on Mute, and it mutes once (I2)', async () => {
    const { call, events } = await inCall();
    part(call, 'mute').focus();
    for (let repeats = 0; repeats < 5; repeats++) await sendKeys({ down: 'Enter' });
    await sendKeys({ up: 'Enter' });
    expect(call.micMuted).to.equal(true);
    expect(events).to.deep.equal(['micmutechange']);
    await call.stop();
  });

  it('clicks twice on Mute, and the microphone stays muted (I1)', async () => {
    const { call, events } = await inCall();
    const place = middle(part(call, 'mute'));
    await click(place);
    await click(place);
    expect(call.micMuted).to.equal(true);
    await rested(call);
    await click(place);
    expect(call.micMuted, 'the next press means it').to.equal(false);
    expect(events).to.deep.equal(['micmutechange', 'micmutechange']);
    await call.stop();
  });

  for (const [how, end] of [
    ['was ended by the page', ({ call }) => void call.stop()],
    [
      'was replaced by another one',
      async ({ call }) => {
        const other = document.body.appendChild(document.createElement('live-call'));
        other.tokenProvider = () => new Promise(() => {});
        other.start().catch(() => {});
        await next(call, 'callend');
        await other.stop();
      },
    ],
    ['failed', ({ line }) => line.do({ close: { code: 1011, reason: '' } })],
  ] satisfies [string, (open: Awaited<ReturnType<typeof inCall>>) => unknown][]) {
    it(`presses End just after the call ${how}, and no new call begins (I3)`, async () => {
      const open = await inCall();
      const { call, events } = open;
      const place = middle(part(call, 'end'));
      await Promise.all([next(call, 'callend'), end(open)]);
      await call.updateComplete;
      await click(place);
      await click(place);
      expect(call.state).to.equal('idle');
      expect(events).to.deep.equal(['callend']);
    });
  }

  it('hangs up by a double click on a page that puts another element in the place of one whose call is over (I1)', async () => {
    const { call, events } = await inCall();
    call.addEventListener('callend', () => {
      const other = call.cloneNode() as LiveCall;
      other.addEventListener('beforestart', () => events.push('another call'));
      call.replaceWith(other);
    });
    const place = middle(part(call, 'end'));
    await click(place);
    await until(() => !call.isConnected);
    await click(place);
    expect(events).to.deep.equal(['callend']);
  });

  it('is at the status with the keyboard after a call ends by itself, one Tab ahead of the start button (I3, I4)', async () => {
    const { call } = await inCall();
    part(call, 'mute').focus();
    await call.stop();
    await call.updateComplete;
    expect(focused(call)).to.equal('status');
    await sendKeys({ press: 'Tab' });
    expect(focused(call)).to.equal('start');
  });

  it('leads focus() to a control, and never to the status (I4)', async () => {
    const { call } = await beforeCall();
    call.focus();
    expect(focused(call)).to.equal('start');
    await sendKeys({ press: 'Enter' });
    await reaches(call, 'streaming');
    (document.activeElement as HTMLElement).blur();
    call.focus();
    expect(focused(call)).to.equal('mute');
    await call.stop();
  });
});
