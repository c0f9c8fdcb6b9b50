import type { HTMLAttributes } from 'svelte/elements';
import type { LiveCall } from '../live-call.js';
import type { LiveCallListeners, LiveCallProps } from './props.js';

export * from '../index.js';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'live-call': Omit<
      HTMLAttributes<LiveCall>,
      keyof LiveCallProps | keyof LiveCallListeners<'on:'>
    > &
      LiveCallProps &
      LiveCallListeners<'on:'>;
  }
}
