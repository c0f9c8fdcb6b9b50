import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import type { LiveCall } from '../src/element.js';
import { CallError } from '../src/call/errors.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import { withSilence } from './helpers/signal-microphone.js';

/** A page around a call: rules, and markup in which `<live-call>` stands. */
async function page(markup: string, css = ''): Promise<LiveCall> {
  const style = document.head.appendChild(document.createElement('style'));
  style.textContent = css;
  const host = document.body.appendChild(document.createElement('div'));
  host.className = 'page';
  host.innerHTML = markup;
  const call = host.querySelector('live-call')!;
  await call.updateComplete;
  return call;
}

afterEach(() => {
  document.head.querySelector('style:last-of-type')?.remove();
  document.querySelectorAll('.page, live-call').forEach((element) => element.remove());
  document.documentElement.removeAttribute('style');
  document.body.removeAttribute('style');
});

const part = (call: LiveCall, name: string) =>
  call.shadowRoot!.querySelector<HTMLElement>(`[part~=${name}]`)!;

const size = (element: Element) => {
  const { width, height } = element.getBoundingClientRect();
  return { width: Math.round(width), height: Math.round(height) };
};

const painted = [
  'color',
  'fontSize',
  'webkitTextFillColor',
  'textTransform',
  'letterSpacing',
  'textShadow',
  'visibility',
  'pointerEvents',
  'whiteSpace',
] as const;

/** The looks of the words on the card. */
function looks(call: LiveCall) {
  return ['status', 'hint', 'start'].map((name) => {
    const style = getComputedStyle(part(call, name));
    return Object.fromEntries(painted.map((property) => [property, style[property]]));
  });
}

describe('the rules of a page', () => {
  for (const rules of [
    '* { color: #fff; -webkit-text-fill-color: #fff }',
    '.page { color: #fff; -webkit-text-fill-color: transparent; text-transform: uppercase }',
    '* { letter-spacing: -5px; text-shadow: 0 0 9px red; text-indent: 80px; white-space: nowrap }',
    'body { pointer-events: none; cursor: none; user-select: none }',
    'live-call { color: red; font: 800 italic 16px/3 fantasy; text-align: right }',
    '* { all: unset } .page { display: block }',
    ':where(*) { writing-mode: vertical-rl }',
    '.page { text-indent: -9999px }',
    'body { text-indent: 2em; text-align: end }',
  ]) {
    it(`leave the words, the size and the controls of the card as they are: ${rules} (H4)`, async () => {
      const plain = await page('<live-call></live-call>');
      const wanted = { looks: looks(plain), size: size(part(plain, 'card')) };
      plain.parentElement!.remove();
      const call = await page('<live-call></live-call>', rules);
      expect(looks(call)).to.deep.equal(wanted.looks);
      // Without a width of its own the card is as wide as its parent.
      if (/all:/.test(rules)) return;
      const card = part(call, 'card');
      expect(size(card)).to.deep.equal(wanted.size);
      const place = ({ x, y, width, height }: DOMRect) => ({ x, y, width, height });
      expect(place(call.getBoundingClientRect())).to.deep.equal(
        place(card.getBoundingClientRect()),
      );
    });
  }

  for (const rules of [
    '.page { font-size: 0; line-height: 0 }',
    'html { font-size: 0 } * { font-size: 0 }',
    'live-call { font-size: 0.01px }',
  ]) {
    it(`leave the card large enough to read: ${rules} (H4)`, async () => {
      const call = await page('<live-call></live-call>', rules);
      expect(Number.parseFloat(getComputedStyle(part(call, 'status')).fontSize)).to.be.at.least(12);
      expect(size(part(call, 'start')).height).to.be.at.least(32);
    });
  }

  it('hide a card without a call, but not one with an open microphone (H4)', async () => {
    const { call } = await callOn();
    document.body.style.visibility = 'hidden';
    const visible = () => part(call, 'card').checkVisibility({ visibilityProperty: true });
    expect(visible()).to.equal(false);
    await withSilence(() => call.start());
    await call.updateComplete;
    expect(visible()).to.equal(true);
    await call.stop();
  });

  it('center the card, and widen it up to its parent (H4)', async () => {
    const call = await page(
      '<main><live-call></live-call></main>',
      'main { inline-size: 700px } main > * { margin-inline: auto }',
    );
    const { left, right } = call.getBoundingClientRect();
    const main = call.parentElement!.getBoundingClientRect();
    expect(Math.abs(left - main.left - (main.right - right))).to.be.lessThan(1);
  });

  it('give the keyboard a ring of two colours, so that one of them stands out (H4)', async () => {
    const call = await page('<live-call></live-call>', 'body { --live-call-accent: #fff }');
    call.focus();
    const { outlineColor, outlineWidth, boxShadow } = getComputedStyle(part(call, 'start'));
    expect(outlineWidth).to.equal('2px');
    expect(boxShadow).to.include('rgb(255, 255, 255)');
    expect(outlineColor).to.equal('rgb(21, 23, 28)');
  });
});

