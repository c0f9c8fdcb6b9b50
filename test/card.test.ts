import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { LiveCall } from '../src/element.js';
import { callOn, next, reaches } from './helpers/call.js';
import { withSilence } from './helpers/signal-microphone.js';

const part = <T extends HTMLElement = HTMLElement>(call: LiveCall, name: string) =>
  call.shadowRoot?.querySelector<T>(`[part~=${name}]`) ?? undefined;

const line = (call: LiveCall) => part<HTMLTextAreaElement>(call, 'input');

async function write(call: LiveCall, text: string): Promise<void> {
  line(call)!.focus();
  await sendKeys({ type: text });
}

async function talking(settings: Partial<LiveCall> = {}, start?: { microphone: boolean }) {
  const { call, line } = await callOn();
  Object.assign(call, settings);
  await withSilence(() => call.start(start));
  await reaches(call, start ? 'ready' : 'streaming');
  await call.updateComplete;
  return { call, line };
}

/** Tells of each key that reaches the page. */
function hearKeys() {
  const heard: { key: string; defaultPrevented: boolean }[] = [];
  const hear = ({ key, defaultPrevented }: KeyboardEvent) => heard.push({ key, defaultPrevented });
  addEventListener('keydown', hear);
  return { heard, stop: () => removeEventListener('keydown', hear) };
}

afterEach(() => document.querySelectorAll('live-call').forEach((call) => call.remove()));

describe('a text that was typed and not sent yet', () => {
  it('waits while the panel is put away, and while the card has another form', async () => {
    const settings = { variant: 'floating', open: true, textInput: true } as const;
    const { call, line: server } = await talking(settings);
    await write(call, 'half a sen');
    call.open = false;
    await call.updateComplete;
    expect(line(call)).to.equal(undefined);
    call.open = true;
    await call.updateComplete;
    expect(line(call)?.value).to.equal('half a sen');
    call.variant = 'inline';
    await call.updateComplete;
    part(call, 'text')?.click();
    await call.updateComplete;
    expect(line(call)?.value).to.equal('half a sen');
    await write(call, 'tence');
    await sendKeys({ press: 'Enter' });
    const { connections } = await server.waitFor({ written: 1 });
    expect(connections[0]?.written.map(({ text }) => text)).to.deep.equal(['half a sentence']);
    call.variant = 'stage';
    await call.updateComplete;
    expect(line(call)?.value).to.equal('');
  });

  for (const textInput of [true, false]) {
    it(`stays in sight when the microphone joins (text-input: ${textInput})`, async () => {
      const { call } = await talking({ textInput }, { microphone: false });
      await write(call, 'half');
      part(call, 'join')?.click();
      await reaches(call, 'streaming');
      await call.updateComplete;
      expect(line(call)?.value).to.equal('half');
    });
  }
});

describe('a key of the card', () => {
  it('does nothing, and stays with the page, where no control of the card does the same', async () => {
    const { call } = await talking();
    const { heard, stop } = hearKeys();
    const focus = () => part(call, 'status')?.focus();
    focus();
    for (const key of ['Space', 't', 'Escape']) await sendKeys({ press: key });
    call.open = true;
    call.talk = 'hold';
    call.micMuted = true;
    await call.updateComplete;
    focus();
    for (const key of ['Space', 'Escape']) await sendKeys({ press: key });
    expect(call.open).to.equal(true);
    stop();
    expect(heard).to.deep.equal(
      [' ', 't', 'Escape', ' ', 'Escape'].map((key) => ({ key, defaultPrevented: false })),
    );
    expect(line(call)).to.equal(undefined);
    expect(call.holding).not.to.equal(true);
  });

  it('neither mutes nor holds in a call in writing', async () => {
    const { call } = await talking({ talk: 'hold' }, { microphone: false });
    const { heard, stop } = hearKeys();
    part(call, 'status')?.focus();
    for (const key of ['Space', 'm']) await sendKeys({ press: key });
    stop();
    expect(heard.map(({ key }) => key)).to.deep.equal([' ', 'm']);
    expect(call.micMuted).to.equal(false);
    expect(call.holding).not.to.equal(true);
  });
});

describe('a call that does not float', () => {
  it('is not opened: neither by a failure nor by the question for consent', async () => {
    const { call, line } = await callOn({ closeBeforeSetup: { code: 1007, reason: 'Bad.' } });
    const ended = next(call, 'callend');
    await withSilence(() => call.start()).catch(() => {});
    await ended;
    expect(call.open).to.equal(false);
    call.consentKey = 'terms';
    call.start().catch(() => {});
    await call.updateComplete;
    expect(part(call, 'consent') ?? part(call, 'agree')).not.to.equal(undefined);
    expect(call.open).to.equal(false);
    await call.stop();
    await line.close();
  });
});

describe('in a small box', () => {
  const endIsInSight = (call: LiveCall) => {
    const card = part(call, 'card')!.getBoundingClientRect();
    const end = part(call, 'end')!.getBoundingClientRect();
    expect(end.bottom).to.be.at.most(Math.ceil(card.bottom));
    expect(end.right).to.be.at.most(Math.ceil(card.right));
    expect(end.left).to.be.at.least(Math.floor(card.left));
    const x = (end.left + end.right) / 2;
    const y = end.bottom - 12;
    expect(call.shadowRoot?.elementFromPoint(x, y)?.closest('[part=end]')).to.equal(
      part(call, 'end'),
    );
  };

  for (const [width, height] of [
    [200, 200],
    [320, 180],
    [160, 240],
  ] as const) {
    it(`of ${width} x ${height} px a stage keeps to it, with the end of the call in sight`, async () => {
      const box = document.body.appendChild(document.createElement('div'));
      Object.assign(box.style, { inlineSize: `${width}px`, blockSize: `${height}px` });
      const { call } = await talking({ variant: 'stage', captions: 'on' });
      box.append(call);
      call.strings = { end: 'Hang up now and come back later' };
      await call.updateComplete;
      const { width: w, height: h } = call.getBoundingClientRect();
      expect([w, h]).to.deep.equal([width, height]);
      endIsInSight(call);
      box.remove();
    });

    it(`of ${width} x ${height} px a panel keeps the end of the call in sight`, async () => {
      await setViewport({ width, height });
      const { call } = await talking({ variant: 'floating', open: true, textInput: true });
      await Promise.all(
        part(call, 'card')!
          .getAnimations()
          .map(({ finished }) => finished),
      );
      endIsInSight(call);
      call.remove();
      await setViewport({ width: 800, height: 600 });
    });
  }

  it('a stage whose box has no height of its own has one', async () => {
    const { call } = await callOn();
    call.variant = 'stage';
    await call.updateComplete;
    expect(call.getBoundingClientRect().height).to.be.at.least(300);
  });
});
