// The tag in the templates of Vue, as its tools read them: `token-url` as `tokenUrl`, `@callend` as `onCallend`.
import type { GlobalComponents } from 'vue';
import type { CallEndEvent, LiveCall } from 'live-call/vue';

type Tag = InstanceType<GlobalComponents['live-call']>;
type Props = Tag['$props'];

declare const ref: Tag;
export const element: LiveCall = ref;

export const right: Props = {
  id: 'desk',
  class: 'wide',
  key: 1,
  tokenUrl: '/token',
  variant: 'floating',
  micMuted: true,
  volume: 0.5,
  tokenProvider: ({ handle }) => handle ?? 'auth_tokens/abc',
  onCallend: ({ reason }: CallEndEvent) => console.log(reason),
  onCallerror: ({ error }) => console.log(error.code),
  onClick: ({ button }) => console.log(button),
};
export const wrong: readonly Props[] = [
  // @ts-expect-error: the variants are inline, floating and stage.
  { variant: 'round' },
  // @ts-expect-error: a property takes no text in place of a number.
  { maxCall: 'long' },
  // @ts-expect-error: the event of callend is no MouseEvent.
  { onCallend: (event: MouseEvent) => console.log(event.button) },
  // @ts-expect-error: a provider answers with a token.
  { tokenProvider: () => 5 },
  // @ts-expect-error: there is no such event.
  { onCallended: () => undefined },
];
