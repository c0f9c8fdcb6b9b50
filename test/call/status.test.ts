import { expect } from '@open-wc/testing';
import { CallError } from '../../src/call/errors.js';
import { isReconnecting, statusOf, type StatusFacts } from '../../src/call/status.js';
import { announcement, statusLine } from '../../src/ui/status-line.js';
import { en } from '../../src/ui/strings/en.js';

const idle: StatusFacts = {
  state: 'idle',
  error: undefined,
  granted: false,
  opened: false,
  micMuted: false,
  speaking: false,
  warning: undefined,
  handingOver: false,
};
const inCall: StatusFacts = { ...idle, state: 'streaming', granted: true, opened: true };
const lost: StatusFacts = { ...inCall, state: 'connecting' };

const cases: Record<string, [StatusFacts, name: string, text?: string, hint?: string]> = {
  'before any call': [idle, 'idle'],
  'after a call': [{ ...idle, granted: true, opened: true }, 'ended'],
  'after a failed call': [
    { ...idle, error: new CallError('no-mic') },
    'failed',
    'No microphone was found.',
    'Connect a microphone, then call again.',
  ],
  'while the browser asks': [
    { ...idle, state: 'connecting' },
    'asking',
    'Waiting for your microphone',
    'Choose Allow if your browser asks.',
  ],
  'while the call connects': [
    { ...idle, state: 'connecting', granted: true },
    'connecting',
    'Connecting',
    'You can speak already.',
  ],
  'while a muted call connects': [
    { ...idle, state: 'connecting', granted: true, micMuted: true },
    'connecting',
    'Connecting',
  ],
  'while the browser holds a connecting call back': [
    { ...idle, state: 'connecting', granted: true, warning: 'blocked' },
    'connecting',
    'Connecting',
    en.blocked,
  ],
  'in a call': [inCall, 'listening', 'Listening'],
  'while the model speaks': [{ ...inCall, speaking: true }, 'speaking', 'Speaking'],
  'on a slow network': [{ ...inCall, warning: 'slow' }, 'listening', 'Listening', en.slow],
  'while the system holds the microphone': [
    { ...inCall, warning: 'suspended' },
    'unheard',
    'Not listening',
    en.suspended,
  ],
  'while the browser holds the audio': [
    { ...inCall, warning: 'blocked' },
    'unheard',
    'Not listening',
    en.blocked,
  ],
  'while muted': [{ ...inCall, micMuted: true, speaking: true }, 'muted', 'Muted', en.mutedHint],
  'after a loss': [lost, 'reconnecting', 'Reconnecting', en.reconnectingHint],
  'during a quick hand-over': [{ ...lost, handingOver: true }, 'listening', 'Listening'],
  'during a quick hand-over while the model still sounds': [
    { ...lost, handingOver: true, speaking: true },
    'speaking',
    'Speaking',
  ],
};

describe('the status of a call', () => {
  for (const [when, [facts, name, text, hint]] of Object.entries(cases)) {
    it(`is ${name} ${when}`, () => {
      const status = statusOf(facts);
      const line = statusLine(status, en);
      expect({ name: status.name, text: line?.text, hint: line?.hint }).to.deep.equal({
        name,
        text,
        hint,
      });
    });
  }

  it('says reconnecting after a loss only, not at first and not for a quick hand-over', () => {
    const all = [idle, { ...idle, state: 'connecting' as const }, inCall, lost];
    const quick = { ...lost, handingOver: true };
    expect([...all, quick].map(isReconnecting)).to.deep.equal([false, false, false, true, false]);
  });

  it('announces a hint beside a sentence that stays, so that a hint that goes repeats nothing', () => {
    const said = [inCall, { ...inCall, warning: 'slow' as const }, inCall].map((facts) =>
      announcement(statusOf(facts), en),
    );
    expect(said).to.deep.equal([
      [en.connected, ''],
      [en.connected, en.slow],
      [en.connected, ''],
    ]);
  });
});
