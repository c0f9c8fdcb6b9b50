import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { render } from 'lit';
import { CallError, type ErrorCode } from '../../src/call/errors.js';
import { statusOf } from '../../src/call/status.js';
import { canType, composer } from '../../src/ui/composer.js';
import { en } from '../../src/ui/strings/en.js';
import { styles } from '../../src/ui/styles/composer.styles.js';

let host: HTMLElement;
let sent: string[];
let send: (text: string) => void;

/** A line to type in, in a shadow root of a page of its own. */
function line() {
  const root = host.shadowRoot!;
  const actions = { draft: '', send: (text: string) => send(text) };
  const draw = (words = en) => render(composer(words, actions), root);
  draw();
  const field = root.querySelector('textarea')!;
  const button = root.querySelector('button')!;
  const limit = root.querySelector<HTMLElement>('[role=alert]')!;
  return { root, field, button, limit, draw };
}

const key = (name: string, init: KeyboardEventInit & { keyCode?: number } = {}) =>
  new KeyboardEvent('keydown', {
    key: name,
    bubbles: true,
    composed: true,
    cancelable: true,
    ...init,
  });

describe('the line to type in', () => {
  beforeEach(() => {
    host = document.createElement('div');
    host.attachShadow({ mode: 'open' }).adoptedStyleSheets = [styles.styleSheet!];
    document.body.append(host);
    sent = [];
    send = (text) => sent.push(text);
  });

  afterEach(() => host.remove());

  it('sends on Enter, is empty then, and keeps the focus', async () => {
    const { field, root } = line();
    field.focus();
    await sendKeys({ type: 'hello' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ type: 'again' });
    await sendKeys({ press: 'Enter' });
    expect(sent).to.deep.equal(['hello', 'again']);
    expect(field.value).to.equal('');
    expect(root.activeElement).to.equal(field);
  });

  it('sends by its button, which is named, and leaves the keyboard where it was', () => {
    const { field, button, root } = line();
    field.value = '  hello \n';
    button.focus();
    button.click();
    expect(sent).to.deep.equal(['hello']);
    expect(field.value).to.equal('');
    expect(root.activeElement).to.equal(field);
    expect(button.getAttribute('aria-label')).to.equal('Send');
    expect(button.textContent?.trim()).to.equal('');
  });

  it('breaks the line on Shift+Enter', async () => {
    const { field } = line();
    field.focus();
    await sendKeys({ type: 'one' });
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ type: 'two' });
    expect(sent).to.deep.equal([]);
    await sendKeys({ press: 'Enter' });
    expect(sent).to.deep.equal(['one\ntwo']);
  });

  it('leaves Enter to an input method: while it composes, and to Safari right after it', () => {
    const { field } = line();
    field.value = 'にほんご';
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    const committing = key('Enter', { isComposing: true, keyCode: 229 });
    field.dispatchEvent(committing);
    expect(committing.defaultPrevented).to.equal(false);
    field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    // Safari: the composition is over, and the key that ended it comes.
    field.dispatchEvent(key('Enter', { keyCode: 229 }));
    expect(sent).to.deep.equal([]);
    expect(field.value).to.equal('にほんご');
    field.dispatchEvent(key('Enter', { keyCode: 13 }));
    expect(sent).to.deep.equal(['にほんご']);
  });

  it('sends nothing that is empty or blank, and nothing twice while Enter is held', () => {
    const { field, button } = line();
    button.click();
    field.value = ' \n\t ';
    button.click();
    field.dispatchEvent(key('Enter'));
    expect(sent).to.deep.equal([]);
    field.value = 'once';
    field.dispatchEvent(key('Enter'));
    field.dispatchEvent(key('Enter', { repeat: true }));
    expect(sent).to.deep.equal(['once']);
  });

  it('keeps the text that could not be sent', () => {
    const { field, button } = line();
    send = () => {
      throw new DOMException('There is no call.', 'InvalidStateError');
    };
    field.value = 'hello';
    button.click();
    expect(field.value).to.equal('hello');
  });

  it('keeps what is typed, and where, when the card is drawn anew in other words', async () => {
    const { field, root, draw } = line();
    field.focus();
    await sendKeys({ type: 'half a' });
    draw({ ...en, typeHere: 'Nachricht' });
    expect(root.querySelector('textarea')).to.equal(field);
    await sendKeys({ type: ' sentence' });
    expect(field.value).to.equal('half a sentence');
    expect(field.placeholder).to.equal('Nachricht');
    expect(field.getAttribute('aria-label')).to.equal('Nachricht');
  });

  it('works no shortcut of the page, but lets those with a modifier, Escape and Tab pass', async () => {
    const { field } = line();
    const heard: string[] = [];
    const hear = ({ type, key }: KeyboardEvent) => heard.push(`${type} ${key}`);
    const types = ['keydown', 'keypress', 'keyup'] as const;
    for (const type of types) document.addEventListener(type, hear);
    field.focus();
    await sendKeys({ type: 'm?/ k' });
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ press: 'Enter' });
    expect(heard).to.deep.equal([]);
    expect(sent).to.deep.equal(['m?/k']);
    await sendKeys({ press: 'Escape' });
    field.dispatchEvent(key('k', { ctrlKey: true }));
    field.dispatchEvent(key('k', { metaKey: true }));
    field.dispatchEvent(key('Tab'));
    for (const type of types) document.removeEventListener(type, hear);
    expect(heard).to.deep.equal([
      'keydown Escape',
      'keyup Escape',
      'keydown k',
      'keydown k',
      'keydown Tab',
    ]);
  });

  for (const grows of ['by the browser', 'by its rows'] as const) {
    it(`grows with its text up to five lines and shrinks again, ${grows}`, () => {
      const { supports } = CSS;
      if (grows === 'by its rows') {
        CSS.supports = () => false;
        host.shadowRoot!.adoptedStyleSheets[0]!.insertRule(
          '.composer .input { field-sizing: fixed !important }',
        );
      }
      const { field, button } = line();
      const height = (lines: number) => {
        field.value = Array(lines).fill('x').join('\n');
        field.dispatchEvent(new Event('input', { bubbles: true }));
        return field.getBoundingClientRect().height;
      };
      const heights = [1, 2, 3, 4, 5, 9].map(height);
      const [one = 0, two = 0, three = 0, four = 0, five = 0, nine] = heights;
      expect(one).to.be.below(two).and.below(three);
      expect(three).to.be.below(four);
      expect(four).to.be.below(five);
      expect(nine).to.be.closeTo(five, 1);
      expect(five - four).to.be.closeTo(four - three, 1);
      button.click();
      expect(field.getBoundingClientRect().height).to.be.closeTo(one, 0.5);
      CSS.supports = supports;
      styles.styleSheet?.deleteRule(0);
    });
  }

  it('takes no more than fits into a message, and says so', async () => {
    const { field, limit } = line();
    field.focus();
    field.value = 'x'.repeat(field.maxLength - 1);
    await sendKeys({ type: 'y' });
    expect(limit.hidden).to.equal(false);
    expect(getComputedStyle(limit).display).to.equal('block');
    expect(limit.textContent).to.equal(en.tooLong);
    await sendKeys({ type: 'z' });
    expect(field.value).to.match(/xy$/);
    await sendKeys({ press: 'Backspace' });
    expect(limit.hidden).to.equal(true);
    expect(getComputedStyle(limit).display).to.equal('none');
  });

  it('has the key of a phone say Send, and runs as the text runs', () => {
    const { field } = line();
    expect(field.enterKeyHint).to.equal('send');
    field.value = 'مرحبا';
    expect(getComputedStyle(field).direction).to.equal('rtl');
  });
});

