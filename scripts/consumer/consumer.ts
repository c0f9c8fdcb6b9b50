// An app that uses every entry of the package, in strict TypeScript. scripts/check-package.mjs compiles it
// against the packed tarball.
import 'live-call';
import 'live-call/lang/de';
import { registerStrings, type Strings } from 'live-call';
import type { CallEndEvent, LiveCall } from 'live-call/element';
import { CallController, CallError } from 'live-call/controller';
import { createBroker, type Broker } from 'live-call/broker';
import { startEmulator, type Emulator, type Prompt } from 'live-call/testing';
import { openLine, useFakeMicrophone } from 'live-call/testing/page';

declare const environment: Record<string, string | undefined>;

const found: LiveCall | null = document.querySelector('live-call');
found?.stop().catch(console.error);

const call: LiveCall = document.createElement('live-call');
call.addEventListener('callend', (event) => {
  const { reason }: CallEndEvent = event;
  console.log(reason);
});

call.voice = undefined;
call.tokenUrl = undefined;
call.tokenProvider = ({ handle }) => handle ?? 'auth_tokens/abc';
call.tokenProvider = undefined;
call.config = { temperature: 0.5 };
// @ts-expect-error: a setting has its values, and no others.
call.resend = 'maybe';
call.strings = { start: 'Ask us', errors: { internal: { text: 'Sorry.' } } };
// @ts-expect-error: a word is a text.
call.strings = { start: 5 };
const swedish: Strings = { start: 'Ring' };
registerStrings('sv', swedish);
import('live-call/lang/de').catch(console.error);
call.registerTool({ name: 'look', execute: () => 'nothing' });
call.start().catch((error: unknown) => error instanceof CallError && error.code);

const headless = new CallController(new EventTarget(), { tokenUrl: '/token', voice: undefined });
void headless.start();

export const broker: Broker = createBroker({
  apiKey: environment['GEMINI_API_KEY'],
  profile: { model: 'gemini-3.8-live', voice: undefined },
  allowedOrigins: (origin) => origin.endsWith('.example.com'),
  authorize: (request, { address }) => request.headers.has('cookie') && { caller: address ?? '?' },
  onEvent: async ({ type, code, why }) => console.error(type, code, why),
});
createBroker({ apiKey: async () => 'key', profile: { model: 'gemini-3.8-live' } });

async function test(): Promise<Emulator> {
  const emulator = await startEmulator({
    persona: [{ heard: 'Any mugs?', call: { name: 'count' } }, 'Two.'],
    tokens: { refuse: 'rate-limited', retryAfter: 7 },
  });
  // @ts-expect-error: a broker has its codes, and no others.
  emulator.change({ tokens: { refuse: 'no-idea' } });
  emulator.change({ persona: ({ text }: Prompt) => text && `You wrote ${text}.` });
  await emulator.waitFor(({ totals }) => totals.turns > 1, 1_000);
  const line = await openLine(emulator.baseUrl, { persona: ['Hello!'] });
  await line.do({ say: 'Anything else?' });
  const microphone = useFakeMicrophone({ say: 'tone' });
  await microphone.speak(new Float32Array(480));
  await fakeMicrophone.speak(1);
  return emulator;
}
void test();
