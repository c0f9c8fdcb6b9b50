import { expect } from '@open-wc/testing';
import { createMachine, initialTransition, transition as xstateTransition } from 'xstate';
import { getSimplePaths } from 'xstate/graph';
import {
  lifecycle,
  transition,
  type CallAction,
  type CallEventType,
  type CallState,
} from '../../src/call/lifecycle.js';

const states = Object.keys(lifecycle.states) as CallState[];
const events: CallEventType[] = [
  'START',
  'SESSION_OPEN',
  'FIRST_CHUNK',
  'SESSION_LOST',
  'HAND_OVER',
  'STOP',
  'FAIL',
];

/** Written out once more, from the design and not from the code. */
const expected: Partial<Record<`${CallState} ${CallEventType}`, [CallState, ...CallAction[]]>> = {
  'idle START': ['connecting', 'openCall'],
  'connecting SESSION_OPEN': ['ready', 'attachCapture'],
  'connecting STOP': ['idle', 'release'],
  'connecting FAIL': ['idle', 'release'],
  'ready FIRST_CHUNK': ['streaming'],
  'ready SESSION_LOST': ['connecting', 'detachCapture', 'reopenSession'],
  'ready HAND_OVER': ['connecting', 'detachCapture', 'reopenSession'],
  'ready STOP': ['idle', 'release'],
  'ready FAIL': ['idle', 'release'],
  'streaming SESSION_LOST': ['connecting', 'detachCapture', 'reopenSession'],
  'streaming HAND_OVER': ['connecting', 'detachCapture', 'reopenSession'],
  'streaming STOP': ['idle', 'release'],
  'streaming FAIL': ['idle', 'release'],
};

describe('the lifecycle', () => {
  for (const state of states) {
    for (const event of events) {
      const [target = state, ...actions] = expected[`${state} ${event}`] ?? [];
      it(`${state}, ${event}: ${target}${actions.length ? ` by ${actions.join(', ')}` : ''}`, () => {
        expect(transition(state, event)).to.deep.equal([target, actions]);
      });
    }
  }

  it('attaches the capture on one edge only, from connecting to ready', () => {
    const edges = states.flatMap((state) =>
      events
        .map((event) => [state, ...transition(state, event)] as const)
        .filter(([, , actions]) => actions.includes('attachCapture')),
    );
    expect(edges).to.deep.equal([['connecting', 'ready', ['attachCapture']]]);
  });
});

describe('the lifecycle beside the real XState', () => {
  const machine = createMachine(lifecycle as unknown as Parameters<typeof createMachine>[0]);
  const paths = getSimplePaths(machine, { events: events.map((type) => ({ type })) });

  it('lets XState walk into every state', () => {
    expect([...new Set(paths.map((path) => path.state.value))]).to.have.members(states);
  });

  it('takes the same steps with the same actions on every path, and on every event after it', () => {
    for (const path of paths) {
      // XState's paths begin with an event of its own, which is no event of the machine.
      const walk = path.steps
        .map(({ event }) => event.type as CallEventType)
        .filter((type) => events.includes(type));
      for (const last of events) {
        let [snapshot] = initialTransition(machine);
        let state = lifecycle.initial;
        for (const type of [...walk, last]) {
          const [theirs, theirActions] = xstateTransition(machine, snapshot, { type });
          const [ours, ourActions] = transition(state, type);
          expect(theirs.value, `${state} ${type}`).to.equal(ours);
          expect(
            theirActions.map((action) => action.type),
            `${state} ${type}`,
          ).to.deep.equal(ourActions);
          snapshot = theirs;
          state = ours;
        }
      }
    }
  });
});
