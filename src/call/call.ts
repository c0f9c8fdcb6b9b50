import { Departure } from './departure.js';
import { CallError, type ErrorCode } from './errors.js';
import { Ledger, type LossReason } from './ledger.js';
import { Stopwatch, type CallMetrics } from './metrics.js';
import type {
  Audio,
  AudioOptions,
  ChosenDevices,
  MicrophoneListener,
  MicrophoneTrouble,
  OpenAudio,
  OpenSession,
  Session,
  SessionListener,
  SpeakerListener,
  ToolCall,
} from './ports.js';
import { Pulse } from './pulse.js';
import { Retry } from './retry.js';
import { ToolCalls, type Tools } from './tool-calls.js';
import { Uplink } from './uplink.js';
import { Voice } from './voice.js';

/** What a call needs from the world. */
export interface CallPorts {
  readonly openAudio: OpenAudio;
  readonly openSession: OpenSession;
}

export type CallSettings = Omit<AudioOptions, 'microphone' | 'speaker'> & {
  /** What is sent again after a loss: what a resumed session cannot know of, or nothing. */
  readonly resend: 'handle' | 'none';
};

/** How a server says that it does not have the session of a handle any more. */
const refusals: ReadonlySet<ErrorCode> = new Set(['session-refused', 'session-invalid']);

/** What a call tells its controller. */
export interface CallListener {
  /** The microphone is live: from here on every sample counts. */
  taped(): void;
  /** `forgotten`: after a loss it could not be taken up again, so this one knows nothing of what was said. */
  sessionOpen(session: Session, forgotten: boolean): void;
  firstChunk(): void;
  sessionLost(error: CallError): void;
  failed(error: CallError): void;
  loss(samples: number, reason: LossReason): void;
  /** What keeps the microphone from being heard, or undefined. */
  troubled(trouble: MicrophoneTrouble | undefined): void;
  toolCall(call: ToolCall): void;
  /** The model's voice starts or stops to sound. */
  speaking(speaking: boolean): void;
  /** Peak of the microphone or of the model's voice, 0 to 1. */
  level(source: 'microphone' | 'speaker', level: number): void;
}

