import type { LiveCall } from '../../src/element.js';

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;

/** A colour as it is painted, whatever function it is written with. */
function painted(colour: string): Colour {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

function over([red, green, blue, alpha]: Colour, ground: Colour): Colour {
  const mix = (top: number, below: number) => top * alpha + below * (1 - alpha);
  return [mix(red, ground[0]), mix(green, ground[1]), mix(blue, ground[2]), 1];
}

const parentOf = (element: Element): Element | null =>
  element.assignedSlot ??
  element.parentElement ??
  (element.getRootNode() as Partial<ShadowRoot>).host ??
  null;

/** The colour behind what an element shows. */
export function groundOf(element: Element | null): Colour {
  if (!element) return painted('Canvas');
  const colour = painted(getComputedStyle(element).backgroundColor);
  return colour[3] === 1 ? colour : over(colour, groundOf(parentOf(element)));
}

function opacityOf(element: Element | null): number {
  return element ? Number(getComputedStyle(element).opacity) * opacityOf(parentOf(element)) : 1;
}

function luminance([red, green, blue]: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** The contrast of a colour that `element` shows on `ground`, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(element: Element, colour: string, ground = groundOf(element)): number {
  const [red, green, blue, alpha] = painted(colour);
  return ratio(over([red, green, blue, alpha * opacityOf(element)], ground), ground);
}

/** The contrast of two grounds. */
export const contrastOfGrounds = (one: Element, other: Element): number =>
  ratio(groundOf(one), groundOf(other));

/** Whether an eye can see it; the words for a screen reader alone are cut down to nothing. */
function isSeen(element: Element): boolean {
  if (element.closest('.unseen')) return false;
  const { clipPath, display } = getComputedStyle(element);
  // A slot has no box, and its own words are where its parent is.
  if (display === 'contents') return !!element.parentElement && isSeen(element.parentElement);
  return (
    clipPath === 'none' &&
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  );
}

const within = (call: LiveCall, selector: string): HTMLElement[] => [
  ...(call.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];

/** Whatever can be pressed, chosen or typed in. */
export const controlsOf = (call: LiveCall): HTMLElement[] =>
  within(call, 'button, a, textarea, input, select').filter(isSeen);

export const seen = (call: LiveCall, selector: string): HTMLElement[] =>
  within(call, selector).filter(isSeen);

/** The elements with words of their own, and these words. */
export function wordsOf(call: LiveCall): { readonly element: HTMLElement; readonly text: Text }[] {
  return seen(call, '*').flatMap((element) =>
    [...element.childNodes]
      .filter((node): node is Text => node instanceof Text && node.data.trim() !== '')
      .map((text) => ({ element, text })),
  );
}

/** The places of a text on the screen, one for each line. */
export function linesOf(text: Text): DOMRect[] {
  const range = document.createRange();
  range.selectNodeContents(text);
  return [...range.getClientRects()].filter(({ width }) => width > 0);
}

/** Whether one box reaches out of another, sideways or, unless that scrolls, up or down. */
export function reachesOut(inner: DOMRect, outer: DOMRect, scrolls: boolean): boolean {
  const sideways = inner.left < outer.left - 1 || inner.right > outer.right + 1;
  return sideways || (!scrolls && (inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1));
}

export function overlap(one: DOMRect, other: DOMRect): boolean {
  const x = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const y = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return x > 2 && y > 2;
}
