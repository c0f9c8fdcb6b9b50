/** Where a call is. */
export type CallState = 'idle' | 'connecting' | 'ready' | 'streaming';

/** The events of a call. */
export type CallEventType =
  'START' | 'SESSION_OPEN' | 'FIRST_CHUNK' | 'SESSION_LOST' | 'HAND_OVER' | 'STOP' | 'FAIL';

/** The actions on the edges of the table. */
export type CallAction =
  'openCall' | 'attachCapture' | 'detachCapture' | 'reopenSession' | 'release';

interface Edge {
  readonly target: CallState;
  readonly actions: readonly CallAction[];
}

type Table = Readonly<Record<CallState, { readonly on: Partial<Record<CallEventType, Edge>> }>>;

const over: Edge = { target: 'idle', actions: ['release'] };
/** The next session is opened; HAND_OVER differs from SESSION_LOST in that nothing has failed. */
const reopen: Edge = { target: 'connecting', actions: ['detachCapture', 'reopenSession'] };

/**
 * The whole life of a call: a valid XState v5 machine config. Actions sit on edges, so a state that
 * is entered twice costs nothing twice, and the capture worklet can exist on one edge alone.
 */
export const lifecycle = {
  initial: 'idle' as CallState,
  states: {
    idle: {
      on: { START: { target: 'connecting', actions: ['openCall'] } },
    },
    connecting: {
      on: {
        SESSION_OPEN: { target: 'ready', actions: ['attachCapture'] },
        STOP: over,
        FAIL: over,
      },
    },
    ready: {
      on: {
        FIRST_CHUNK: { target: 'streaming', actions: [] },
        SESSION_LOST: reopen,
        HAND_OVER: reopen,
        STOP: over,
        FAIL: over,
      },
    },
    streaming: {
      on: { SESSION_LOST: reopen, HAND_OVER: reopen, STOP: over, FAIL: over },
    },
  } satisfies Table,
};

const states: Table = lifecycle.states;
const nothing: readonly CallAction[] = [];

/** Decides and does nothing: an event that `state` does not name leaves it as it is. */
export function transition(
  state: CallState,
  event: CallEventType,
): readonly [next: CallState, actions: readonly CallAction[]] {
  const edge = states[state].on[event];
  return edge ? [edge.target, edge.actions] : [state, nothing];
}