/** Everything that lives as long as one call, and is gone when it ends. It decides nothing. */
export class Call {
  readonly ledger: Ledger;
  readonly stopwatch = new Stopwatch();
  readonly #ports: CallPorts;
  readonly #listener: CallListener;
  readonly #aborter = new AbortController();
  readonly #retry = new Retry();
  readonly #uplink = new Uplink((samples, again) => {
    if (again) return this.ledger.resent(samples);
    this.ledger.sent(samples);
    this.stopwatch.mark('firstChunk');
    this.#listener.firstChunk();
  });
  #settings: CallSettings | undefined;
  readonly #tools: Tools;
  readonly #toolCalls: ToolCalls;
  #audio: Audio | undefined;
  #voice: Voice | undefined;
  #speaking = false;
  /** Of the newest moment to which the session can be brought back. */
  #handle: string | undefined;
  #leaving: Departure | undefined;
  #pulse: Pulse | undefined;

  constructor(ports: CallPorts, listener: CallListener, tools: Tools) {
    this.#ports = ports;
    this.#listener = listener;
    this.#tools = tools;
    this.#toolCalls = new ToolCalls(tools, {
      called: (call) => listener.toolCall(call),
      answered: (response) => this.#uplink.answer(response),
      blocked: (blocked) => this.#uplink.hold(blocked),
    });
    this.ledger = new Ledger((samples, reason) => listener.loss(samples, reason));
  }

  get metrics(): CallMetrics {
    const { dropped: lost, resent } = this.ledger.snapshot();
    return { ...this.stopwatch.metrics, lost, resent };
  }

  /** The audio engine, as it is now; undefined until there is one. */
  get context(): Audio['context'] {
    return this.#audio?.context;
  }

  /** Asks for the microphone, the token and the socket, side by side and in this very task. */
  open(settings: CallSettings): void {
    const { signal } = this.#aborter;
    if (signal.aborted) return;
    this.#settings = settings;
    const microphone = this.#microphoneListener();
    const speaker = this.#speakerListener();
    try {
      this.#audio = this.#ports.openAudio({ ...settings, microphone, speaker }, signal);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#audio.microphone.taped.then(
      () => {
        this.stopwatch.mark('microphone');
        this.#listener.taped();
      },
      (error) => this.#fail(error),
    );
    this.#dial(this.#audio).then(
      (session) => this.#listener.sessionOpen(session, false),
      (error) => this.#fail(error),
    );
  }

  /** The one thing that lets audio leave the page, given the session by which it leaves. */
  attachCapture(session: Session): void {
    if (!this.#audio) return;
    this.#retry.opened();
    this.#pulse = new Pulse((why) => this.#lose(why));
    this.stopwatch.mark('ready');
    this.#uplink.attach(this.#audio.microphone, session);
  }

  detachCapture(): void {
    this.#toolCalls.forget();
    this.#endWatch();
    this.#uplink.detach(this.#settings?.resend !== 'none');
  }

  /** Dials again, and again, until the session is back, nothing can bring it back, or it was tried too often. */
  async reopenSession(error: CallError): Promise<void> {
    const { signal } = this.#aborter;
    if (!this.#audio) return;
    this.#audio.speaker.endTurn();
    let reason = error;
    while (reason.retryable && (await this.#retry.next(signal))) {
      const forgotten = this.#handle === undefined;
      try {
        const session = await this.#dial(this.#audio);
        this.stopwatch.reconnected();
        return this.#listener.sessionOpen(session, forgotten);
      } catch (cause) {
        reason = asCallError(cause, 'session-lost');
        // The session cannot be had back, but a new one can: the call goes on, the model forgets.
        if (this.#handle && refusals.has(reason.code)) {
          this.#handle = undefined;
          reason = error;
        }
      }
    }
    this.#fail(reason);
  }

  sendText(text: string): void {
    this.#uplink.write(text);
  }

  interrupt(): void {
    this.#voice?.hush();
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
    try {
      if (this.#audio) await this.#uplink.finish(this.#audio.microphone);
    } finally {
      this.#endWatch();
      this.#aborter.abort();
      this.#audio?.close();
      this.#speak(false);
      this.ledger.close(reason);
    }
  }

  /** Opens a session, and waits until the tape runs, too: neither is of use without the other. */
  #dial({ microphone, speaker }: Audio): Promise<Session> {
    return new Promise((resolve, reject) => {
      const opening = this.#ports.openSession(
        this.#sessionListener(speaker, reject),
        this.#aborter.signal,
        this.#handle,
        [...this.#tools.values()].map(({ declaration }) => declaration),
      );
      Promise.all([opening, microphone.taped]).then(([opened]) => resolve(opened), reject);
    });
  }

  /** `early` takes a loss that comes before the tape runs: then there is no call to save yet. */
  #sessionListener(speaker: Audio['speaker'], early: (error: CallError) => void): SessionListener {
    const voice = (this.#voice = new Voice(speaker, this.ledger));
    return {
      frame: () => this.ledger.signOfLife(),
      audio: (samples, rate) => {
        this.stopwatch.mark('firstReply');
        voice.play(samples, rate);
      },
      discarded: (samples) => this.ledger.discarded(samples),
      interrupted: () => voice.interrupted(),
      turnComplete: () => {
        voice.endTurn();
        this.#leaving?.turnComplete();
      },
      toolCall: (call, blocking) => void this.#toolCalls.run(call, blocking),
      toolCancel: (ids) => this.#toolCalls.cancel(ids),
      resumable: (handle) => {
        this.#handle = handle;
        this.#uplink.cover();
      },
      goAway: (seconds) => {
        this.#leaving ??= new Departure(seconds, () => this.#lose('the server said goAway'));
      },
      unreadable: () => {},
      lost: (error) => {
        const reason = asCallError(error, 'session-lost');
        early(reason);
        if (!this.#aborter.signal.aborted) this.#listener.sessionLost(reason);
      },
    };
  }

  #microphoneListener(): MicrophoneListener {
    return {
      report: (report) => {
        this.ledger.taped(report);
        this.#listener.level('microphone', report.level);
        this.#pulse?.beat(this.#uplink.stuck);
        this.#uplink.report(report);
      },
      chunk: (chunk) => this.#uplink.push(chunk),
      paused: () => this.#uplink.pause(),
      troubled: (trouble) => this.#listener.troubled(trouble),
      failed: (error) => this.#fail(error),
    };
  }

  #speakerListener(): SpeakerListener {
    return {
      report: (report) => {
        this.ledger.played(report);
        this.#listener.level('speaker', report.level);
        this.#speak(report.queued > 0);
      },
    };
  }

  #speak(speaking: boolean): void {
    if (speaking === this.#speaking) return;
    this.#speaking = speaking;
    this.#listener.speaking(speaking);
  }

  /** Gives the connection up before it ends by itself. */
  #lose(why: string): void {
    this.#listener.sessionLost(new CallError('session-lost', why));
  }

  #endWatch(): void {
    this.#pulse?.stop();
    this.#leaving?.cancel();
    this.#pulse = this.#leaving = undefined;
  }

  #fail(error: unknown): void {
    if (!this.#aborter.signal.aborted) this.#listener.failed(asCallError(error, 'internal'));
  }
}

function asCallError(error: unknown, code: 'internal' | 'session-lost'): CallError {
  return error instanceof CallError ? error : new CallError(code, String(error), error);
}
