import type { JSX } from 'solid-js';
import type { LiveCall } from '../live-call.js';
import type { LiveCallAttributes, LiveCallListeners, LiveCallProperties } from './props.js';

export * from '../index.js';

type Prefixed<Prefix extends string, Names> = {
  [Name in keyof Names as `${Prefix}${Name & string}`]: Names[Name];
};

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'live-call': Omit<
        JSX.HTMLAttributes<LiveCall>,
        keyof LiveCallProperties | keyof LiveCallListeners<'on:'>
      > &
        LiveCallProperties &
        LiveCallAttributes &
        LiveCallListeners<'on:'> &
        Prefixed<'attr:', LiveCallAttributes> &
        Prefixed<'prop:', LiveCallProperties>;
    }
  }
}
