/** @jsxImportSource preact */
// The tag in Preact.
import { createRef } from 'preact';
import type { CallEndEvent, LiveCall } from 'live-call/preact';

const tag = createRef<LiveCall>();
const ended = ({ reason }: CallEndEvent) => reason.length;
const fail = (event: MouseEvent) => event.button;

export const page = (
  <>
    <live-call
      ref={tag}
      id="desk"
      class="wide"
      token-url="/token"
      max-call="600"
      max-hold={10}
      variant="floating"
      mic-muted
      volume={0.5}
      tokenProvider={({ handle }) => handle ?? 'auth_tokens/abc'}
      strings={{ start: 'Ask us' }}
      onClick={() => void tag.current?.stop()}
      oncallend={ended}
      oncallerror={({ error }) => error.code}
    >
      <span slot="start">Ask us</span>
    </live-call>
    {/* @ts-expect-error: the variants are inline, floating and stage. */}
    <live-call variant="round" />
    {/* @ts-expect-error: a number is a number. */}
    <live-call max-call="long" />
    {/* @ts-expect-error: the event of callend is no MouseEvent. */}
    <live-call oncallend={fail} />
    {/* @ts-expect-error: a provider answers with a token. */}
    <live-call tokenProvider={() => 5} />
    {/* @ts-expect-error: the ref of the tag is no div. */}
    <live-call ref={createRef<HTMLDivElement>()} />
  </>
);
