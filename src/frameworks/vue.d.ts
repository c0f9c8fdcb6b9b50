import type { HTMLAttributes, PublicProps } from 'vue';
import type { LiveCallEventMap } from '../call/events.js';
import type { LiveCall } from '../live-call.js';
import type { LiveCallProperties } from './props.js';

export * from '../index.js';

type Listeners = {
  [Type in keyof LiveCallEventMap as `on${Capitalize<Type>}`]?: (
    event: LiveCallEventMap[Type],
  ) => void;
};

/** As Vue's tools read a component: they turn `token-url` into `tokenUrl`, and `@callend` into `onCallend`. */
interface Props
  extends
    Omit<Omit<HTMLAttributes, keyof LiveCallProperties | keyof Listeners>, keyof PublicProps>,
    LiveCallProperties,
    PublicProps,
    Listeners {}

declare module 'vue' {
  interface GlobalComponents {
    'live-call': new () => LiveCall & { readonly $props: Props };
  }
}
