import { expect } from '@open-wc/testing';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import '../src/index.js';
import { keepCall } from '../src/across-pages.js';
import type { LiveCall } from '../src/element.js';
import { callOn, reaches, until } from './helpers/call.js';
import { audio, content, heard, said } from './helpers/captioned.js';
import { gallery, takeDown, type Drawn } from './helpers/gallery.js';
import {
  contrast,
  contrastOfGrounds,
  controlsOf,
  groundOf,
  linesOf,
  overlap,
  reachesOut,
  seen,
  wordsOf,
} from './helpers/sight.js';
import { withSilence } from './helpers/signal-microphone.js';

const light = 'color-scheme: light';
const dark = 'color-scheme: dark';

const part = (call: LiveCall, name: string) =>
  call.shadowRoot?.querySelector<HTMLElement>(`[part~=${name}]`) ?? undefined;

const nameOf = (element: Element) =>
  element.getAttribute('aria-label') ?? element.textContent.replace(/\s+/g, ' ').trim();

/** Runs a check on each drawn call, and says of all faults where they are. */
function expectNone(drawn: readonly Drawn[], faultsOf: (call: LiveCall) => readonly string[]) {
  const faults = drawn.flatMap(({ name, call }) =>
    faultsOf(call).map((fault) => `${name}: ${fault}`),
  );
  expect(faults).to.deep.equal([]);
}

/** A call in which both have spoken, with all that a caller can open, at rest for presses. */
async function talking(settings: Partial<LiveCall> = {}) {
  const { call, line } = await callOn();
  Object.assign(call, { agentName: 'Robin', textInput: true, captions: 'on', ...settings });
  await withSilence(() => call.start());
  await reaches(call, 'streaming');
  const chunk = { web: { uri: 'https://www.example.com/menu', title: 'The menu of tonight' } };
  const groundingMetadata = { groundingChunks: [chunk] };
  await line.do({
    frames: [
      heard('A table for two?', { finished: true }),
      said('At seven.'),
      audio(0.1),
      content({ groundingMetadata, turnComplete: true }),
    ],
  });
  await until(() => !!seen(call, '[part=source]').length);
  const since = performance.now();
  await until(() => performance.now() - since > 750);
  return { call, line };
}

/** Words and controls that are cut off, or lie over others. */
function misplacedIn(call: LiveCall): readonly string[] {
  const card = part(call, 'card')!;
  card.scrollTop = 0;
  const scrolls = card.scrollHeight > card.clientHeight + 1;
  const faults = card.scrollWidth > card.clientWidth + 1 ? ['scrolls sideways'] : [];
  const frame = card.getBoundingClientRect();
  if (frame.width > call.parentElement!.clientWidth + 1) faults.push('is too wide');
  const placed: { data: string; line: DOMRect; ended: boolean }[] = [];
  for (const { element, text } of wordsOf(call)) {
    // The words of a call scroll in a box of their own.
    if (element.closest('.captions')) continue;
    const control = element.closest('button');
    for (const line of linesOf(text)) {
      const data = text.data.trim();
      if (reachesOut(line, frame, scrolls) || line.top < frame.top - 1) {
        faults.push(`${data} leaves the card`);
      }
      if (control && reachesOut(line, control.getBoundingClientRect(), false)) {
        faults.push(`${data} leaves its button`);
      }
      placed.push({ data, line, ended: !!control });
    }
  }
  placed.forEach((one, i) => {
    for (const other of placed.slice(i + 1)) {
      if (one.data !== other.data && overlap(one.line, other.line)) {
        faults.push(`${one.data} lies over ${other.data}`);
      }
    }
  });
  const buttons = controlsOf(call).filter((one) => !one.closest('.captions'));
  buttons.forEach((one, i) => {
    const box = one.getBoundingClientRect();
    if (reachesOut(box, frame, scrolls)) faults.push(`${nameOf(one)} leaves the card`);
    for (const other of buttons.slice(i + 1)) {
      if (overlap(box, other.getBoundingClientRect())) {
        faults.push(`${nameOf(one)} lies over ${nameOf(other)}`);
      }
    }
  });
  return faults;
}

