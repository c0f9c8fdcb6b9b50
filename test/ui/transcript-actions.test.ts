import { expect } from '@open-wc/testing';
import { render } from 'lit';
import type { TranscriptItem } from '../../src/element.js';
import { named } from '../../src/ui/named.js';
import { en } from '../../src/ui/strings/en.js';
import { transcriptActions } from '../../src/ui/transcript-actions.js';
import { until } from '../helpers/call.js';

const words = named(en, 'Robin');
const items: readonly TranscriptItem[] = [
  { id: 1, speaker: 'caller', text: 'Hello & <b>', final: true, interrupted: false, at: 0 },
];

describe('the transcript after a call', () => {
  let box: HTMLElement;
  let root: ShadowRoot;
  beforeEach(() => {
    box = document.createElement('div');
    document.body.append(box);
    root = box.attachShadow({ mode: 'open' });
    render(transcriptActions(items, words), root);
  });
  afterEach(() => {
    box.remove();
    Reflect.deleteProperty(navigator, 'clipboard');
  });

  const button = (part: string) => root.querySelector<HTMLElement>(`[part=${part}]`)!;
  const note = () => root.querySelector('[role=status]')!.textContent;
  const clipboard = (writeText: (text: string) => Promise<void>) =>
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });

  it('can be copied, and says that it was', async () => {
    let text = '';
    clipboard(async (given) => void (text = given));
    button('copy').click();
    await until(() => note() === 'Copied');
    expect(text).to.equal('You: Hello & <b>\n');
    // Another drawing changes nothing of that.
    render(transcriptActions(items, words), root);
    expect(note()).to.equal('Copied');
  });

  it('is copied without a clipboard, too, and the focus stays on the button', async () => {
    clipboard(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
    const { execCommand } = document;
    let selected = '';
    document.execCommand = () => {
      selected = root.querySelector('textarea')!.value;
      return true;
    };
    try {
      button('copy').focus();
      button('copy').click();
      await until(() => note() === 'Copied');
    } finally {
      document.execCommand = execCommand;
    }
    expect(selected).to.equal('You: Hello & <b>\n');
    expect(root.querySelector('textarea')).to.equal(null);
    expect(root.activeElement).to.equal(button('copy'));
  });

  it('does not claim to be copied when it is not', async () => {
    clipboard(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
    const { execCommand } = document;
    let asked = false;
    document.execCommand = () => {
      asked = true;
      return false;
    };
    button('copy').click();
    await until(() => asked);
    await until(() => root.querySelector('textarea') === null);
    document.execCommand = execCommand;
    expect(note()).to.equal('');
  });

  for (const [part, type, begin] of [
    ['save-text', 'text/plain', 'You: Hello & <b>'],
    ['save-captions', 'text/vtt', 'WEBVTT'],
  ] as const) {
    it(`can be saved as ${type}, and lets go of the file`, async () => {
      const { click } = HTMLAnchorElement.prototype;
      const saved: Promise<[string, string, string]>[] = [];
      let url = '';
      HTMLAnchorElement.prototype.click = function () {
        url = this.href;
        const name = this.download;
        saved.push(
          fetch(url).then(async (got) => {
            const blob = await got.blob();
            return [name, blob.type, await blob.text()];
          }),
        );
      };
      button(part).click();
      HTMLAnchorElement.prototype.click = click;
      const [[name, mime, text]] = (await Promise.all(saved)) as [[string, string, string]];
      expect(name).to.match(/^transcript\.(txt|vtt)$/);
      expect(mime).to.include(type);
      expect(text.startsWith(begin)).to.equal(true);
      const isGone = () =>
        fetch(url).then(
          () => false,
          () => true,
        );
      while (!(await isGone())) await new Promise((resolve) => setTimeout(resolve, 50));
    });
  }
});