describe('typing instead', () => {
  const idle = {
    state: 'idle' as const,
    error: undefined,
    granted: false,
    opened: false,
    micMuted: false,
    muted: false,
    speaking: false,
    thinking: false,
    work: undefined,
    warning: undefined,
    handingOver: false,
    seconds: undefined,
  };
  const after = (code: ErrorCode) => statusOf({ ...idle, error: new CallError(code) });

  it('is offered before a call, after one, and after one that failed for want of a microphone', () => {
    expect(canType(statusOf(idle))).to.equal(true);
    expect(canType(statusOf({ ...idle, opened: true, seconds: 1 }))).to.equal(true);
    expect(canType(statusOf({ ...idle, state: 'connecting' }))).to.equal(false);
    expect(canType(statusOf({ ...idle, state: 'ready', opened: true }))).to.equal(false);
    const offered = [
      'mic-denied',
      'no-mic',
      'mic-dismissed',
      'mic-busy',
      'mic-forbidden',
      'mic-lost',
      'insecure-context',
    ] as const;
    for (const code of offered) expect(canType(after(code)), code).to.equal(true);
    const others = ['no-speaker', 'token-refused', 'unsupported', 'session-lost'] as const;
    for (const code of others) expect(canType(after(code)), code).to.equal(false);
  });
});
