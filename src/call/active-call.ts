import { Downlink } from './downlink.js';
import { asCallError, type CallError } from './errors.js';
import { Ledger, type LossReason } from './ledger.js';
import { Connection, type ConnectionListener } from '../connection/connection.js';
import { Stopwatch, type CallMetrics } from './metrics.js';
import type {
  Audio,
  AudioOptions,
  ChosenDevices,
  MicrophoneListener,
  OpenAudio,
} from './ports/audio.js';
import type { OpenSession, Session, ToolCall } from './ports/session.js';
import { CallStatus, type StatusListener } from './status.js';
import { ToolCalls, type Tools } from './tools.js';
import { Uplink, type Resend } from '../connection/uplink.js';

/** What a call needs from the world. */
export interface CallPorts {
  readonly openAudio: OpenAudio;
  readonly openSession: OpenSession;
}

export type CallSettings = Omit<AudioOptions, 'microphone' | 'speaker'> & {
  readonly resend: Resend;
};

/** The peak from which on a sound may well be a voice, 0 to 1. */
const VOICED = 0.05;

/** What a call tells its controller. */
export interface CallListener extends StatusListener {
  /** `forgotten`: after a loss it could not be taken up again, so this one does not know all that was said. */
  sessionOpen(session: Session, forgotten: boolean): void;
  firstChunk(): void;
  sessionLost(error: CallError): void;
  failed(error: CallError): void;
  loss(samples: number, reason: LossReason): void;
  toolCall(call: ToolCall): void;
}

/** Everything that lives as long as one call, and is gone when it ends. It decides nothing. */
export class ActiveCall {
  readonly ledger: Ledger;
  readonly signs: CallStatus;
  readonly #listener: CallListener;
  readonly #openAudio: OpenAudio;
  readonly #aborter = new AbortController();
  readonly #stopwatch = new Stopwatch();
  readonly #uplink: Uplink;
  readonly #downlink: Downlink;
  readonly #toolCalls: ToolCalls;
  readonly #connection: Connection;
  #resend: Resend = 'handle';
  #audio: Audio | undefined;

