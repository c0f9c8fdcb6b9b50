// The tag in the markup of Svelte, as its tools read it.
import type { SvelteHTMLElements } from 'svelte/elements';
import type { CallEndEvent, LiveCall } from 'live-call/svelte';

type Props = SvelteHTMLElements['live-call'];

export const right: Props = {
  id: 'desk',
  class: 'wide',
  'token-url': '/token',
  'max-call': '600',
  'mic-muted': true,
  variant: 'floating',
  volume: 0.5,
  tokenProvider: ({ handle }) => handle ?? 'auth_tokens/abc',
  oncallend: ({ reason, currentTarget }) => [reason, currentTarget satisfies LiveCall],
  'on:callend': ({ reason }: CallEndEvent) => console.log(reason),
  onclick: ({ button }) => console.log(button),
};
export const wrong: readonly Props[] = [
  // @ts-expect-error: the variants are inline, floating and stage.
  { variant: 'round' },
  // @ts-expect-error: a number is a number.
  { 'max-call': 'long' },
  // @ts-expect-error: the event of callend is no MouseEvent.
  { oncallend: (event: MouseEvent) => console.log(event.button) },
  // @ts-expect-error: a provider answers with a token.
  { tokenProvider: () => 5 },
  // @ts-expect-error: there is no such event.
  { oncallended: () => undefined },
];
