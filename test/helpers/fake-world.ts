import type { ReactiveController } from 'lit';
import { CallError } from '../../src/call/errors.js';
import type { CallOptions, CallPorts } from '../../src/call/call-options.js';
import { CallController, type CallHost } from '../../src/call/call-controller.js';
import { pageLock } from '../../src/call/page-lock.js';
import type {
  AudioOptions,
  MicrophoneListener,
  OpenAudio,
  PlaybackReport,
  TapeCredit,
  TapeMessage,
  TapeReport,
  VoiceCommand,
} from '../../src/call/ports/audio.js';
import type { Chunk } from '../../src/call/ports/format.js';
import type { OpenSession, SessionEvent } from '../../src/call/ports/session.js';
import { Conversation } from '../../src/connection/conversation.js';
import { FakeLine } from './fake-line.js';

/** When something asynchronous happens in a {@link FakeWorld}: the test decides. */
export type Pace = <T>(what: string, value: T) => Promise<T>;

const atOnce: Pace = (_, value) => Promise.resolve(value);

/** The end of the microphone that a test pulls: what its tape says, and what becomes of itself. */
interface FakeMicrophone extends MicrophoneListener {
  report(report: TapeReport): void;
  chunk(chunk: Chunk): void;
}

/** Microphones, contexts and sockets that do nothing but count themselves. */
export class FakeWorld {
  /** How many of each kind live now. */
  readonly live = { contexts: 0, streams: 0, sockets: 0, captures: 0 };
  /** The most of any kind that ever lived at once. */
  most = 0;
  /** Samples put on the wire, by socket. */
  readonly wire: number[][] = [];
  /** The ends that a test pulls: the newest audio and session. */
  audio: (AudioOptions & { readonly microphone: FakeMicrophone }) | undefined;
  voice: FakeLine<VoiceCommand, PlaybackReport> | undefined;
  session: ((event: SessionEvent) => void) | undefined;
  bufferedAmount = 0;
  readonly #pace: Pace;

  constructor(pace: Pace = atOnce) {
    this.#pace = pace;
  }

  readonly openAudio: OpenAudio = (options, signal) => {
    let last: TapeReport;
    const line = new FakeLine<TapeCredit, TapeMessage>();
    options.lines.tape(line, () => {});
    options.lines.voice((this.voice = new FakeLine()));
    const report = (report: TapeReport) => line.say({ type: 'report', report: (last = report) });
    const chunk = (chunk: Chunk) => line.say({ type: 'chunk', report: last, chunk });
    this.audio = { ...options, microphone: { ...options.microphone, report, chunk } };
    const release: (() => void)[] = [this.#take('contexts')];
    const close = () => release.splice(0).forEach((undo) => undo());
    signal.addEventListener('abort', close);
    const taped = this.#pace('microphone', undefined).then(() => {
      signal.throwIfAborted();
      release.push(this.#take('streams'));
    });
    return {
      microphone: {
        taped,
        muted: false,
        open: () => this.#pace('microphone', undefined),
        attachCapture: () => {
          const detach = this.#take('captures');
          release.push(detach);
          return { detach };
        },
        finish: () => this.#pace('finish', undefined),
      },
      speaker: { volume: 1 },
      choose: () => {},
      close: async () => close(),
    };
  };

  readonly openSession: OpenSession = async ({ signal }, on) => {
    const close = this.#take('sockets');
    signal.addEventListener('abort', close);
    await this.#pace('session', undefined);
    signal.throwIfAborted();
    const wire: number[] = [];
    this.wire.push(wire);
    let open = true;
    const end = () => {
      open = false;
      close();
    };
    this.session = (event) => {
      if (event.type === 'lost') end();
      on(event);
    };
    const buffered = () => this.bufferedAmount;
    return {
      get bufferedAmount() {
        return buffered();
      },
      sendAudio: (samples) => {
        if (!open) throw new CallError('session-lost');
        wire.push(...samples);
      },
      endAudio: () => {},
      sendText: () => {},
      sendToolResponse: () => {},
      sendHistory: () => {},
      close: end,
    };
  };

  /** Counts one more of `kind`; the function it returns takes it back, once. */
  #take(kind: keyof FakeWorld['live']): () => void {
    this.live[kind] += 1;
    this.most = Math.max(this.most, this.live[kind]);
    let taken = true;
    return () => {
      if (taken) this.live[kind] -= 1;
      taken = false;
    };
  }
}

/** A page that holds nothing but a controller. */
export class FakeHost extends EventTarget implements CallHost {
  readonly events: string[] = [];
  readonly updateComplete = Promise.resolve(true);

  addController(_: ReactiveController): void {}
  removeController(_: ReactiveController): void {}
  requestUpdate(): void {}

  override dispatchEvent(event: Event): boolean {
    this.events.push(event.type);
    return super.dispatchEvent(event);
  }
}

/** Makes the page one of its own for the next call: none before it counts. */
export function ownPage(): void {
  Object.assign(pageLock(), { holder: undefined, released: undefined });
}

/** A controller that is asked for what pages usually ask for, but for `options`. */
export function controllerOn(
  host: CallHost,
  {
    openSession,
    ...options
  }: Pick<CallPorts, 'openAudio'> & { readonly openSession: OpenSession } & Partial<CallOptions>,
): CallController {
  return new CallController(host, () => ({
    devices: {},
    workletUrl: undefined,
    maxHold: 30,
    resend: 'handle',
    whenBusy: 'take-over',
    converse: (on) => new Conversation(openSession, on),
    ...options,
  }));
}

/** A controller on a fake host in a fake world, on a page of its own. */
export function fakeCall(pace?: Pace) {
  ownPage();
  const world = new FakeWorld(pace);
  const host = new FakeHost();
  const { openAudio, openSession } = world;
  const call = controllerOn(host, { openAudio, openSession });
  call.hostConnected();
  return { world, host, call };
}
