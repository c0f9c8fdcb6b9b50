import { expect, nextFrame } from '@open-wc/testing';
import { render } from 'lit';
import type { TranscriptItem } from '../../src/element.js';
import { captions, type CaptionsPicture } from '../../src/ui/captions.js';
import { named } from '../../src/ui/named.js';
import { en } from '../../src/ui/strings/en.js';
import { styles } from '../../src/ui/styles/captions.styles.js';

const words = named(en, 'Robin');

const item = (id: number, speaker: TranscriptItem['speaker'], text: string, more = {}) =>
  ({ id, speaker, text, final: true, interrupted: false, at: id, ...more }) as TranscriptItem;

const turns = (count: number) =>
  Array.from({ length: count }, (_, i) => item(i, i % 2 ? 'model' : 'caller', `turn ${i}`));

describe('captions', () => {
  let box: HTMLElement;
  const sheet = document.createElement('style');
  sheet.textContent = `${styles.cssText} .captions { block-size: 10em }`;
  before(() => document.head.append(sheet));
  after(() => sheet.remove());
  beforeEach(() => {
    box = document.createElement('div');
    document.body.append(box);
  });
  afterEach(() => box.remove());

  function draw(items: readonly TranscriptItem[], more: Partial<CaptionsPicture> = {}) {
    const picture: CaptionsPicture = { items, look: 'talk', read: false, ...more };
    render(captions(picture, words), box);
    return box.querySelector<HTMLElement>('.captions')!;
  }

  const lines = (log: HTMLElement) =>
    [...log.querySelectorAll('dl > div')].map((row) =>
      [...row.children].map(({ textContent }) => textContent?.trim()),
    );

  it('say who says what, the name of the agent with its words', () => {
    const log = draw([item(1, 'caller', 'A table?'), item(2, 'model', 'Yes.')]);
    expect(lines(log)).to.deep.equal([
      ['You', 'A table?'],
      ['Robin', 'Yes.'],
    ]);
  });

  it('show three lines in a bar, and the newest on a stage', () => {
    expect(lines(draw(turns(9), { look: 'lines' })).map(([, text]) => text)).to.deep.equal([
      'turn 6',
      'turn 7',
      'turn 8',
    ]);
    expect(lines(draw(turns(9), { look: 'large' }))).to.deep.equal([['You', 'turn 8']]);
  });

  it('are text, whatever the model says', () => {
    const evil = '<img src=x onerror="document.title=1"><script>1</script>${1}{{1}}';
    const log = draw([
      item(1, 'model', evil, {
        sources: [{ url: 'https://e.example/', host: 'e.example', title: evil }],
      }),
    ]);
    expect(log.querySelector('img, script')).to.equal(null);
    expect(log.querySelector('dd')?.textContent?.trim()).to.equal(evil);
    expect(log.querySelector('bdi')?.textContent).to.equal(evil);
  });

  it('run in the direction of their own words', () => {
    const log = draw([item(1, 'model', 'مرحبا، كيف حالك؟'), item(2, 'caller', 'Fine.')]);
    const directions = [...log.querySelectorAll('dd')].map((dd) => getComputedStyle(dd).direction);
    expect(directions).to.deep.equal(['rtl', 'ltr']);
  });

  it('are in the language that the owner has set for the talk, and the names beside them in that of the card', () => {
    const said = [item(1, 'model', 'Bonjour.')];
    const languages = (log: HTMLElement) =>
      [...log.querySelectorAll('dt, dd, .unseen p')].map((part) => part.getAttribute('lang'));
    expect(languages(draw(said, { language: 'fr-FR', read: true }))).to.deep.equal([
      null,
      'fr-FR',
      'fr-FR',
      'fr-FR',
    ]);
    expect(languages(draw(said))).to.deep.equal([null, null]);
  });

  it('end with a dash where the voice was broken off', () => {
    const log = draw([item(1, 'model', 'It is', { interrupted: true }), item(2, 'model', 'Yes.')]);
    const ends = [...log.querySelectorAll('dd')].map(
      (dd) => getComputedStyle(dd, '::after').content,
    );
    expect(ends).to.deep.equal(['"—"', 'none']);
  });

  it('keep the newest in sight', async () => {
    const log = draw(turns(40));
    await nextFrame();
    draw(turns(60));
    await nextFrame();
    const newest = log.querySelector('dl > div:last-child')!.getBoundingClientRect();
    const frame = log.getBoundingClientRect();
    expect(newest.bottom).to.be.at.most(frame.bottom + 1);
    expect(newest.top).to.be.at.least(frame.top);
  });

  it('stay where the reader has scrolled to', async () => {
    const log = draw(turns(40));
    log.scrollTop = -200;
    await nextFrame();
    const row = log.querySelector('dl > div:nth-child(30)')!;
    const before = row.getBoundingClientRect().top;
    expect(before).to.not.equal(0);
    draw(turns(60));
    await nextFrame();
    await nextFrame();
    expect(row.getBoundingClientRect().top).to.be.closeTo(before, 2);
  });

  it('can be scrolled by the keyboard, and have a name', () => {
    const log = draw(turns(40));
    log.focus();
    expect(document.activeElement).to.equal(log);
    expect(log.getAttribute('role')).to.equal('log');
    expect(log.getAttribute('aria-label')).to.equal('Captions');
  });

  /** The words that a screen reader would read by itself. */
  const read = (log: HTMLElement) =>
    [...log.querySelectorAll('p')]
      .filter((p) => p.closest('[aria-live]')?.getAttribute('aria-live') === 'polite')
      .map(({ textContent }) => textContent?.trim());

  it('are read to nobody who has not asked, and then only whole', () => {
    const items = [
      item(1, 'caller', 'A table?'),
      item(2, 'model', 'Yes.'),
      item(3, 'model', 'At sev', { final: false }),
    ];
    const log = draw(items);
    expect(log.getAttribute('aria-live')).to.equal('off');
    expect(read(log)).to.deep.equal([]);
    draw(items, { read: true });
    expect(log.getAttribute('aria-live')).to.equal('polite');
    expect(read(log)).to.deep.equal(['You: A table?', 'Robin: Yes.']);
    const rows = log.querySelector('dl')!.closest('[aria-live]');
    expect(rows?.getAttribute('aria-live')).to.equal('off');
  });

  it('name the pages of an answer, with the host, in a tab that knows nothing of this one', () => {
    const url = 'https://osteria.example/menu?x=1&y=2';
    const log = draw([
      item(1, 'model', 'Here.', { sources: [{ url, host: 'osteria.example', title: 'The menu' }] }),
    ]);
    const link = log.querySelector('a')!;
    expect(link.href).to.equal(url);
    expect(link.target).to.equal('_blank');
    expect(link.relList.contains('noopener')).to.equal(true);
    expect(link.textContent?.replace(/\s+/g, ' ').trim()).to.equal('The menu osteria.example');
  });

  it('tell what goes on beside them', () => {
    const log = draw(turns(1), { note: 'Looking for a free table' });
    expect(log.querySelector('.note')?.textContent).to.equal('Looking for a free table');
  });
});
