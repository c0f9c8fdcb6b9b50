import * as fc from 'fast-check';
import { CallError } from '../../src/call/errors.js';
import type { ModelCall } from './model-call.js';
import { settle } from './time.js';

/** One thing that happens to a call: its name and, where that takes one, a number. */
export type Step = readonly [name: string, argument?: number];

interface Kind {
  /** The range of its number. */
  readonly argument?: fc.Arbitrary<number>;
  run(model: ModelCall, argument: number): unknown;
}

const upTo = (max: number) => fc.integer({ min: 0, max });
const seconds = (max: number) => fc.integer({ min: 1, max: max * 20 }).map((n) => n * 50);
const pages = (type: string) => () => globalThis.dispatchEvent(new Event(type));

/** Ways in which a server hangs up: but for the last, all are worth another attempt. */
const ends = [
  'session-lost',
  'session-lost',
  'session-failed',
  'session-failed',
  'session-refused',
  'session-invalid',
] as const;

const tools = ['quick', 'slow', 'endless', 'broken', 'unknown'];

/** Everything that happens to a call, by the part of the world that does it. */
const kinds: Readonly<Record<string, Kind>> = {
  // The page and its caller.
  start: {
    run(model) {
      model.start();
      model.expect('connecting', 'ready', 'streaming');
    },
  },
  stop: {
    run(model) {
      void model.call.stop();
      model.expect('idle');
    },
  },
  mute: { argument: upTo(1), run: ({ call }, on) => void (call.micMuted = on === 1) },
  interrupt: { run: ({ call }) => call.interrupt() },
  write: {
    run({ call }) {
      if (call.state !== 'idle') call.sendText('Hello');
    },
  },
  move: {
    async run(model) {
      const { call } = model;
      const { state } = call;
      call.hostDisconnected();
      call.hostConnected();
      await settle();
      model.expect(state);
    },
  },
  /** A call as it is meant to be. */
  talk: {
    async run(model) {
      model.start();
      for (const act of [() => model.engine?.grant(), () => model.server.complete()]) {
        await settle();
        act();
      }
      await model.pass(1000);
    },
  },
  remove: { run: ({ call }) => call.hostDisconnected() },
  append: { run: ({ call }) => call.hostConnected() },
  // The server.
  complete: { run: ({ server }) => server.complete() },
  refuse: { argument: upTo(5), run: ({ server }, why) => server.refuse(ends[why]!) },
  lose: { argument: upTo(5), run: ({ server }, why) => server.lose(ends[why]!) },
  /** A loss that is mended. */
  mend: {
    async run(model) {
      model.server.lose('session-lost');
      await model.pass(1000);
      model.server.complete();
      await model.pass(500);
    },
  },
  handle: { run: ({ server }) => server.offerHandle() },
  goAway: {
    argument: upTo(60),
    run: ({ server }, left) => server.tell?.({ type: 'goAway', timeLeft: left }),
  },
  frame: { run: ({ server }) => server.tell?.({ type: 'frame' }) },
  garbage: { run: ({ server }) => server.tell?.({ type: 'unreadable', what: 'JSON' }) },
  voice: {
    argument: fc.integer({ min: 1, max: 48_000 }),
    run: ({ server }, length) =>
      server.tell?.({ type: 'audio', samples: new Int16Array(length).fill(999), rate: 24_000 }),
  },
  interrupted: { run: ({ server }) => server.tell?.({ type: 'interrupted' }) },
  turnComplete: { run: ({ server }) => server.tell?.({ type: 'turnComplete' }) },
  toolCall: {
    argument: upTo(9),
    run: ({ server }, which) => server.callTool(tools[which >> 1]!, which % 2 === 1),
  },
  toolCancel: { run: ({ server }) => server.cancelTool() },
  stuck: { argument: upTo(1), run: ({ server }, on) => void (server.stuck = on === 1) },
  // The device.
  grant: { run: ({ engine }) => engine?.grant() },
  deny: { run: ({ engine }) => engine?.deny(new CallError('mic-denied')) },
  unplug: { run: ({ engine }) => engine?.fail(new CallError('mic-lost')) },
  gap: { argument: seconds(1), run: (model, ms) => model.pass(ms, { silent: true }) },
  // The browser.
  online: { run: pages('online') },
  offline: { run: pages('offline') },
  hide: { run: pages('pagehide') },
  freeze: { run: pages('freeze') },
  sleep: { argument: seconds(40), run: ({ time }, ms) => time.sleep(ms) },
  block: { argument: seconds(5), run: (model, ms) => model.pass(ms, { awake: false }) },
  // Time, which everything takes.
  pass: { argument: seconds(12), run: (model, ms) => model.pass(ms) },
};

/** Does a step, and checks what must hold after each. */
export async function perform(model: ModelCall, [name, argument = 0]: Step): Promise<void> {
  const kind = kinds[name];
  if (!kind) throw new Error(`There is no step ${name}.`);
  await kind.run(model, argument);
  await settle();
  model.check();
}

class StepCommand implements fc.AsyncCommand<object, ModelCall> {
  readonly step: Step;

  constructor(step: Step) {
    this.step = step;
  }

  /** Whatever happens may happen at any time. */
  check(): boolean {
    return true;
  }

  run(_: object, model: ModelCall): Promise<void> {
    return perform(model, this.step);
  }

  toString(): string {
    return JSON.stringify(this.step);
  }
}

/** Steps on which others depend come more often. */
const weights: Readonly<Record<string, number>> = {
  talk: 12,
  mend: 12,
  complete: 4,
  pass: 6,
  handle: 3,
};

/** Any steps in any order. */
export const steps = fc.commands(
  Object.entries(kinds).flatMap(([name, { argument = fc.constant(undefined) }]) => {
    const step = argument.map((it) => new StepCommand(it === undefined ? [name] : [name, it]));
    return Array<typeof step>(weights[name] ?? 1).fill(step);
  }),
  { maxCommands: 60, size: 'max' },
);
