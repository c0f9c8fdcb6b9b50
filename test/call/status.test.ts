import { expect } from '@open-wc/testing';
import { CallError } from '../../src/call/errors.js';
import { isReconnecting, statusOf, type StatusFacts } from '../../src/call/status.js';
import { announcement, longestLine, statusLine } from '../../src/ui/status-line.js';
import { named } from '../../src/ui/named.js';
import { en as table } from '../../src/ui/strings/en.js';

const en = named(table, 'Robin');

const idle: StatusFacts = {
  state: 'idle',
  error: undefined,
  granted: false,
  opened: false,
  micMuted: false,
  muted: false,
  speaking: false,
  thinking: false,
  work: undefined,
  warning: undefined,
  handingOver: false,
  seconds: undefined,
};
const inCall: StatusFacts = { ...idle, state: 'streaming', granted: true, opened: true };
const lost: StatusFacts = { ...inCall, state: 'connecting' };

const inWriting: StatusFacts = { ...idle, state: 'ready', opened: true, text: { asking: false } };

const looking = { label: 'Looking for a free table', blocking: false };

const cases: Record<string, [StatusFacts, name: string, text?: string, hint?: string]> = {
  'before any call': [idle, 'idle', 'Talk to Robin'],
  'after a call': [{ ...idle, granted: true, opened: true, seconds: 102.9 }, 'ended', 'Call ended'],
  'after a call of more than an hour': [
    { ...idle, granted: true, opened: true, seconds: 3607 },
    'ended',
    'Call ended',
  ],
  'after a failed call': [
    { ...idle, error: new CallError('no-mic') },
    'failed',
    'No microphone was found.',
    'Connect one, then call again.',
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
    'You can speak already',
    'Connecting. What you say is kept.',
  ],
  'while the caller holds to talk': [
    { ...inCall, holding: true },
    'listening',
    'Robin is listening',
  ],
  'before the caller holds to talk': [{ ...inCall, holding: false }, 'released', 'Hold to talk'],
  'before a muted caller holds to talk': [
    { ...inCall, holding: false, micMuted: true },
    'muted',
    'You are muted',
    'Robin cannot hear you.',
  ],
  'once the caller has let go and the model has yet to answer': [
    { ...inCall, holding: false, thinking: true },
    'thinking',
    'Robin is thinking',
  ],
  'before the caller holds to talk while the call connects': [
    { ...idle, state: 'connecting', granted: true, holding: false },
    'connecting',
    'Connecting',
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
    en.warnings.blocked.hint,
  ],
  'in a call': [inCall, 'listening', 'Robin is listening'],
  'while another microphone than the chosen one is used': [
    { ...inCall, warning: 'substituted' },
    'listening',
    'Robin is listening',
    en.warnings.substituted.hint,
  ],
  'while the model speaks': [{ ...inCall, speaking: true }, 'speaking', 'Robin is speaking'],
  'while the model speaks and its voice is turned off': [
    { ...inCall, speaking: true, muted: true },
    'speaking',
    'Robin is speaking',
    en.silencedHint,
  ],
  'while the model speaks to a caller who is muted': [
    { ...inCall, micMuted: true, speaking: true },
    'speaking',
    'Robin is speaking',
    en.mutedHint,
  ],
  'after the caller has spoken': [{ ...inCall, thinking: true }, 'thinking', 'Robin is thinking'],
  'while a function runs': [{ ...inCall, thinking: true, work: looking }, 'working', looking.label],
  'while a function without a label runs': [
    { ...inCall, work: { label: undefined, blocking: false } },
    'working',
    en.working,
  ],
  'while a function keeps the model from hearing': [
    { ...inCall, work: { ...looking, blocking: true } },
    'working',
    looking.label,
    'One moment. What you say is kept.',
  ],
  'while a function runs and the caller is muted': [
    { ...inCall, micMuted: true, work: { ...looking, blocking: true } },
    'working',
    looking.label,
    en.mutedHint,
  ],
  ...Object.fromEntries(
    (['slow', 'silent', 'suspended', 'blocked'] as const).map((warning) => [
      `with the trouble ${warning}`,
      [
        { ...inCall, warning, thinking: true },
        'troubled',
        en.warnings[warning].text,
        en.warnings[warning].hint,
      ],
    ]),
  ),
  'while muted': [
    { ...inCall, micMuted: true, warning: 'silent' },
    'muted',
    'You are muted',
    en.mutedHint,
  ],
  'while a call without a microphone connects': [
    { ...inWriting, state: 'connecting', opened: false },
    'connecting',
    'Connecting',
  ],
  'in a call without a microphone': [inWriting, 'text', en.text],
  'in a call without a microphone, which is muted': [
    { ...inWriting, micMuted: true },
    'text',
    en.text,
  ],
  'in a call without a microphone, after a text': [
    { ...inWriting, thinking: true },
    'thinking',
    en.thinking,
  ],
  'while the model speaks in a call without a microphone': [
    { ...inWriting, micMuted: true, speaking: true },
    'speaking',
    en.speaking,
  ],
  'while a call without a microphone asks for one': [
    { ...inWriting, text: { asking: true } },
    'asking',
    en.asking,
    en.askingHint,
  ],
  'while a call without a microphone is about to end': [
    { ...inWriting, warning: 'quiet' },
    'troubled',
    en.warnings.quiet.text,
    en.warnings.quiet.hint,
  ],
  'after a loss': [lost, 'reconnecting', 'Reconnecting', en.reconnectingHint],
  'after a loss while muted': [{ ...lost, micMuted: true }, 'reconnecting', 'Reconnecting'],
  'during a quick hand-over': [{ ...lost, handingOver: true }, 'listening', 'Robin is listening'],
  'during a quick hand-over while the model still sounds': [
    { ...lost, handingOver: true, speaking: true },
    'speaking',
    'Robin is speaking',
  ],
};