describe('a floating call', () => {
  const places = {
    'bottom-end': { right: true, bottom: true },
    'top-start': { right: false, bottom: false },
  } as const;

  for (const rules of [
    'body { transform: translateY(0) }',
    'html { filter: grayscale(0) }',
    '.page { will-change: transform; overflow: hidden; block-size: 10px; position: relative; z-index: -1 }',
    '.page { contain: strict; inline-size: 50px; block-size: 50px }',
    '.page { perspective: 100px } .page, .page * { position: static; margin: 9px; padding: 9px; border: 9px solid }',
    '[popover], live-call { transform: translateX(100vw); translate: 0 50vh; clip-path: inset(50%); max-height: 20px }',
    '* { max-height: 20px; filter: opacity(0); text-indent: 9em }',
    ':root { writing-mode: vertical-rl }',
    '.page { container-type: size; backdrop-filter: blur(1px); clip-path: inset(0) }',
    '* { all: unset }',
  ]) {
    it(`lies in its corner of the window and takes presses: ${rules} (H5)`, async () => {
      const call = await page(
        '<div style="block-size: 3000px"></div><live-call variant="floating" open></live-call>',
        `body { block-size: 3000px } ${rules}`,
      );
      for (const [placement, { right, bottom }] of Object.entries(places)) {
        call.placement = placement as LiveCall['placement'];
        await call.updateComplete;
        const box = part(call, 'card').getBoundingClientRect();
        const wide = document.documentElement.clientWidth;
        expect(right ? wide - box.right : box.left).to.be.within(0, 40);
        expect(bottom ? innerHeight - box.bottom : box.top).to.be.within(0, 40);
        const { x, y, width, height } = part(call, 'start').getBoundingClientRect();
        const hit = call.shadowRoot!.elementFromPoint(x + width / 2, y + height / 2);
        expect(hit?.closest('[part=start]')).to.equal(part(call, 'start'));
      }
    });
  }

  it('comes back to its place after it is moved, and goes back into the flow (H5)', async () => {
    const call = await page(
      '<section></section><live-call variant="floating"></live-call>',
      'section { transform: scale(0.5) }',
    );
    document.querySelector('.page section')!.append(call);
    expect(call.matches(':popover-open')).to.equal(true);
    call.variant = 'inline';
    await call.updateComplete;
    expect(getComputedStyle(call).position).to.equal('static');
    expect(call.hasAttribute('popover')).to.equal(false);
  });

  it('lies in the layer that its page gives it (H5)', async () => {
    const call = await page(
      '<live-call variant="floating"></live-call>',
      'live-call { --live-call-z-index: 7 }',
    );
    expect(call.matches(':popover-open')).to.equal(false);
    expect(getComputedStyle(call)).to.include({ position: 'fixed', zIndex: '7' });
  });

  it('can be hung up above a modal dialog that its page puts it into, and the call goes on (H12)', async () => {
    const { call, line } = await callOn();
    call.variant = 'floating';
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    const dialog = document.body.appendChild(document.createElement('dialog'));
    dialog.className = 'page';
    dialog.showModal();
    dialog.append(call);
    const sent = call.ledger.sent;
    await line.waitFor({ samples: sent + 16_000 });
    const { x, y } = part(call, 'end').getBoundingClientRect();
    expect(call.shadowRoot!.elementFromPoint(x + 22, y + 22)?.closest('[part=end]')).to.exist;
    await call.stop();
    expect(call.ledger.dropped).to.equal(0);
    expect((await line.report()).connections).to.have.length(1);
  });

  it('is hidden by the attribute hidden (H5)', async () => {
    const call = await page('<live-call variant="floating" hidden></live-call>');
    expect(call.checkVisibility()).to.equal(false);
  });
});

