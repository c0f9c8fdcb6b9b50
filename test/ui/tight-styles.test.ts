import { expect } from '@open-wc/testing';
import { LiveCall } from '../../src/live-call.js';

const { tightSheet } = (await import(
  new URL('../../../scripts/tight-styles.mjs', import.meta.url).href
)) as { tightSheet(sheet: string): string };

/** A sheet as the browser understands it; of custom properties and container queries it keeps every blank. */
function understood(css: string): string {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return Array.from(sheet.cssRules, ({ cssText }) => cssText)
    .join('\n')
    .replace(/\s+/g, ' ')
    .replace(/ ?([<>]=?|\/) ?/g, '$1')
    .replace(/([(,]) | (?=[),])/g, '$1')
    .replace(/(?<![\w.])0(?=\.\d)/g, '');
}

describe('the style sheets in the bundle', () => {
  it('mean what the sources mean', () => {
    const sheets = [LiveCall.styles].flat();
    expect(sheets).not.to.be.empty;
    for (const { cssText } of sheets) {
      const tight = tightSheet(cssText);
      expect(tight.length).to.be.below(cssText.length * 0.9);
      expect(tight).not.to.match(/\/\*|\n| {2}/);
      expect(understood(tight)).to.equal(understood(cssText));
    }
  });

  for (const [what, css] of Object.entries({
    'a descendant with a pseudo-class': '.a :hover , .a:hover > b { top : 0 }',
    'sums in calc()': '.a { top: calc( 1px + 2px - (0.5em * 2) / 3 + -0.5px ) }',
    'strings with signs in them': `.a::after { content: ' /* a ; */ : { 0.5 } '  "it's" }`,
    'comments with quotes in them': `.a { /* nobody's */ top: 0; /* "x */ left: 0 }`,
    'a query with words': '@media (width > 30em) and (not (hover : hover)) { .a { top: 0 } }',
    'a container by its size': '@container card (inline-size >= 20.5em) { .a { top: 0 } }',
    'functions of selectors': '.a:not( .b , :host(.c) .d ):nth-child( 2n + 1 ) { top: 0 }',
    siblings: '.a + .b ~ .c { margin: -0.5em 0 0.25em 10.5em !important }',
    slashes: '.a { grid-area: 1 / 2 / 3; font: 1em / 1.5 serif; color: rgb(0 0 0 / 0.5) }',
    'areas of a grid': `.a { grid-template: 'a  b' 1fr 'c d' 0.5fr / 1fr 1fr }`,
    'nested rules': '.a { top: 0; & > b { left: 0; } &:hover .c { left: 1px } }',
    'an empty custom property': '.a { --b: ; top: var(--b, 0) }',
    keyframes: '@keyframes a { 0%, 80.5% { top: 0 } to { top: 1px } }',
  })) {
    it(`keep ${what}`, () => expect(understood(tightSheet(css))).to.equal(understood(css)));
  }
});
