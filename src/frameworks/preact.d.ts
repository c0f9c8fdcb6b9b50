import type { HTMLAttributes } from 'preact';
import type { LiveCall } from '../live-call.js';
import type { LiveCallProps } from './props.js';

export * from '../index.js';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'live-call': Omit<HTMLAttributes<LiveCall>, keyof LiveCallProps> & LiveCallProps;
    }
  }
}
