import type {
  ConversationEvent,
  ConversationPlace,
  ConversationPort,
  Inheritance,
  SessionNumber,
} from '../connection/conversation-ports.js';
import { CallActivity } from './activity.js';
import type { CallEvent } from './call-event.js';
import { Captions } from './captions.js';
import type { ActiveCallSettings, CallPorts, KeptSettings } from './call-options.js';
import { Caller } from './caller.js';
import { Downlink } from './downlink.js';
import { newTexts, samplesOf, type Carried } from './carried.js';
import { asCallError } from './errors.js';
import { AudioLossEvent, GroundingEvent, ToolCallEvent, TranscriptEvent } from './events.js';
import { Greeting } from './greeting.js';
import { Ledger, type LossReason } from './ledger.js';
import { Stopwatch, type CallMetrics } from './metrics.js';
import { Lines } from './lines.js';
import type { Audio, Capture, OpenAudio } from './ports/audio.js';
import { bookSent } from './sent-account.js';
import { ToolCalls, type Work } from './tool-calls.js';
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
  readonly #tools: Tools;
  readonly #downlink: Downlink;
  readonly #caller: Caller;
  readonly #toolCalls: ToolCalls;
  readonly #conversation: ConversationPort;
  readonly #lines: Lines;
  #greeting = new Greeting(undefined);
  /** Calls of functions that the model has made. */
  #calls = 0;
  /** Whether another session is looked for in the place of one. */
  #reopening = false;
  #audio: Audio | undefined;
  #capture: Capture | undefined;
  #carried: Inheritance | undefined;
  #began: number | undefined;
  #onhungup = () => {};
  readonly #hungUp = new Promise<void>((resolve) => (this.#onhungup = resolve));

  constructor({ openAudio, converse }: CallPorts, tools: Tools, on: (event: CallEvent) => void) {
    this.#openAudio = openAudio;
    this.#tools = tools;
    this.#on = on;
    const announce = (event: Event) => on({ type: 'announce', event });
    this.activity = new CallActivity({
      changed: () => on({ type: 'changed' }),
      level: (peak) => on({ type: 'level', peak }),
    });
    this.ledger = new Ledger((samples, reason) =>
      announce(new AudioLossEvent(samples, reason, this.ledger.snapshot())),
    );
    this.captions = new Captions(
      (item) => announce(new TranscriptEvent(item)),
      () => this.#stopwatch.seconds ?? 0,
    );
    this.#downlink = new Downlink(this.ledger, this.activity, this.#transcript, this.captions);
    this.#caller = new Caller(
      this,
      {
        joined: () => {
          this.#stopwatch.mark('microphone');
          on({ type: 'changed' });
        },
        failed: (error) => this.#fail(error),
      },
      this.#aborter.signal,
    );
    this.#toolCalls = new ToolCalls(tools, {
      called: (call) => announce(new ToolCallEvent(call)),
      answered: (response) => this.#conversation.post({ type: 'answer', response }),
      changed: (work) => {
        this.activity.setWork(work);
        this.#tellWork(work);
      },
    });
    this.#conversation = converse((event) => this.#hear(event));
    this.#lines = new Lines(this.#conversation);
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

  /** Where its conversation runs. */
  get place(): ConversationPlace | undefined {
    return this.#conversation.place;
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
    this.activity.setHolding(options.holding);
    const { listener: microphone } = this.#caller;
    try {
      this.#audio = this.#openAudio({ ...options, microphone, lines: this.#lines }, signal);
    } catch (error) {
      return this.#fail(error);
    }
    const { microphone: source } = this.#audio;
    this.#caller.attach(source, options.text);
    this.#greeting = new Greeting(carried ? undefined : greeting);
    this.#greeting.ask();
    if (carried) this.#inherit(carried);
    const marks = options.holding !== undefined;
    this.#conversation.post({ type: 'open', resend, marks, inherited: carried });
    // The caller's side tells of a microphone that failed.
    source.taped.then(
      () => this.#conversation.post({ type: 'taped' }),
      () => {},
    );
  }

  /** The one thing that lets audio leave the tape, given the session by which it goes out. */
  attachCapture(session: SessionNumber): void {
    if (!this.#audio) return;
    this.activity.endHandOver();
    this.#stopwatch.mark('ready');
    this.#capture = this.#audio.microphone.attachCapture();
    const text = this.#greeting.take(this.#caller.quiet);
    if (text) this.#conversation.post({ type: 'greet', text });
    this.#conversation.post({ type: 'attach', session });
  }

  detachCapture(): void {
    this.#capture?.detach();
    this.#capture = undefined;
  }

  /** Looks for the next session, because the last one is lost, or because the server announced its end. */
  reopenSession(): void {
    if (!this.#audio) return;
    this.#reopening = true;
    this.#conversation.post({ type: 'reopen' });
  }

  hold(holding: boolean): void {
    if (this.activity.facts.holding === undefined || !this.#audio) return;
    this.activity.setHolding(holding);
    this.#audio.microphone.holding = holding;
  }

  sendText(text: string): void {
    this.ledger.wrote();
    this.activity.spoke();
    this.captions.write(text);
    this.#conversation.post({ type: 'write', text });
  }

  /** Lets the microphone take part in a call that began without. */
  useMicrophone(): Promise<void> {
    return this.#caller.join();
  }

  /** Silences the model's voice at once and for the rest of its turn. */
  interrupt(): void {
    this.#conversation.post({ type: 'silence' });
  }

  /**
   * Gives `keep` all that another page needs to go on with the call, where a handle resumes its session. What
   * that page will send leaves this account, unless it was sent before.
   */
  handOn(keep: (carried: Omit<Carried, keyof KeptSettings>) => boolean): void {
    this.#conversation.post({ type: 'carry' });
    if (!this.#carried) return;
    const { handle, items } = this.#carried;
    // The words end with what was heard of them.
    this.interrupt();
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
    this.#conversation.post({ type: 'ending' });
    try {
      const finished = this.#audio?.microphone.finish(now);
      if (!now) await finished;
      this.#conversation.post({ type: 'hangUp' });
      if (!now) await this.#hungUp;
    } finally {
      this.captions.end();
      this.#conversation.post({ type: 'close' });
      this.#aborter.abort();
      this.activity.clear();
      this.#transcript.clear();
      this.ledger.close(reason);
      await this.#audio?.close();
    }
  }

  #hear(event: ConversationEvent): void {
    switch (event.type) {
      case 'frame':
        this.#downlink.frame();
        return this.ledger.signOfLife();
      case 'captured':
        return this.#caller.captured(event.report, event.spokenMs);
      case 'taped':
        return this.#lines.taped(event.tape, event.report, event.finished);
      case 'sent':
        bookSent(event, this.ledger, this.#transcript);
        return event.again ? undefined : this.#sent();
      case 'textSent':
        bookSent(event, this.ledger, this.#transcript);
        return this.activity.asked();
      case 'gaveUp':
      case 'textUnsent':
        return bookSent(event, this.ledger, this.#transcript);
      case 'disconnected':
        this.#toolCalls.connectionLost(event.byServer);
        return bookSent(event, this.ledger, this.#transcript);
      case 'late':
        return this.activity.set({ late: event.late });
      case 'greeted':
        return this.activity.asked();
      case 'voice':
        this.#stopwatch.mark('firstReply');
        return this.#downlink.voice(event.samples, event.dropped);
      case 'played':
        return this.#downlink.played(event.report);
      case 'discarded':
        return this.ledger.discarded(event.samples);
      case 'interrupted':
        return this.#downlink.interrupted();
      case 'silenced':
        return this.#downlink.silenced();
      case 'turnComplete':
        return this.#downlink.endTurn();
      case 'transcription':
        return this.#downlink.words(event);
      case 'grounding':
        this.captions.cite(event.sources);
        return this.#on({ type: 'announce', event: new GroundingEvent(event.metadata) });
      case 'toolCall':
        this.#calls += 1;
        void this.#toolCalls.run(event, event.blocking);
        // A call that is known already changes nothing.
        return this.#tellWork(this.activity.facts.work);
      case 'toolCancel':
        return this.#toolCalls.cancel(event.ids);
      case 'unreadable':
        return this.#stopwatch.count(event.type);
      case 'covered':
        return this.#toolCalls.covered();
      case 'dialling':
        return this.#brief();
      case 'opened':
        return this.#opened(event);
      case 'handOver':
        this.activity.beginHandOver();
        return this.#on({ type: 'HAND_OVER' });
      case 'lost':
        return this.#on({ type: 'SESSION_LOST', error: event.error });
      case 'slow':
        return this.activity.set({ slow: event.slow });
      case 'failed':
        return this.#fail(event.error);
      case 'carried':
        this.#carried = event;
        return;
      case 'hungUp':
        this.captions.end();
        return this.#onhungup();
    }
  }

  #opened({ session, contextLost }: Extract<ConversationEvent, { type: 'opened' }>): void {
    if (this.#reopening) {
      this.#stopwatch.count('reconnects');
      if (contextLost) {
        this.#toolCalls.contextLost();
        this.#greeting.ask();
      }
    }
    this.#on({ type: 'SESSION_OPEN', session, contextLost });
  }

  #brief(): void {
    const { declarations: tools } = this.#tools;
    this.#conversation.post({ type: 'brief', tools, history: this.#transcript.recent });
  }

  #tellWork(work: Work | undefined): void {
    const { pending } = this.#toolCalls;
    const blocking = work?.blocking ?? false;
    this.#conversation.post({ type: 'work', calls: this.#calls, pending, blocking });
  }

  #inherit({ words, transcript, items, began }: Carried): void {
    this.#began = began;
    this.#stopwatch.began(began);
    this.captions.inherit(transcript);
    this.#transcript.inherit(words);
    this.ledger.inherited(samplesOf(items, false), samplesOf(items, true));
    for (let texts = newTexts(items); texts > 0; texts--) this.ledger.wrote();
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
