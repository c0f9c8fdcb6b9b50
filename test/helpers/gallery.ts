import type { LiveCall } from '../../src/element.js';

/** Every status that a preview can draw. */
const before = ['idle', 'ended', 'error:mic-denied', 'error:token-refused'] as const;
const during = [
  'asking',
  'connecting',
  'listening',
  'thinking',
  'working',
  'speaking',
  'muted',
  'troubled',
  'released',
  'text',
  'reconnecting',
] as const;
const all = [...before, ...during];

interface Frame {
  readonly states: readonly string[];
  readonly attributes: string;
  /** Width and height of its box, in px. */
  readonly box: readonly [width: number, height: number];
}

const frames: Readonly<Record<string, Frame>> = {
  bar: { states: all, attributes: '', box: [420, 220] },
  stage: { states: all, attributes: 'variant="stage"', box: [420, 520] },
  panel: { states: all, attributes: 'variant="floating" open', box: [420, 640] },
  launcher: { states: before, attributes: 'variant="floating"', box: [420, 110] },
  pill: { states: during, attributes: 'variant="floating"', box: [420, 110] },
};

/** A drawn call and its name, as in `pill, muted`. */
export interface Drawn {
  readonly name: string;
  readonly call: LiveCall;
}

/** Draws every status in every layout where it can be, with captions, as a page shows it that can be used. */
export async function gallery(style = '', more = ''): Promise<readonly Drawn[]> {
  const wall = document.createElement('main');
  wall.id = 'gallery';
  // The boxes hold what floats, too.
  wall.innerHTML = `<style>
    #gallery { display: flex; flex-wrap: wrap; gap: 1em; background: Canvas; }
    #gallery > div { contain: layout; overflow: hidden; --live-call-z-index: 0; }
  </style>`;
  document.body.style.cssText = `margin: 0; background: Canvas; color: CanvasText; ${style}`;
  const drawn = Object.entries(frames).flatMap(([layout, { states, attributes, box }]) =>
    states.map((state) => {
      const frame = document.createElement('div');
      const [width, height] = box;
      frame.style.cssText = `inline-size: min(${width}px, 100vw); block-size: ${height}px`;
      // Regions of a page need a name of their own each.
      const name = `${layout}, ${state}`;
      frame.innerHTML = `<live-call ${attributes} ${more} preview="${state}" captions="on" text-input
        agent-name="Robin ${wall.children.length}"></live-call>`;
      wall.append(frame);
      return { name, call: frame.firstElementChild as LiveCall };
    }),
  );
  document.body.append(wall);
  for (const { call } of drawn) {
    await call.updateComplete;
    // What is inert is out of the reach of every check.
    call.shadowRoot?.querySelector('.card')?.removeAttribute('inert');
    for (const animation of call.shadowRoot?.querySelector('.card')?.getAnimations() ?? []) {
      animation.finish();
    }
  }
  return drawn;
}

/** Takes everything away that `gallery` has put up. */
export function takeDown(): void {
  document.querySelector('#gallery')?.remove();
  document.body.removeAttribute('style');
  document.documentElement.removeAttribute('dir');
}
