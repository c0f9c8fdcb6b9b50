/** @jsxImportSource solid-js */
// The tag in Solid.
import { createSignal } from 'solid-js';
import type { CallEndEvent, LiveCall } from 'live-call/solid';

let tag: LiveCall | undefined;
const [voice] = createSignal('Kore');
const ended = ({ reason }: CallEndEvent) => reason.length;
const fail = (event: MouseEvent) => event.button;

export const page = () => (
  <>
    <live-call
      ref={(call) => (tag = call)}
      id="desk"
      class="wide"
      token-url="/token"
      max-call="600"
      variant="floating"
      voice={voice()}
      attr:agent-name="Ada"
      attr:max-hold={10}
      prop:volume={0.5}
      prop:tokenProvider={({ handle }) => handle ?? 'auth_tokens/abc'}
      strings={{ start: 'Ask us' }}
      onClick={() => void tag?.stop()}
      on:callend={ended}
      on:callerror={({ error }) => error.code}
    >
      <span slot="start">Ask us</span>
    </live-call>
    {/* @ts-expect-error: the variants are inline, floating and stage. */}
    <live-call variant="round" />
    {/* @ts-expect-error: the variants are inline, floating and stage. */}
    <live-call attr:variant="round" />
    {/* @ts-expect-error: a number is a number. */}
    <live-call attr:max-call="long" />
    {/* @ts-expect-error: a property takes no text in place of a number. */}
    <live-call prop:volume="0.5" />
    {/* @ts-expect-error: the event of callend is no MouseEvent. */}
    <live-call on:callend={fail} />
    {/* @ts-expect-error: a provider answers with a token. */}
    <live-call prop:tokenProvider={() => 5} />
    {/* @ts-expect-error: there is no such property. */}
    <live-call prop:tokenurl="/token" />
  </>
);
