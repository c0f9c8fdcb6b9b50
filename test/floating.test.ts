import { expect } from '@open-wc/testing';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import type { LiveCall } from '../src/element.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import { withSilence } from './helpers/signal-microphone.js';

const part = (call: LiveCall, name: string) =>
  call.shadowRoot?.querySelector<HTMLElement>(`[part~=${name}]`) ?? undefined;

const focused = (call: LiveCall) => call.shadowRoot?.activeElement?.getAttribute('part');

/** The forms that a floating call can have, and the one that it has. */
const formOf = (call: LiveCall) => part(call, 'card')?.getAttribute('part')?.slice(5);

async function floating() {
  const { call, line } = await callOn();
  call.variant = 'floating';
  call.agentName = 'Robin';
  await call.updateComplete;
  // Hands that have just brought a control to light have to rest first.
  const since = performance.now();
  await until(() => performance.now() - since > 750);
  return { call, line };
}

const press = async (call: LiveCall, key: string) => {
  await sendKeys({ press: key });
  await call.updateComplete;
};

describe('a floating call', () => {
  afterEach(() => document.querySelectorAll('live-call').forEach((call) => call.remove()));

  it('is a launcher with the name of whoever answers, opens a panel and takes the keyboard along', async () => {
    const { call } = await floating();
    expect(formOf(call)).to.equal('launcher');
    expect(call.hasAttribute('open')).to.equal(false);
    call.focus();
    expect(focused(call)).to.equal('launcher');
    expect(part(call, 'launcher')?.textContent).to.include('Talk to Robin');
    await press(call, 'Enter');
    expect(formOf(call)).to.equal('panel');
    expect(call.hasAttribute('open')).to.equal(true);
    expect(part(call, 'panel')?.getAttribute('role')).to.equal('dialog');
    expect(part(call, 'panel')?.getAttribute('aria-label')).to.equal('Voice call with Robin');
    expect(focused(call)).to.equal('status');
  });

  it('is put away by Escape and by its button, which give the keyboard back to the launcher', async () => {
    const { call } = await floating();
    for (const away of ['Escape', 'button']) {
      call.open = true;
      await call.updateComplete;
      part(call, 'start')?.focus();
      if (away === 'Escape') await press(call, 'Escape');
      else {
        part(call, 'collapse')?.focus();
        await press(call, 'Enter');
      }
      expect(formOf(call), away).to.equal('launcher');
      expect(focused(call), away).to.equal('launcher');
    }
  });

  it('goes on as a pill when it is put away: Escape never hangs up', async () => {
    const { call, line } = await floating();
    call.open = true;
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    part(call, 'mute')?.focus();
    await press(call, 'Escape');
    expect(formOf(call)).to.equal('pill');
    expect(part(call, 'time')?.textContent).to.match(/^0:0\d$/);
    const { sent } = call.ledger;
    await line.waitFor({ samples: sent + 8000 });
    await press(call, 'Enter');
    expect(formOf(call)).to.equal('panel');
    await call.stop();
    expect(call.ledger.dropped).to.equal(0);
  });

  it('can be muted and ended from the pill, and becomes the launcher again', async () => {
    const { call } = await floating();
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    await call.updateComplete;
    expect(formOf(call)).to.equal('pill');
    part(call, 'mute')?.click();
    expect(call.micMuted).to.equal(true);
    const ended = next(call, 'callend');
    part(call, 'end')?.click();
    await ended;
    await call.updateComplete;
    expect(formOf(call)).to.equal('launcher');
  });

  it('opens by itself when it fails while it is put away, so that the caller learns why', async () => {
    const { call, line } = await floating();
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    const ended = next(call, 'callend');
    const bad = { code: 1007, reason: 'Bad.' };
    await line.change({ closeBeforeSetup: bad, setupDelay: 0 });
    await line.do({ close: bad });
    await ended;
    await call.updateComplete;
    expect(formOf(call)).to.equal('panel');
    expect(part(call, 'status')?.textContent).to.equal('Calls do not work here now.');
  });

  it('leaves the page around its panel to the keyboard: it is no modal dialog', async () => {
    const { call } = await floating();
    const after = document.body.appendChild(document.createElement('button'));
    call.open = true;
    await call.updateComplete;
    part(call, 'start')?.focus();
    await sendKeys({ press: 'Tab' });
    expect(document.activeElement).to.equal(after);
    after.remove();
  });

  for (const [width, height] of [
    [375, 667],
    [320, 480],
    [812, 375],
    [1280, 800],
  ] as const) {
    it(`shows every control of its panel in a window of ${width} x ${height}`, async () => {
      await setViewport({ width, height });
      const { call } = await floating();
      call.open = true;
      await call.updateComplete;
      await Promise.all(
        part(call, 'card')
          ?.getAnimations()
          .map(({ finished }) => finished) ?? [],
      );
      for (const name of ['collapse', 'start', 'status']) {
        const box = part(call, name)!.getBoundingClientRect();
        expect(box.left, name).to.be.at.least(0);
        expect(box.top, name).to.be.at.least(0);
        expect(box.right, name).to.be.at.most(width);
        expect(box.bottom, name).to.be.at.most(height);
      }
      const { left, right, bottom } = part(call, 'card')!.getBoundingClientRect();
      // On a phone it is a sheet from edge to edge.
      if (width < 480) expect([left, right, bottom]).to.deep.equal([0, width, height]);
      await setViewport({ width: 800, height: 600 });
    });
  }

  it('opens at once for those who asked for less motion', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const { call } = await floating();
    call.open = true;
    await call.updateComplete;
    expect(part(call, 'card')?.getAnimations()).to.deep.equal([]);
    await emulateMedia({ reducedMotion: 'no-preference' });
  });
});

describe('a stage', () => {
  for (const [width, height] of [
    [300, 360],
    [800, 420],
    [1400, 900],
  ] as const) {
    it(`fills a box of ${width} x ${height} px, and its face grows with the shorter side`, async () => {
      const { call } = await callOn();
      const box = document.body.appendChild(document.createElement('div'));
      Object.assign(box.style, { inlineSize: `${width}px`, blockSize: `${height}px` });
      call.variant = 'stage';
      box.append(call);
      await call.updateComplete;
      const card = part(call, 'card')!.getBoundingClientRect();
      expect([card.width, card.height]).to.deep.equal([width, height]);
      const orb = part(call, 'avatar')!.getBoundingClientRect().width;
      expect(orb).to.be.within(Math.min(width, height) * 0.25, Math.min(width, height) * 0.45);
      call.remove();
      box.remove();
    });
  }
});
