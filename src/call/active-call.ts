import { Connection, type ConnectionEvent } from '../connection/connection.js';
import { blame, type Blame } from '../connection/suspects.js';
import { Uplink, type Resend } from '../connection/uplink.js';
import { CallActivity } from './activity.js';
import type { CallEvent } from './call-event.js';
import type { ActiveCallSettings, CallPorts } from './call-options.js';
import { CallerVoice } from './caller-voice.js';
import { Downlink } from './downlink.js';
import { asCallError, type CallError } from './errors.js';
import { AudioLossEvent, ToolCallEvent } from './events.js';
import { Ledger, type LossReason } from './ledger.js';
import { Stopwatch, type CallMetrics } from './metrics.js';
import type { Audio, MicrophoneListener, OpenAudio, TapeReport } from './ports/audio.js';
import type { Session } from './ports/session.js';
import { sentAccount } from './sent-account.js';
import { ToolCalls } from './tool-calls.js';
import type { Tools } from './tools.js';
import { Transcript } from './transcript.js';

/** Everything that lives as long as one call, and is gone when it ends. It decides nothing. */
export class ActiveCall {
  readonly ledger: Ledger;
  readonly activity: CallActivity;
  readonly #on: (event: CallEvent) => void;
  readonly #openAudio: OpenAudio;
  readonly #aborter = new AbortController();
  readonly #stopwatch = new Stopwatch();
  readonly #transcript = new Transcript();
  readonly #callerVoice = new CallerVoice();
  readonly #uplink: Uplink;
  readonly #downlink: Downlink;
  readonly #toolCalls: ToolCalls;
  readonly #connection: Connection;
  #resend: Resend = 'handle';
  /** Whether the items sent last may be to blame for the loss of the session. */
  #blame: Blame = blame.planned;
  #audio: Audio | undefined;

