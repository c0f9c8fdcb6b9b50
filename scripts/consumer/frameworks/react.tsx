// The tag and the component in React.
import { useRef } from 'react';
import { LiveCall, type LiveCallElement } from 'live-call/react';

const fail = (event: MouseEvent) => event.button;

export function Page() {
  const call = useRef<LiveCallElement>(null);
  const tag = useRef<HTMLElementTagNameMap['live-call']>(null);
  return (
    <>
      <live-call
        ref={tag}
        id="desk"
        className="wide"
        token-url="/token"
        max-call="600"
        max-hold={10}
        variant="floating"
        mic-muted
        volume={0.5}
        tokenProvider={({ handle }) => handle ?? 'auth_tokens/abc'}
        tokenRequest={{ headers: { 'x-csrf': 'a' } }}
        strings={{ start: 'Ask us' }}
        onClick={() => void tag.current?.stop()}
        oncallend={({ reason, currentTarget }) => [reason.length, currentTarget.state]}
        oncallerror={({ error }) => error.code}
      >
        <span slot="start">Ask us</span>
      </live-call>
      <LiveCall
        ref={call}
        id="desk"
        className="wide"
        tokenUrl={undefined}
        variant="stage"
        maxCall={600}
        tokenProvider={async () => 'auth_tokens/abc'}
        onClick={() => call.current?.sendText('Hello')}
        oncallend={({ reason }) => reason.length}
      >
        <span slot="start">Ask us</span>
      </LiveCall>
      {/* @ts-expect-error: the variants are inline, floating and stage. */}
      <live-call variant="round" />
      {/* @ts-expect-error: a number is a number. */}
      <live-call max-call="long" />
      {/* @ts-expect-error: a property takes no text in place of a number. */}
      <live-call volume="0.5" />
      {/* @ts-expect-error: the event of callend is no MouseEvent. */}
      <live-call oncallend={fail} />
      {/* @ts-expect-error: React writes the names of events as they are. */}
      <live-call onCallEnd={() => undefined} />
      {/* @ts-expect-error: a provider answers with a token. */}
      <live-call tokenProvider={() => 5} />
      {/* @ts-expect-error: the ref of the tag is no div. */}
      <live-call ref={useRef<HTMLDivElement>(null)} />
      {/* @ts-expect-error: the variants are inline, floating and stage. */}
      <LiveCall variant="round" />
      {/* @ts-expect-error: the component takes properties, and not attributes. */}
      <LiveCall max-call={600} tokenUrl={5} />
      {/* @ts-expect-error: the event of callend is no MouseEvent. */}
      <LiveCall oncallend={fail} />
      {/* @ts-expect-error: there is no such setting. */}
      <LiveCall tokenurl="/token" />
    </>
  );
}