  constructor({ openAudio, openSession }: CallPorts, listener: CallListener, tools: Tools) {
    this.#openAudio = openAudio;
    this.#listener = listener;
    this.signs = new CallStatus(listener);
    this.ledger = new Ledger((samples, reason) => listener.loss(samples, reason));
    this.#uplink = new Uplink({
      sent: (samples, again) => this.#sent(samples, again),
      textSent: (text) => this.#textSent(text),
    });
    this.#downlink = new Downlink(this.ledger, this.signs);
    this.#toolCalls = new ToolCalls(tools, {
      called: (call) => listener.toolCall(call),
      answered: (response) => this.#uplink.answer(response),
      blocked: (blocked) => this.#uplink.hold(blocked),
    });
    const busy = () => this.#toolCalls.pending || this.#downlink.turnOpen;
    this.#connection = new Connection(
      { openSession, tools, busy },
      this.#connectionListener(),
      this.#aborter.signal,
    );
  }

  get metrics(): CallMetrics {
    const { dropped: lost, resent } = this.ledger.snapshot();
    const { underruns } = this.#downlink;
    return { ...this.#stopwatch.metrics, lost, resent, underruns };
  }

  /** The audio engine, as it is now; undefined until there is one. */
  get context(): Audio['context'] {
    return this.#audio?.context;
  }

  /** Asks for the microphone, the token and the socket, side by side and in this very task. */
  open({ resend, ...options }: CallSettings): void {
    const { signal } = this.#aborter;
    if (signal.aborted) return;
    this.#resend = resend;
    const microphone = this.#microphoneListener();
    const speaker = this.#downlink.listener;
    try {
      this.#audio = this.#openAudio({ ...options, microphone, speaker }, signal);
    } catch (error) {
      return this.#fail(error);
    }
    this.#downlink.attach(this.#audio.speaker);
    const { taped } = this.#audio.microphone;
    const onTaped = () => {
      this.#stopwatch.mark('microphone');
      this.#listener.changed();
    };
    taped.then(onTaped, (error) => this.#fail(error));
    this.#connection
      .dial(taped)
      .then((session) => this.#listener.sessionOpen(session, false))
      .catch((error) => this.#fail(error));
  }

  /** The one thing that lets audio leave the page, given the session by which it leaves. */
  attachCapture(session: Session): void {
    if (!this.#audio) return;
    this.#connection.opened();
    this.#stopwatch.mark('ready');
    this.#uplink.attach(this.#audio.microphone, session);
  }

  detachCapture(): void {
    this.#connection.closed();
    this.#toolCalls.forget();
    this.ledger.disconnected(this.#uplink.detach(this.#resend));
  }

  async reopenSession(error: CallError): Promise<void> {
    if (!this.#audio) return;
    // What has come of the turn is played; what the old session had still to say of it does not come.
    this.#downlink.endTurn();
    try {
      const { session, forgotten } = await this.#connection.redial(
        error,
        this.#audio.microphone.taped,
      );
      this.#stopwatch.count('reconnects');
      if (forgotten) this.#forgetCalls();
      this.#listener.sessionOpen(session, forgotten);
    } catch (reason) {
      this.#fail(reason);
    }
  }

  sendText(text: string): void {
    this.ledger.wrote();
    this.#uplink.write(text);
  }

  /** Silences the model's voice at once and for the rest of its turn. */
  interrupt(): void {
    this.#downlink.hush();
  }

  choose(devices: ChosenDevices): void {
    this.#audio?.choose(devices);
  }

  set muted(muted: boolean) {
    if (this.#audio) this.#audio.microphone.muted = muted;
  }

  set volume(volume: number) {
    if (this.#audio) this.#audio.speaker.volume = volume;
  }

  /** Sends what was said so far, where there is a session to take it, and lets go of everything. */
  async release(reason: LossReason): Promise<void> {
    this.#toolCalls.close();
    // What connects from here on is of no use; what is connected has the last word to take.
    if (!this.#uplink.attached) this.#connection.close();
    try {
      if (this.#audio) await this.#uplink.finish(this.#audio.microphone);
    } finally {
      this.#aborter.abort();
      const closed = this.#audio?.close();
      this.signs.clear();
      this.ledger.close(reason);
      await closed;
    }
  }

  #sent(samples: number, again: boolean): void {
    if (again) return this.ledger.resent(samples);
    this.ledger.sent(samples);
    this.#stopwatch.mark('firstChunk');
    this.#listener.firstChunk();
  }

  #textSent(text: string): void {
    this.ledger.textSent();
    this.#connection.remember(text);
  }

  /** A session that knows of no call waits for no answer. */
  #forgetCalls(): void {
    this.#toolCalls.abandon();
    this.#uplink.dropAnswers();
  }

  #connectionListener(): ConnectionListener {
    return {
      frame: () => this.ledger.signOfLife(),
      audio: (samples, rate) => {
        this.#stopwatch.mark('firstReply');
        this.#downlink.play(samples, rate);
      },
      discarded: (samples) => this.ledger.discarded(samples),
      interrupted: () => this.#downlink.interrupted(),
      turnComplete: () => this.#downlink.endTurn(),
      toolCall: (call, blocking) => void this.#toolCalls.run(call, blocking),
      toolCancel: (ids) => this.#toolCalls.cancel(ids),
      unreadable: () => this.#stopwatch.count('unreadable'),
      covered: () => this.#uplink.cover(),
      lost: (error) => this.#listener.sessionLost(error),
      failed: (error) => this.#fail(error),
      slow: (slow) => this.signs.slow(slow),
    };
  }

  #microphoneListener(): MicrophoneListener {
    return {
      report: (report) => {
        this.ledger.taped(report);
        this.signs.level({ microphone: report.level });
        this.#connection.beat({ stuck: this.#uplink.stuck, voiced: report.level > VOICED });
        this.#uplink.report(report);
      },
      chunk: (chunk) => this.#uplink.push(chunk),
      paused: () => this.#uplink.pause(),
      troubled: (trouble) => this.signs.troubled(trouble),
      failed: (error) => this.#fail(error),
    };
  }

  #fail(error: unknown): void {
    if (!this.#aborter.signal.aborted) this.#listener.failed(asCallError(error, 'internal'));
  }
}