/** https://www.w3.org/WAI/WCAG22/Understanding/text-spacing.html */
function space(call: LiveCall) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`);
  call.shadowRoot?.adoptedStyleSheets.push(sheet);
}

const withoutMotion = (call: LiveCall) =>
  call.shadowRoot?.getAnimations?.().forEach((animation) => {
    if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  });

describe('a card for everybody', () => {
  afterEach(async () => {
    takeDown();
    document.querySelectorAll('live-call').forEach((call) => call.remove());
    await setViewport({ width: 1280, height: 800 });
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  for (const [where, style, more, width] of [
    ['on a light page', light, '', 1280],
    ['on a dark page', dark, '', 1280],
    ['from right to left', 'direction: rtl', 'lang="ar"', 1280],
    ['in a window of 320 px with text twice as large', 'font-size: 200%', '', 320],
    ['in such a window and without captions', 'font-size: 200%', 'captions="off"', 320],
  ] as const) {
    it(`has no fault that axe knows in any state and layout, ${where}`, async () => {
      await setViewport({ width, height: 800 });
      const drawn = await gallery(style, more);
      expect(drawn.length).to.equal(60);
      await expect(document.querySelector('#gallery')).to.be.accessible();
    });
  }

  for (const variant of ['inline', 'stage', 'floating'] as const) {
    it(`has no fault that axe knows in a call with captions, sources, a line to type in and the menu of devices: ${variant}`, async () => {
      const { call } = await talking({ variant, open: true });
      part(call, 'text')?.click();
      part(call, 'devices')?.click();
      await until(() => !!part(call, 'devices') && !!part(call, 'input'));
      withoutMotion(call);
      await expect(call).to.be.accessible();
      await call.stop();
      await call.updateComplete;
      expect(part(call, 'copy')).to.not.equal(undefined);
      await expect(call).to.be.accessible();
    });

    it(`has no fault that axe knows while it asks for consent, nor with a call to continue: ${variant}`, async () => {
      const { call } = await callOn();
      call.innerHTML = `<p slot="consent">${'We keep a record. '.repeat(200)}</p>`;
      Object.assign(call, { variant, open: true, consentKey: 'terms-1', agentName: 'Robin' });
      call.start().catch(() => {});
      await call.updateComplete;
      expect(part(call, 'agree')).to.not.equal(undefined);
      withoutMotion(call);
      await expect(call).to.be.accessible();
      call.remove();

      const { tokenUrl, baseUrl, model } = call;
      keepCall(
        { tokenUrl, baseUrl, model },
        {
          micMuted: false,
          muted: false,
          volume: 1,
          captions: 'on',
          text: false,
          handle: 'h',
          words: [],
          transcript: [],
          items: [],
          began: Date.now() - 9000,
          left: Date.now(),
        },
      );
      const next = document.createElement('live-call');
      Object.assign(next, { variant, open: true, acrossPages: 'offer', tokenUrl, baseUrl, model });
      document.body.append(next);
      await next.updateComplete;
      expect(part(next, 'continue')).to.not.equal(undefined);
      withoutMotion(next);
      await expect(next).to.be.accessible();
    });
  }

  for (const [where, style] of [
    ['light', light],
    ['dark', dark],
  ] as const) {
    it(`shows all words with a contrast of 4.5:1 in every state and layout, ${where}`, async () => {
      const drawn = await gallery(style);
      let words = 0;
      expectNone(drawn, (call) =>
        wordsOf(call).flatMap(({ element, text }) => {
          words += 1;
          const found = contrast(element, getComputedStyle(element).color);
          return found < 4.5 ? [`${text.data.trim()} ${found.toFixed(2)}`] : [];
        }),
      );
      expect(words).to.be.above(200);
      expectNone(drawn, (call) =>
        seen(call, 'textarea').flatMap((line) => {
          const found = contrast(line, getComputedStyle(line, '::placeholder').color);
          return found < 4.5 ? [`placeholder ${found.toFixed(2)}`] : [];
        }),
      );
    });

    it(`shows icons, fields and switches with a contrast of 3:1 in every state and layout, ${where}`, async () => {
      expectNone(await gallery(style), (call) => [
        ...seen(call, 'svg.icon').flatMap((icon) => {
          const found = contrast(icon, getComputedStyle(icon).stroke);
          return found < 3 ? [`icon of ${nameOf(icon.parentElement!)} ${found.toFixed(2)}`] : [];
        }),
        ...seen(call, 'textarea, select').flatMap((field) => {
          const ground = groundOf(field.parentElement);
          const found = contrast(field, getComputedStyle(field).borderBlockStartColor, ground);
          return found < 3 ? [`field ${nameOf(field)} ${found.toFixed(2)}`] : [];
        }),
        ...seen(call, '[aria-pressed=true]').flatMap((button) => {
          const found = contrastOfGrounds(button, button.parentElement!);
          return found < 3 ? [`switch ${nameOf(button)} ${found.toFixed(2)}`] : [];
        }),
      ]);
    });
  }

  it('shows in the menu of devices, too, which switch is on, each field and all words', async () => {
    const { call } = await talking({ variant: 'floating', open: true, muted: true });
    for (const style of [light, dark]) {
      document.body.style.cssText = style;
      if (!seen(call, 'select').length) {
        part(call, 'devices')?.click();
        await until(() => seen(call, 'select').length > 0);
      }
      withoutMotion(call);
      const silenced = seen(call, '.devices [aria-pressed=true]')[0]!;
      expect(contrastOfGrounds(silenced, silenced.parentElement!), style).to.be.above(3);
      for (const { element, text } of wordsOf(call)) {
        const found = contrast(element, getComputedStyle(element).color);
        expect(found, `${style} ${text.data}`).to.be.above(4.5);
      }
      for (const field of seen(call, 'select')) {
        const { borderBlockStartColor } = getComputedStyle(field);
        expect(contrast(field, borderBlockStartColor, groundOf(field.parentElement))).to.be.above(
          3,
        );
      }
    }
  });

  it('gives every control 44 x 44 px in every state and layout', async () => {
    expectNone(await gallery(), (call) =>
      controlsOf(call).flatMap((control) => {
        const { width, height } = control.getBoundingClientRect();
        return width < 44 || height < 44 ? [`${nameOf(control)} ${width} x ${height}`] : [];
      }),
    );
  });

  it('gives what a call opens 44 x 44 px as well, and a link to a source the height of 24', async () => {
    const { call } = await talking({ variant: 'floating', open: true });
    part(call, 'devices')?.click();
    await until(() => seen(call, 'select').length > 0);
    withoutMotion(call);
    for (const control of controlsOf(call)) {
      const { width, height } = control.getBoundingClientRect();
      const least = control.matches('a') ? 24 : 44;
      expect(Math.min(width, height), nameOf(control)).to.be.at.least(least);
    }
  });

  for (const [where, style, width, spacing] of [
    ['in a window of 320 px', '', 320, false],
    ['in a window of 320 px with text twice as large', 'font-size: 200%', 320, false],
    ['with the text spacing of WCAG', '', 1280, true],
    ['with the text spacing of WCAG in a window of 320 px', '', 320, true],
  ] as const) {
    it(`cuts off and covers no words ${where}`, async () => {
      await setViewport({ width, height: 800 });
      const drawn = await gallery(style);
      if (spacing) {
        for (const { call } of drawn) {
          space(call);
        }
      }
      expectNone(drawn, misplacedIn);
    });
  }

  for (const variant of ['inline', 'stage', 'floating'] as const) {
    it(`cuts off and covers no words with what a call opens, in a window of 320 px with text twice as large or spaced: ${variant}`, async () => {
      await setViewport({ width: 320, height: 800 });
      const { call } = await talking({ variant, open: true });
      part(call, 'text')?.click();
      part(call, 'devices')?.click();
      await until(() => seen(call, 'select').length > 0);
      withoutMotion(call);
      document.body.style.cssText = 'margin: 0; font-size: 200%';
      expect(misplacedIn(call), 'twice as large').to.deep.equal([]);
      document.body.style.cssText = 'margin: 0';
      space(call);
      expect(misplacedIn(call), 'spaced').to.deep.equal([]);
    });
  }

  it('has the words on each control in its name, the tags of a language on each card, and one name for one thing', async () => {
    expectNone(await gallery('', 'lang="en"'), (call) => {
      const words = wordsOf(call);
      const faults = controlsOf(call).flatMap((control) => {
        const label = control.getAttribute('aria-label');
        const shown = words
          .filter(({ element }) => control.contains(element))
          .map(({ text }) => text.data.trim())
          .filter((text) => !/^\d+:\d\d$/.test(text));
        const missing = shown.filter((text) => label !== null && !label.includes(text));
        return [
          ...missing.map((text) => `${label} is called ${text}`),
          ...(nameOf(control) ? [] : ['a control without a name']),
        ];
      });
      const card = part(call, 'card')!;
      if (card.lang !== 'en' || card.dir !== 'ltr') faults.push('has no language');
      return faults;
    });
  });

  for (const variant of ['inline', 'stage', 'floating'] as const) {
    for (const dir of ['ltr', 'rtl'] as const) {
      it(`takes the keyboard through the controls as the eye goes, in sight, with a ring of 3:1, and lets it out: ${variant} ${dir}`, async () => {
        await setViewport({ width: 800, height: 700 });
        document.documentElement.dir = dir;
        const { call } = await talking({ variant, open: true });
        call.lang = dir === 'rtl' ? 'ar' : 'en';
        if (dir === 'rtl') call.strings = { lang: 'ar', dir: 'rtl' } as typeof call.strings;
        const after = document.body.appendChild(document.createElement('button'));
        await call.updateComplete;
        withoutMotion(call);
        const places: { name: string; box: DOMRect }[] = [];
        call.focus();
        while (call.shadowRoot?.activeElement && places.length < 20) {
          const focused = call.shadowRoot.activeElement as HTMLElement;
          const box = focused.getBoundingClientRect();
          const name = nameOf(focused);
          places.push({ name, box });
          const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(focused);
          expect(outlineStyle, name).to.equal('solid');
          expect(parseFloat(outlineWidth), name).to.be.at.least(2);
          const ground = groundOf(part(call, 'card')!);
          expect(contrast(focused, outlineColor, ground), name).to.be.at.least(3);
          const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
          const top = call.shadowRoot.elementFromPoint(x, y);
          expect(focused.contains(top) || top?.contains(focused), `${name} is in sight`).to.equal(
            true,
          );
          await sendKeys({ press: 'Tab' });
        }
        expect(
          document.activeElement === after || document.activeElement === document.body,
        ).to.equal(true);
        expect(places.length).to.be.within(5, 12);
        const wrong = places.slice(1).flatMap((next, i) => {
          const last = places[i]!;
          if (next.box.top >= last.box.bottom - 1) return [];
          const isBeside = next.box.bottom > last.box.top + 1;
          const onwards =
            dir === 'ltr' ? next.box.left >= last.box.left : next.box.right <= last.box.right;
          return isBeside && onwards ? [] : [`${last.name} before ${next.name}`];
        });
        expect(wrong).to.deep.equal([]);
        after.remove();
      });
    }
  }

  it('moves slower than once in a second, and not at all for those who asked for less motion', async () => {
    const moving = (drawn: readonly Drawn[]) =>
      drawn.flatMap(({ call }) =>
        seen(call, '*')
          .flatMap((one) => one.getAnimations())
          .filter(({ playState }) => playState === 'running')
          .map(({ effect }) => Number(effect?.getTiming().duration)),
      );
    const periods = moving(await gallery());
    expect(periods.length).to.be.above(0);
    expect(Math.min(...periods)).to.be.above(1000);
    takeDown();
    await emulateMedia({ reducedMotion: 'reduce' });
    expect(moving(await gallery())).to.deep.equal([]);
  });

  it('takes single keys only while the focus is inside, and none of those that are typed', async () => {
    const { call } = await talking({ variant: 'stage' });
    const outside = document.body.appendChild(document.createElement('button'));
    outside.focus();
    for (const key of ['m', 'c', 't', 'Escape', 'Space']) await sendKeys({ press: key });
    await call.updateComplete;
    expect([call.micMuted, call.captions, part(call, 'input'), call.state]).to.deep.equal([
      false,
      'on',
      undefined,
      'streaming',
    ]);
    part(call, 'end')?.focus();
    for (const key of ['m', 't', 'c']) await sendKeys({ press: key });
    await call.updateComplete;
    expect([call.micMuted, call.captions]).to.deep.equal([true, 'off']);
    part(call, 'input')?.focus();
    await sendKeys({ type: 'mct' });
    expect(call.micMuted).to.equal(true);
    expect(call.captions).to.equal('off');
    expect((part(call, 'input') as HTMLTextAreaElement).value).to.equal('mct');
    await sendKeys({ press: 'Escape' });
    expect(call.state).to.equal('streaming');
    outside.remove();
  });
});
