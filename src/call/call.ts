import { CallError } from './errors.js';
import { Ledger, type LossReason } from './ledger.js';
import { Stopwatch } from './metrics.js';
import type {
  Audio,
  AudioOptions,
  MicrophoneListener,
  OpenAudio,
  OpenSession,
  Session,
  SessionListener,
  SpeakerListener,
} from './ports.js';
import { Retry } from './retry.js';
import { Uplink } from './uplink.js';

/** What a call needs from the world. */
export interface CallPorts {
  readonly openAudio: OpenAudio;
  readonly openSession: OpenSession;
}

export type CallSettings = Omit<AudioOptions, 'microphone' | 'speaker'>;

/** What a call tells its controller. */
export interface CallListener {
  /** The microphone is live: from here on every sample counts. */
  taped(): void;
  sessionOpen(session: Session): void;
  firstChunk(): void;
  sessionLost(error: CallError): void;
  failed(error: CallError): void;
  loss(samples: number, reason: LossReason): void;
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
  readonly #uplink = new Uplink((samples) => {
    this.ledger.sent(samples);
    this.stopwatch.mark('firstChunk');
    this.#listener.firstChunk();
  });
  #audio: Audio | undefined;
  #speaking = false;

  constructor(ports: CallPorts, listener: CallListener) {
    this.#ports = ports;
    this.#listener = listener;
    this.ledger = new Ledger((samples, reason) => listener.loss(samples, reason));
  }

  /** Asks for the microphone, the token and the socket, side by side and in this very task. */
  open(settings: CallSettings): void {
    const { signal } = this.#aborter;
    if (signal.aborted) return;
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
    void this.#connect(this.#audio);
  }

  /** The one thing that lets audio leave the page, given the session by which it leaves. */
  attachCapture(session: Session): void {
    if (!this.#audio) return;
    this.#retry.opened();
    this.stopwatch.mark('ready');
    this.#uplink.attach(this.#audio.microphone, session);
  }

  detachCapture(): void {
    this.#uplink.detach();
  }

  /** Dials again, unless the session was lost for good or is lost too often. */
  async reopenSession(error: CallError): Promise<void> {
    if (!this.#audio) return;
    this.#audio.speaker.endTurn();
    if (error.retryable && (await this.#retry.next(this.#aborter.signal))) {
      this.stopwatch.reconnected();
      await this.#connect(this.#audio);
    } else {
      this.#fail(error);
    }
  }

  set muted(muted: boolean) {
    if (this.#audio) this.#audio.microphone.muted = muted;
  }

  set volume(volume: number) {
    if (this.#audio) this.#audio.speaker.volume = volume;
  }

  /** Sends what was said so far, where there is a session to take it, and lets go of everything. */
  async release(reason: LossReason): Promise<void> {
    try {
      if (this.#audio) await this.#uplink.finish(this.#audio.microphone);
    } finally {
      this.#aborter.abort();
      this.#audio?.close();
      this.#speak(false);
      this.ledger.close(reason);
    }
  }

  /** Opens a session and reports it once the tape runs, too: neither is of use without the other. */
  async #connect({ microphone, speaker }: Audio): Promise<void> {
    try {
      const session = await new Promise<Session>((resolve, reject) => {
        const opening = this.#ports.openSession(
          this.#sessionListener(speaker, reject),
          this.#aborter.signal,
        );
        Promise.all([opening, microphone.taped]).then(([opened]) => resolve(opened), reject);
      });
      this.#listener.sessionOpen(session);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** `early` takes a loss that comes before the tape runs: then there is no call to save yet. */
  #sessionListener(speaker: Audio['speaker'], early: (error: CallError) => void): SessionListener {
    return {
      frame: () => this.ledger.signOfLife(),
      audio: (samples, rate) => {
        this.stopwatch.mark('firstReply');
        speaker.play(samples, rate);
      },
      discarded: (samples) => this.ledger.discarded(samples),
      interrupted: () => speaker.flush(),
      turnComplete: () => speaker.endTurn(),
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
        this.#uplink.drain();
      },
      chunk: (chunk) => this.#uplink.push(chunk),
      paused: () => this.#uplink.pause(),
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

  #fail(error: unknown): void {
    if (!this.#aborter.signal.aborted) this.#listener.failed(asCallError(error, 'internal'));
  }
}

function asCallError(error: unknown, code: 'internal' | 'session-lost'): CallError {
  return error instanceof CallError ? error : new CallError(code, String(error), error);
}
