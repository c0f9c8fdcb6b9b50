import { Connection, type ConnectionEvent } from '../connection/connection.js';
import { blame, type Blame } from '../connection/suspects.js';
import { Uplink, type Resend } from '../connection/uplink.js';
import { CallActivity } from './activity.js';
import type { CallEvent } from './call-event.js';
import { Captions } from './captions.js';
import type { ActiveCallSettings, CallPorts, KeptSettings } from './call-options.js';
import { Caller } from './caller.js';
import { Downlink } from './downlink.js';
import { newTexts, samplesOf, type Carried } from './carried.js';
import { asCallError, type CallError } from './errors.js';
import { AudioLossEvent, GroundingEvent, ToolCallEvent, TranscriptEvent } from './events.js';
import { Greeting } from './greeting.js';
import { Ledger, type LossReason } from './ledger.js';
import { Stopwatch, type CallMetrics } from './metrics.js';
import type { Audio, OpenAudio } from './ports/audio.js';
import type { Session } from './ports/session.js';
import { sentAccount } from './sent-account.js';
import { ToolCalls } from './tool-calls.js';
import type { Tools } from './tools.js';
import { Transcript } from './transcript.js';

/** Everything that lives as long as one call, and is gone when it ends. It decides nothing. */
export class ActiveCall {
  readonly ledger: Ledger;
  readonly activity: CallActivity;
  readonly captions: Captions;
  readonly #on: (event: CallEvent) => void;
  readonly #openAudio: OpenAudio;
  readonly #aborter = new AbortController();
  readonly #stopwatch = new Stopwatch();
  readonly #transcript = new Transcript();
  readonly #uplink: Uplink;
  readonly #downlink: Downlink;
  readonly #caller: Caller;
  readonly #toolCalls: ToolCalls;
  readonly #connection: Connection;
  #resend: Resend = 'handle';
  #greeting: Greeting | undefined;
  /** Whether the items sent last may be to blame for the loss of the session. */
  #blame: Blame = blame.planned;
  #audio: Audio | undefined;
  #began: number | undefined;

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
        late: (late) => this.activity.set({ late }),
        textSent: (again) => {
          this.#caller.wrote();
          // Whoever writes does not wait for the rest, whether or not the server breaks it off.
          if (!again) this.#downlink.silence();
        },
        failed: (error) => this.#fail(error),
      }),
    );
    this.captions = new Captions(
      (item) => announce(new TranscriptEvent(item)),
      () => this.#stopwatch.seconds ?? 0,
    );
    this.#downlink = new Downlink(this.ledger, this.activity, this.#transcript, this.captions);
    this.#caller = new Caller(
      this,
      this.#uplink,
      {
        joined: () => {
          this.#stopwatch.mark('microphone');
          on({ type: 'changed' });
        },
        spoke: (ms) => this.#connection.spoke(ms),
        failed: (error) => this.#fail(error),
      },
      this.#aborter.signal,
    );
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

  /** How long it has lasted from its first session on, in seconds. */
  get seconds(): number | undefined {
    return this.#stopwatch.seconds;
  }

  /** When the first session of the call opened, on this page or one before, in ms of `Date.now()`; ask for it no earlier. */
  get began(): number {
    return (this.#began ??= Date.now());
  }

  /** Microphone, speaker and engine; undefined until there are any. */
  get audio(): Audio | undefined {
    return this.#audio;
  }

  /**
   * Asks for the microphone, if it is to take part, the token and the socket, side by side and in this very task.
   * The session is the one of another page, if that has `carried` it here.
   */
  open({ resend, greeting, ...options }: ActiveCallSettings, carried?: Carried): void {
    const { signal } = this.#aborter;
    if (signal.aborted) return;
    this.#resend = resend;
    this.activity.setHolding(options.holding);
    this.#uplink.marks.on = options.holding !== undefined;
    const { listener: microphone } = this.#caller;
    const { listener: speaker } = this.#downlink;
    try {
      this.#audio = this.#openAudio({ ...options, microphone, speaker }, signal);
    } catch (error) {
      return this.#fail(error);
    }
    this.#downlink.attach(this.#audio.speaker);
    const { microphone: source } = this.#audio;
    this.#caller.attach(source, options.text);
    this.#greeting = new Greeting(carried ? undefined : greeting, this.#uplink, this.#caller);
    this.#greeting.ask();
    if (carried) this.#inherit(carried);
    const opening = carried
      ? this.#connection.reopen(undefined, source.taped)
      : this.#connection.open(source.taped).then((session) => ({ session, contextLost: false }));
    opening
      .then((opened) => this.#on({ type: 'SESSION_OPEN', ...opened }))
      .catch((error: unknown) => this.#fail(error));
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
        this.#uplink.dropFirst();
        this.#greeting?.ask();
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
    this.captions.write(text);
    this.#uplink.write(text);
  }

  /** Lets the microphone take part in a call that began without. */
  useMicrophone(): Promise<void> {
    return this.#caller.join();
  }

  /** Silences the model's voice at once and for the rest of its turn. */
  interrupt(): void {
    this.#downlink.silence();
  }

  /**
   * Gives `keep` all that another page needs to go on with the call, where a handle resumes its session. What
   * that page will send leaves this account, unless it was sent before.
   */
  handOn(keep: (carried: Omit<Carried, keyof KeptSettings>) => boolean): void {
    const { handle } = this.#connection.memory;
    if (handle === undefined) return;
    this.#uplink.detach(this.#resend);
    const items = this.#uplink.carry();
    // The words end with what was heard of them.
    this.#downlink.silence();
    this.captions.end();
    const { began, captions, activity } = this;
    const text = !!activity.facts.text;
    const words = this.#transcript.recent;
    if (keep({ handle, words, transcript: captions.items, items, began, text }))
      this.ledger.handedOn(samplesOf(items, false), newTexts(items));
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
      this.captions.end();
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
        this.#downlink.frame();
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
        return this.#downlink.words(event);
      case 'grounding':
        this.captions.cite(event.sources);
        return this.#on({ type: 'announce', event: new GroundingEvent(event.metadata) });
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
        return this.activity.set({ slow: event.slow });
      case 'failed':
        return this.#fail(event.error);
    }
  }

  #inherit({ handle, words, transcript, items, began }: Carried): void {
    this.#began = began;
    this.#stopwatch.began(began);
    this.captions.inherit(transcript);
    this.#connection.memory.keep(handle);
    this.#transcript.inherit(words);
    this.ledger.inherited(samplesOf(items, false), samplesOf(items, true));
    for (let texts = newTexts(items); texts > 0; texts--) this.ledger.wrote();
    this.#uplink.inherit(items);
  }

  #sent(): void {
    this.#stopwatch.mark('firstChunk');
    this.#on({ type: 'FIRST_CHUNK' });
  }

  #fail(error: unknown): void {
    if (this.#aborter.signal.aborted) return;
    this.#on({ type: 'FAIL', error: asCallError(error, 'internal') });
  }
}