describe('a parent that sizes its children', () => {
  for (const [parent, css] of [
    [
      'a grid of three',
      '.p { display: grid; grid-template-columns: repeat(3, 1fr); inline-size: 760px }',
    ],
    [
      'a narrow grid of three',
      '.p { display: grid; grid-template-columns: repeat(3, 1fr); inline-size: 330px }',
    ],
    ['a flex row', '.p { display: flex; inline-size: 400px } .p > * { flex: 1 1 0 }'],
    ['a column of 90 px', '.p { inline-size: 90px }'],
    [
      'a table',
      '.p { display: table; inline-size: 600px; table-layout: auto } .p > * { display: table-cell }',
    ],
  ] as const) {
    it(`is not widened by the card: ${parent} (H6)`, async () => {
      const call = await page(
        '<div class="p"><div><live-call></live-call></div><div>words</div><div>words</div></div>',
        css,
      );
      const outer = call.closest('.p')!.getBoundingClientRect();
      const cells = [...call.closest('.p')!.children].map((cell) => cell.getBoundingClientRect());
      expect(Math.max(...cells.map(({ right }) => right))).to.be.at.most(outer.right + 1);
      if (/grid|flex/.test(parent)) {
        const widths = cells.map(({ width }) => Math.round(width));
        expect(new Set(widths).size, String(widths)).to.equal(1);
      }
      const card = part(call, 'card');
      expect(card.scrollWidth).to.be.at.most(card.clientWidth);
      expect(part(call, 'start').getBoundingClientRect().right).to.be.at.most(
        card.getBoundingClientRect().right,
      );
    });
  }

  for (const width of [320, 360, 480, 528, 700]) {
    it(`sees one height of the card through all states of a call at ${width} px (H13)`, async () => {
      const { call, line } = await callOn({ setupDelay: 300 });
      const host = document.body.appendChild(document.createElement('div'));
      host.className = 'page';
      host.style.inlineSize = `${width}px`;
      host.append(call);
      const heights = new Map<string, number>();
      const note = async (state: string) => {
        await call.updateComplete;
        heights.set(state, call.getBoundingClientRect().height);
      };
      await note('idle');
      const started = withSilence(() => call.start());
      await note('asking');
      await until(() => call.metrics.microphone !== undefined);
      await note('connecting');
      await started;
      await note('listening');
      await line.do({ say: 1 });
      await until(() => call.matches(':state(speaking)'));
      await note('speaking');
      call.micMuted = true;
      await note('muted');
      const lost = next(call, 'statechange');
      await line.do({ close: { code: 1011, reason: '' } });
      await lost;
      await note('reconnecting');
      await call.stop();
      await note('ended');
      call.tokenUrl = undefined;
      await call.start().catch(() => {});
      await note('failed');
      expect([...new Set(heights.values())], JSON.stringify([...heights])).to.have.length(1);
    });
  }

  for (const [window, column, attributes] of [
    [800, 700, ''],
    [800, 528, ''],
    [400, 360, ''],
    [320, 304, ''],
    [800, 700, 'text-input'],
    [400, 360, 'text-input'],
    [800, 600, 'variant="stage"'],
    [400, 360, 'variant="stage" text-input'],
  ] as const) {
    it(`is not shifted by the upgrade of the tag in a column of ${column} px, with live-call.css: ${attributes || 'bar'} (H13)`, async () => {
      await setViewport({ width: window, height: 600 });
      const css = await (await fetch('/dist/live-call.css')).text();
      const call = await page(
        `<reserved-call ${attributes}></reserved-call><live-call ${attributes}></live-call>`,
        `${css.replaceAll('live-call', 'reserved-call')} .page { inline-size: ${column}px }`,
      );
      const before = document.querySelector('reserved-call')!.getBoundingClientRect().height;
      expect(Math.abs(call.getBoundingClientRect().height - before)).to.be.lessThan(1);
      await setViewport({ width: 800, height: 600 });
    });
  }
});

describe('a call that failed', () => {
  /** A call that fails with `code`. */
  async function failed(code: ConstructorParameters<typeof CallError>[0]) {
    const call = await page(
      '<live-call><a slot="fallback" href="tel:+15550100">Call us</a></live-call>',
    );
    call.allowAutostart = true;
    call.tokenProvider = () => Promise.reject(new CallError(code));
    await call.start().catch(() => {});
    await call.updateComplete;
    const shown = (element: Element | null) =>
      element?.checkVisibility({ visibilityProperty: true }) ?? false;
    return { call, again: shown(part(call, 'start')), fallback: shown(call.querySelector('a')) };
  }

  for (const code of [
    'token-missing',
    'token-refused',
    'token-invalid',
    'session-invalid',
    'unsupported',
  ] as const) {
    it(`offers another way and no second call where that cannot help: ${code} (J5)`, async () => {
      const { call, again, fallback } = await failed(code);
      expect({ again, fallback }).to.deep.equal({ again: false, fallback: true });
      if (code !== 'unsupported') expect(part(call, 'code').textContent).to.equal(code);
    });
  }

  for (const code of ['mic-denied', 'no-mic', 'call-elsewhere'] as const) {
    it(`offers a second call beside another way where it can help: ${code} (J5)`, async () => {
      expect(await failed(code)).to.include({ again: true, fallback: true });
    });
  }

  it('shows no other way before it has failed (J5)', async () => {
    const call = await page(
      '<live-call><a slot="fallback" href="tel:+15550100">Call us</a></live-call>',
    );
    expect(call.querySelector('a')!.checkVisibility()).to.equal(false);
  });
});

describe('a window', () => {
  it('of 320 px and 200 % text shows all of a floating call (H6)', async () => {
    await setViewport({ width: 320, height: 640 });
    const call = await page(
      '<live-call variant="floating" open></live-call>',
      'html { font-size: 200% }',
    );
    const { left, right } = part(call, 'card').getBoundingClientRect();
    expect(left).to.be.at.least(0);
    expect(right).to.be.at.most(320);
    const card = part(call, 'card');
    expect(card.scrollWidth).to.be.at.most(card.clientWidth);
    await setViewport({ width: 800, height: 600 });
  });
});