/** The words that a screen reader hears in the course of these facts. */
function said(...course: readonly StatusFacts[]): readonly (readonly [string, string])[] {
  let last: readonly [string, string] = ['', ''];
  return course.map((facts) => (last = announcement(statusOf(facts), en, last)));
}

describe('the status of a call', () => {
  for (const [when, [facts, name, text, hint]] of Object.entries(cases)) {
    it(`is ${name} ${when} (J8)`, () => {
      const status = statusOf(facts);
      const line = statusLine(status, en);
      expect({ name: status.name, text: line.text, hint: line.hint }).to.deep.equal({
        name,
        text,
        hint,
      });
    });
  }

  it('says how long the call lasts, or has lasted', () => {
    const time = (seconds: number) => statusLine(statusOf({ ...inCall, seconds }), en).time;
    expect([0, 42, 102.9, 3607].map(time)).to.deep.equal(['0:00', '0:42', '1:42', '1:00:07']);
    expect(said({ ...idle, opened: true, seconds: 102.9 })).to.deep.equal([
      ['Call ended · 1:42', ''],
    ]);
  });

  it('says reconnecting after a loss only, not at first and not for a quick hand-over', () => {
    const all = [idle, { ...idle, state: 'connecting' as const }, inCall, lost];
    const quick = { ...lost, handingOver: true };
    expect([...all, quick].map(isReconnecting)).to.deep.equal([false, false, false, true, false]);
  });

  it('announces a hint beside a sentence that stays, so that a hint that goes repeats nothing', () => {
    const muted = { ...inCall, micMuted: true };
    expect(said(inCall, muted, inCall)).to.deep.equal([
      [en.connected, ''],
      [en.connected, en.mutedHint],
      [en.connected, ''],
    ]);
  });

  it('tells a screen reader as much as the eye: to choose Allow, to speak already, to keep talking (J9)', () => {
    const course = [
      { ...idle, state: 'connecting' as const },
      { ...idle, state: 'connecting' as const, granted: true },
      inCall,
      lost,
    ];
    expect(said(...course).map(([state]) => state)).to.deep.equal([
      'Waiting for your microphone. Choose Allow if your browser asks.',
      'You can speak already. Connecting. What you say is kept.',
      'Connected. You can speak.',
      'Reconnecting. Keep talking; it is kept.',
    ]);
  });

  it('keeps a screen reader quiet while the model speaks, if the news can wait (J9)', () => {
    const speaking = { ...inCall, speaking: true };
    const trouble = { warning: 'slow' as const };
    expect(said(inCall, { ...speaking, ...trouble }, { ...inCall, ...trouble })).to.deep.equal([
      [en.connected, ''],
      [en.connected, ''],
      [en.connected, 'Slow connection. What you say arrives late.'],
    ]);
  });

  it('tells a screen reader of a loss while the model speaks at once (J9)', () => {
    const [, [state] = []] = said({ ...inCall, speaking: true }, { ...lost, speaking: true });
    expect(state).to.match(/^Reconnecting/);
  });

  it('finds room for the longest words of all', () => {
    const { text, hint } = longestLine(en);
    const lines = Object.values(cases).map(([facts]) => statusLine(statusOf(facts), en));
    for (const line of lines) {
      expect(line.text.length).to.be.at.most(text.length);
      expect(line.hint?.length ?? 0).to.be.at.most(hint.length);
    }
  });
});
