'use client';
import {
  createElement,
  forwardRef,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type DetailedHTMLProps,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type RefAttributes,
} from 'react';
import '../index.js';
import type { LiveCall as LiveCallElement } from '../live-call.js';
import { attributeOf, settings } from '../settings.js';
import type { LiveCallListeners, LiveCallProperties, LiveCallProps } from './props.js';

export type { LiveCallElement };

type Own = LiveCallProperties & LiveCallListeners;

/** Settings by the names of their properties, a listener for each event, and what React knows of every element. */
export type LiveCallComponentProps = Own & Omit<HTMLAttributes<LiveCallElement>, keyof Own>;

type Values = Readonly<Record<string, unknown>>;

const isSetting = (name: string): name is keyof typeof settings => Object.hasOwn(settings, name);
/** React's own listeners go on with a capital letter. */
const isListener = (name: string): boolean => /^on[a-z]/.test(name);

/** Settings as the HTML of a server can say them, so that the call is right before React has come. */
function attributesOf(props: Values): Values {
  const written = Object.entries(props).filter(
    ([name, value]) =>
      isSetting(name) &&
      'parse' in settings[name] &&
      (value === true || typeof value === 'string' || typeof value === 'number'),
  );
  return Object.fromEntries(written.map(([name, value]) => [attributeOf(name), value]));
}

/**
 * `<live-call>` for apps that render on a server: React gives a custom element neither properties nor listeners when
 * it hydrates, https://github.com/facebook/react/issues/35446.
 */
export const LiveCall: ForwardRefExoticComponent<
  LiveCallComponentProps & RefAttributes<LiveCallElement>
> = forwardRef<LiveCallElement, LiveCallComponentProps>((props, ref) => {
  const element = useRef<LiveCallElement>(null);
  const [attributes] = useState(() => attributesOf(props));
  const latest = useRef<Values>({});
  const heard = useRef(new Set<string>());

  useLayoutEffect(() => {
    const call = element.current;
    if (!call) return;
    const before = latest.current;
    latest.current = props;
    for (const name of Object.keys({ ...before, ...props })) {
      const value = latest.current[name];
      if (isSetting(name) && value !== before[name]) {
        Object.assign(call, { [name]: value ?? settings[name].initial });
      }
      if (!isListener(name) || heard.current.has(name)) continue;
      heard.current.add(name);
      // They stay on the element, as React's own do: the `callend` of a call comes after its element is gone.
      call.addEventListener(name.slice(2), (event) => {
        const listener = latest.current[name];
        if (typeof listener === 'function') listener(event);
      });
    }
  });
  useImperativeHandle(ref, () => element.current as LiveCallElement, []);

  const others = Object.entries(props).filter(([name]) => !isSetting(name) && !isListener(name));
  return createElement('live-call', {
    ...Object.fromEntries(others),
    ...attributes,
    ref: element,
    // A floating call gives itself a `popover`, which no server has written.
    suppressHydrationWarning: true,
  });
});
LiveCall.displayName = 'LiveCall';

type Tag = DetailedHTMLProps<
  Omit<HTMLAttributes<LiveCallElement>, keyof LiveCallProps>,
  LiveCallElement
> &
  LiveCallProps;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'live-call': Tag;
    }
  }
}
