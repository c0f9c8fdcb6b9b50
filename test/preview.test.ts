import { expect } from '@open-wc/testing';
import type { LiveCall } from '../src/element.js';
import '../src/index.js';

/** Draws a call as an editor of a page sees it, and fails where it asks for anything. */
async function preview(name: string) {
  const { mediaDevices } = navigator;
  const { fetch } = globalThis;
  const asked: string[] = [];
  mediaDevices.getUserMedia = async () => asked.push('microphone') as never;
  globalThis.fetch = async () => asked.push('network') as never;
  const call = document.createElement('live-call') as LiveCall;
  call.setAttribute('token-url', '/token');
  call.setAttribute('allow-autostart', '');
  call.setAttribute('preview', name);
  document.body.append(call);
  await call.updateComplete;
  call.shadowRoot?.querySelector('button')?.click();
  const refusal = await call.start().catch((error: unknown) => error);
  globalThis.fetch = fetch;
  delete (mediaDevices as Partial<MediaDevices>).getUserMedia;
  const text = call.shadowRoot?.querySelector('.status')?.textContent;
  const focusable = call.shadowRoot?.querySelector('.card')?.hasAttribute('inert') === false;
  call.remove();
  return { text, asked, refused: (refusal as Error).name, focusable, state: call.state };
}

describe('a preview for editors', () => {
  for (const [name, text] of Object.entries({
    idle: 'Talk to the AI',
    asking: 'Waiting for your microphone',
    connecting: 'You can speak already',
    listening: 'The AI is listening',
    thinking: 'The AI is thinking',
    working: 'Looking that up',
    speaking: 'The AI is speaking',
    muted: 'You are muted',
    troubled: 'Your microphone is silent',
    reconnecting: 'Reconnecting',
    ended: 'Call ended',
    'error:mic-denied': 'Your microphone is blocked.',
    'error:no-such-code': 'Something went wrong.',
    error: 'Something went wrong.',
    nonsense: 'Talk to the AI',
  })) {
    it(`draws ${name} without a microphone, a network or a control that works`, async () => {
      expect(await preview(name)).to.deep.equal({
        text,
        asked: [],
        refused: 'InvalidStateError',
        focusable: false,
        state: 'idle',
      });
    });
  }
});
