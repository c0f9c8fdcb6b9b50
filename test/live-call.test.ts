import { expect, fixture, html } from '@open-wc/testing';
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import type { LiveCall } from '../src/element.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import { withSilence } from './helpers/signal-microphone.js';

/** The button with these words on it. */
function button(call: LiveCall, words: string): HTMLButtonElement {
  const all = [...(call.shadowRoot?.querySelectorAll('button') ?? [])];
  const named = (one: HTMLElement) => one.ariaLabel ?? one.textContent.trim();
  const found = all.find(
    (one) => one.checkVisibility({ visibilityProperty: true }) && named(one) === words,
  );
  if (!found) throw new Error(`no "${words}" among: ${all.map(named)}`);
  return found;
}

const shown = (call: LiveCall) =>
  call.shadowRoot?.querySelector('.status')?.textContent.trim() ?? '';
const announced = (call: LiveCall) =>
  call.shadowRoot?.querySelector('[role=status]')?.textContent.trim() ?? '';

describe('<live-call>', () => {
  it('says before the call that it is an AI and that the microphone will be used', async () => {
    const { call } = await callOn();
    expect(call.shadowRoot?.textContent).to.match(/An AI answers.*microphone/s);
    button(call, 'Start call');
    call.remove();
  });

  it('tells in words what goes on, from the first click to the end', async () => {
    const { call, line } = await callOn({ setupDelay: 400, persona: { tone: 1 } });
    const words: string[] = [];
    const watch = new MutationObserver(() => {
      if (shown(call) && shown(call) !== words.at(-1)) words.push(shown(call));
    });
    watch.observe(call.shadowRoot as ShadowRoot, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    withSilence(() => button(call, 'Start call').click());
    await reaches(call, 'streaming');
    await line.do({ say: 0.3 });
    await until(
      () => words.includes('The AI is speaking') && words.at(-1) === 'The AI is listening',
    );
    const ended = next(call, 'callend');
    button(call, 'End call').click();
    await ended;
    await call.updateComplete;
    watch.disconnect();
    expect(words.pop()).to.equal('Call ended');
    expect(words).to.deep.equal([
      'Waiting for your microphone',
      'You can speak already',
      'The AI is listening',
      'The AI is speaking',
      'The AI is listening',
    ]);
    expect(announced(call)).to.match(/^Call ended · 0:0\d$/);
    call.remove();
  });

  it('matches :state() for where the call is, who speaks and whether it is muted', async () => {
    const { call, line } = await callOn();
    expect(call.matches(':state(idle)')).to.equal(true);
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    await call.updateComplete;
    expect(call.matches(':state(streaming)')).to.equal(true);
    expect(call.matches(':state(idle)')).to.equal(false);
    await line.do({ say: 0.3 });
    await until(() => call.matches(':state(speaking)'));
    call.micMuted = true;
    await call.updateComplete;
    expect(call.matches(':state(mic-muted)')).to.equal(true);
    await call.stop();
    call.remove();
  });

  it('shows how loud the caller is', async () => {
    const { call } = await callOn();
    await call.start();
    const level = () => {
      const meter = call.shadowRoot?.querySelector<HTMLElement>('.meter');
      return Number(meter?.style.getPropertyValue('--_level') ?? 0);
    };
    // The browser's own fake microphone beeps once a second.
    await until(() => level() > 0.3);
    await until(() => level() < 0.3);
    await call.stop();
    call.remove();
  });

  it('can be used with the keyboard alone, which never loses its place', async () => {
    const { call } = await callOn();
    const focused = () => call.shadowRoot?.activeElement?.getAttribute('part');
    call.focus();
    expect(focused()).to.equal('start');
    await sendKeys({ press: 'Enter' });
    await reaches(call, 'streaming');
    await call.updateComplete;
    expect(focused()).to.equal('status');
    await sendKeys({ press: 'Tab' });
    expect(focused()).to.equal('mute');
    await sendKeys({ press: 'Space' });
    expect(call.micMuted).to.equal(true);
    await sendKeys({ press: 'Tab' });
    expect(focused()).to.equal('captions-button');
    await sendKeys({ press: 'Space' });
    expect(call.captions).to.equal('on');
    await sendKeys({ press: 'Tab' });
    expect(focused()).to.equal('end');
    const ended = next(call, 'callend');
    await sendKeys({ press: 'Enter' });
    await ended;
    await call.updateComplete;
    expect(focused()).to.equal('status');
    call.remove();
  });

  it('is muted and unmuted by its button, and says so with an event', async () => {
    const { call } = await callOn();
    await call.start();
    await call.updateComplete;
    const changed = next(call, 'micmutechange');
    button(call, 'Mute').click();
    expect((await changed).micMuted).to.equal(true);
    await call.updateComplete;
    expect(shown(call)).to.equal('You are muted');
    button(call, 'Unmute');
    await call.stop();
    expect(call.micMuted, 'kept from call to call').to.equal(true);
    call.remove();
  });

  it('takes mic-muted from the attribute for its start only', async () => {
    const call = await fixture<LiveCall>(html`<live-call mic-muted></live-call>`);
    expect(call.micMuted).to.equal(true);
    call.removeAttribute('mic-muted');
    call.setAttribute('mic-muted', 'false');
    expect(call.micMuted, 'no attribute opens a muted microphone').to.equal(true);
    call.micMuted = false;
    expect(call.getAttribute('mic-muted'), 'the attribute is not reflected').to.equal('false');
  });

  it('takes muted and volume as <video> does', async () => {
    const call = await fixture<LiveCall>(html`<live-call muted></live-call>`);
    expect(call).to.include({ muted: true, micMuted: false, volume: 1 });
    call.removeAttribute('muted');
    expect(call.muted, 'the attribute sets the start only').to.equal(true);
    call.toggleAttribute('muted', true);
    const changes: unknown[] = [];
    call.addEventListener('volumechange', ({ muted, volume }) => changes.push({ muted, volume }));
    call.muted = false;
    call.muted = false;
    expect(call.hasAttribute('muted'), 'the attribute is not reflected').to.equal(true);
    call.volume = 0.25;
    call.muted = true;
    expect(changes).to.deep.equal([
      { muted: false, volume: 1 },
      { muted: false, volume: 0.25 },
      { muted: true, volume: 0.25 },
    ]);
    for (const volume of [-0.1, 1.1, NaN, null as unknown as number]) {
      expect(() => (call.volume = volume))
        .to.throw(DOMException)
        .with.property('name', 'IndexSizeError');
    }
    expect(call.volume).to.equal(0.25);
  });

  for (const [attributes, on] of [
    ['disabled debug mic-muted muted', true],
    ['disabled="" debug="debug" mic-muted="true" muted="1"', true],
    ['disabled="false" debug="false" mic-muted="false" muted="false"', false],
    ['', false],
  ] as const) {
    it(`reads ${attributes || 'no attributes'} as ${on}`, () => {
      const template = document.createElement('template');
      template.innerHTML = `<live-call ${attributes}></live-call>`;
      const call = document.importNode(template.content, true).firstElementChild;
      expect(call).to.include({ disabled: on, debug: on, micMuted: on, muted: on });
    });
  }

  it('sends its events to itself and to listeners in the capture phase, as <video> does', async () => {
    const call = await fixture<LiveCall>(html`<live-call></live-call>`);
    const heard: string[] = [];
    const note = (event: Event) =>
      heard.push(`${event.type} ${event.composed ? 'composed' : ''} ${event.eventPhase}`);
    document.body.addEventListener('volumechange', note);
    document.body.addEventListener('volumechange', note, { capture: true });
    call.addEventListener('volumechange', note);
    call.volume = 0.5;
    document.body.removeEventListener('volumechange', note);
    document.body.removeEventListener('volumechange', note, { capture: true });
    expect(heard).to.deep.equal(['volumechange composed 1', 'volumechange composed 2']);
  });

  it('takes undefined for every optional setting', async () => {
    const call = await fixture<LiveCall>(html`<live-call voice="Kore" max-hold="7"></live-call>`);
    expect(call).to.include({ voice: 'Kore', maxHold: 7 });
    call.voice = undefined;
    call.removeAttribute('max-hold');
    expect(call).to.include({ voice: undefined, maxHold: 30 });
  });

  it('keeps what was set on it before it was defined', async () => {
    // A copy of the class under another tag stands for an element that is upgraded late.
    const late = document.createElement('late-call') as LiveCall;
    late.tokenUrl = '/mine';
    late.micMuted = true;
    late.volume = 0.5;
    document.body.append(late);
    const { LiveCall: Class } = await import('../src/element.js');
    customElements.define('late-call', class extends Class {});
    await late.updateComplete;
    expect(late).to.include({ tokenUrl: '/mine', micMuted: true, volume: 0.5 });
    late.remove();
  });

  it('does not start when beforestart is canceled', async () => {
    const { call } = await callOn();
    call.addEventListener('beforestart', (event) => event.preventDefault(), { once: true });
    const error = await call.start().catch((reason: unknown) => reason);
    expect(error).to.include({ name: 'AbortError' });
    expect(call.state).to.equal('idle');
    call.remove();
  });

  it('stays in the corner of the window when it floats', async () => {
    const call = await fixture<LiveCall>(html`<live-call variant="floating"></live-call>`);
    const { position } = getComputedStyle(call);
    const { right, bottom } = call.getBoundingClientRect();
    expect(position).to.equal('fixed');
    expect(right).to.be.within(innerWidth - 40, innerWidth);
    expect(bottom).to.be.within(innerHeight - 40, innerHeight);
    call.placement = 'top-start';
    await call.updateComplete;
    const { left, top } = call.getBoundingClientRect();
    expect({ left: left < 40, top: top < 40 }).to.deep.equal({ left: true, top: true });
  });
});

describe('<live-call> for everybody', () => {
  for (const [where, style] of [
    ['on a light page', 'color-scheme: light; background: Canvas'],
    ['on a dark page', 'color-scheme: dark; background: Canvas'],
    ['from right to left', 'direction: rtl'],
    ['in a column of 288 px with text twice as large', 'inline-size: 288px; font-size: 200%'],
    ['in a dark hero with white words', 'background: #123; color: #fff; font: 800 40px/1 serif'],
  ] as const) {
    it(`is free of accessibility faults in every state, ${where}`, async () => {
      document.body.style.cssText = style;
      const { call, line } = await callOn({ setupDelay: 1500 });
      const inState = async (what: string) => {
        await call.updateComplete;
        await expect(call, what).to.be.accessible();
      };
      await inState('idle');
      const started = withSilence(() => call.start());
      await inState('connecting');
      await started;
      await reaches(call, 'streaming');
      await inState('listening');
      await line.do({ say: 3 });
      await until(() => call.matches(':state(speaking)'));
      await inState('speaking');
      call.micMuted = true;
      await inState('muted');
      const ended = next(call, 'callend');
      const bad = { code: 1007, reason: 'Bad.' };
      await line.change({ closeBeforeSetup: bad, setupDelay: 0 });
      await line.do({ close: bad });
      await ended;
      await inState('failed');
      call.disabled = true;
      await inState('disabled');
      call.remove();
      document.body.removeAttribute('style');
    });
  }

  it('keeps still for those who asked for less motion', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const { call } = await callOn({ setupDelay: 500 });
    const started = call.start();
    await call.updateComplete;
    const moving = [...(call.shadowRoot?.querySelectorAll('.card, .orb, .meter') ?? [])];
    expect(moving.flatMap((one) => one.getAnimations())).to.deep.equal([]);
    await started;
    await call.stop();
    await emulateMedia({ reducedMotion: 'no-preference' });
    call.remove();
  });
});