  constructor({ openAudio, openSession }: CallPorts, tools: Tools, on: (event: CallEvent) => void) {
    this.#openAudio = openAudio;
    this.#on = on;
    const announce = (event: Event) => on({ type: 'announce', event });
    this.activity = new CallActivity({
      changed: () => on({ type: 'changed' }),
      level: (peak) => on({ type: 'level', peak }),
    });
    this.ledger = new Ledger((samples, reason) =>
      announce(new AudioLossEvent(samples, reason, this.ledger.snapshot())),
    );
    this.#uplink = new Uplink(
      sentAccount(this.ledger, this.#transcript, {
        sent: () => this.#sent(),
        failed: (error) => this.#fail(error),
      }),
    );
    this.#downlink = new Downlink(this.ledger, this.activity, this.#transcript);
    this.#toolCalls = new ToolCalls(tools, {
      called: (call) => announce(new ToolCallEvent(call)),
      answered: (response) => this.#uplink.answer(response),
      changed: (work) => {
        this.activity.setWork(work);
        this.#uplink.hold(work?.blocking ?? false);
      },
    });
    const options = {
      openSession,
      tools: () => tools.declarations,
      history: () => this.#transcript.recent,
      isBusy: () => this.#toolCalls.pending || this.#downlink.turnOpen,
      isStuck: () => this.#uplink.stuck,
    };
    this.#connection = new Connection(options, (event) => this.#hear(event), this.#aborter.signal);
  }

  get metrics(): CallMetrics {
    const { dropped: lost, resent } = this.ledger.snapshot();
    return { ...this.#stopwatch.metrics, lost, resent, underruns: this.#downlink.underruns };
  }

  /** Microphone, speaker and engine; undefined until there are any. */
  get audio(): Audio | undefined {
    return this.#audio;
  }

  /** Asks for the microphone, the token and the socket, side by side and in this very task. */
  open({ resend, ...options }: ActiveCallSettings): void {
    const { signal } = this.#aborter;
    if (signal.aborted) return;
    this.#resend = resend;
    this.activity.setHolding(options.holding);
    this.#uplink.marks.on = options.holding !== undefined;
    const microphone: MicrophoneListener = {
      report: (report) => this.#report(report),
      chunk: (chunk) => this.#uplink.push(chunk),
      paused: () => this.#uplink.pause(),
      talkingMuted: (talking) => this.activity.setTalkingMuted(talking),
      warned: (warning) => this.activity.setMicrophone(warning),
      failed: (error) => this.#fail(error),
    };
    const { listener: speaker } = this.#downlink;
    try {
      this.#audio = this.#openAudio({ ...options, microphone, speaker }, signal);
    } catch (error) {
      return this.#fail(error);
    }
    this.#downlink.attach(this.#audio.speaker);
    const { taped } = this.#audio.microphone;
    const fail = (error: unknown) => this.#fail(error);
    taped.then(() => {
      this.#stopwatch.mark('microphone');
      this.#on({ type: 'changed' });
    }, fail);
    this.#connection
      .open(taped)
      .then((session) => this.#on({ type: 'SESSION_OPEN', session, contextLost: false }))
      .catch(fail);
  }

  /** The one thing that lets audio leave the page, given the session by which it leaves. */
  attachCapture(session: Session): void {
    if (!this.#audio) return;
    this.#connection.opened();
    this.activity.endHandOver();
    this.#stopwatch.mark('ready');
    this.#uplink.attach(this.#audio.microphone, session);
  }

  detachCapture(): void {
    this.#connection.closed();
    this.#toolCalls.connectionLost(this.#blame === blame.server);
    this.ledger.disconnected(this.#uplink.detach(this.#resend, this.#blame));
    this.#blame = blame.planned;
    if (this.#uplink.giveUp()) this.#connection.excuse();
  }

  /** Opens the next session, because the last one is lost for this error, or because the server announced its end. */
  async reopenSession(error?: CallError): Promise<void> {
    if (!this.#audio) return;
    // Play out the audio we have; the rest of the turn died with the old session.
    this.#downlink.endTurn();
    try {
      const { taped } = this.#audio.microphone;
      const { session, contextLost } = await this.#connection.reopen(error, taped);
      this.#stopwatch.count('reconnects');
      if (contextLost) {
        // A session that knows of no function call waits for no answer.
        this.#toolCalls.contextLost();
        this.#uplink.dropAnswers();
      }
      this.#on({ type: 'SESSION_OPEN', session, contextLost });
    } catch (reason) {
      this.#fail(reason);
    }
  }

  hold(holding: boolean): void {
    if (!this.#uplink.marks.on || !this.#audio) return;
    this.activity.setHolding(holding);
    this.#audio.microphone.holding = holding;
  }

  sendText(text: string): void {
    this.ledger.wrote();
    this.activity.spoke();
    this.#uplink.write(text);
  }

  /** Silences the model's voice at once and for the rest of its turn. */
  interrupt(): void {
    this.#downlink.silence();
  }

  /**
   * Sends what was said so far, where there is a session to take it, and lets go of everything. Does so
   * within this task if `now`; then what the audio thread has not handed over is lost.
   */
  async release(reason: LossReason, now = false): Promise<void> {
    this.#stopwatch.mark('ended');
    this.#toolCalls.close();
    // A session that opens from here on is of no use; an open one takes the last word.
    if (!this.#uplink.attached) this.#connection.close();
    try {
      const finished = this.#audio?.microphone.finish(now);
      if (!now) await finished;
      this.#uplink.hangUp();
    } finally {
      this.#aborter.abort();
      this.activity.clear();
      this.#transcript.clear();
      this.ledger.close(reason);
      await this.#audio?.close();
    }
  }

  #hear(event: ConnectionEvent): void {
    switch (event.type) {
      case 'frame':
        return this.ledger.signOfLife();
      case 'audio':
        this.#stopwatch.mark('firstReply');
        return this.#downlink.play(event.samples, event.rate);
      case 'discarded':
        return this.ledger.discarded(event.samples);
      case 'interrupted':
        return this.#downlink.interrupted();
      case 'turnComplete':
        return this.#downlink.endTurn();
      case 'transcription':
        return this.#transcript.add(event.speaker, event.text);
      case 'toolCall':
        return void this.#toolCalls.run(event, event.blocking);
      case 'toolCancel':
        return this.#toolCalls.cancel(event.ids);
      case 'unreadable':
        return this.#stopwatch.count(event.type);
      case 'covered':
        this.#toolCalls.covered();
        return this.#uplink.cover();
      case 'handOver':
        this.activity.beginHandOver();
        return this.#on({ type: 'HAND_OVER' });
      case 'lost':
        this.#blame = event.byServer ? blame.server : blame.network;
        return this.#on({ type: 'SESSION_LOST', error: event.error });
      case 'slow':
        return this.activity.setSlow(event.slow);
      case 'failed':
        return this.#fail(event.error);
    }
  }

  #sent(): void {
    this.#stopwatch.mark('firstChunk');
    this.#on({ type: 'FIRST_CHUNK' });
  }

  #report(report: TapeReport): void {
    this.ledger.taped(report);
    this.activity.setLevel(report.level, false);
    const spokenMs = this.#callerVoice.measure(report);
    this.activity.heard(spokenMs);
    if (spokenMs > 0) this.#connection.spoke(spokenMs);
    this.#uplink.report(report);
  }

  #fail(error: unknown): void {
    if (this.#aborter.signal.aborted) return;
    this.#on({ type: 'FAIL', error: asCallError(error, 'internal') });
  }
}
