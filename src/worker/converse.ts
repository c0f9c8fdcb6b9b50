import { asCallError, CallError } from '../call/errors.js';
import type { TapeReport } from '../call/ports/audio.js';
import type {
  ConversationEvent,
  ConversationPlace,
  ConversationPort,
  Converse,
} from '../connection/conversation-ports.js';
import { BASE_URL } from '../gemini/endpoint.js';
import type { SessionOptions } from '../gemini/open-session.js';
import { fetchToken, type TokenSource } from '../gemini/token.js';
import { afterTask } from '../platform/after-task.js';
import { copyAsJson } from '../platform/json.js';
import { version } from '../version.js';
import { conversation } from './conversation-source.js';
import { forbiddenBy, learnForbidden } from './forbidden.js';
import { openWorker } from './open-worker.js';
import { toPlain, type FromConversation, type ToConversation } from './wire.js';

/** A Worker may take so long for its first word before the conversation runs in the page instead, in ms. */
const HELLO_MS = 2000;

/** And so long for its last one, in ms. */
const GOODBYE_MS = 2000;

export interface ConverseOptions extends SessionOptions, TokenSource {
  /** Keeps the conversation in the page. */
  readonly inPage?: boolean | undefined;
  /** Where the file of the Worker is, for pages whose policy forbids `blob:`. */
  readonly workerUrl?: string | undefined;
}

/** The class of Workers of a page that has refused one: it would do so again, and report it. */
let refusedBy: typeof Worker | undefined;

/** Makes conversations by these settings, each in a Worker where the page allows one, else in the page. */
export function converseBy(options: ConverseOptions): Converse {
  return (on) => new Bridge(options, on);
}

/** The page's end of a conversation, wherever that runs: the same messages go either way. */
class Bridge implements ConversationPort {
  readonly #options: ConverseOptions;
  readonly #on: (event: ConversationEvent) => void;
  readonly #life = new AbortController();
  /** The questions for a token without an answer. */
  readonly #questions = new Map<number, AbortController>();
  /** The newest account of the tapes. */
  #report: TapeReport = { captured: 0, held: 0, taken: 0, dropped: 0, missed: 0, level: 0 };
  /** The first token, asked for while the Worker starts. */
  #first: Promise<string> | undefined;
  /** Messages that wait until there is somebody to hear them. */
  #waiting: ToConversation[] = [];
  #send: ((message: ToConversation) => void) | undefined;
  place: ConversationPlace | undefined;

  constructor(options: ConverseOptions, on: (event: ConversationEvent) => void) {
    this.#options = options;
    this.#on = on;
    if (options.inPage || globalThis.Worker === refusedBy) this.#runHere();
    else this.#start();
  }

  post(message: ToConversation): void {
    if (message.type === 'open' && !this.#send) this.#fetchAhead();
    if (this.#send) this.#send(message);
    else this.#waiting.push(message);
    // The account is closed: nothing that is still on its way may change it.
    if (message.type === 'close') this.#life.abort();
  }

  #start(): void {
    try {
      // Functions stay behind: nothing that gives tokens runs there.
      const settings = copyAsJson(this.#options);
      this.#runInWorker(openWorker(this.#options.workerUrl), settings);
    } catch {
      refusedBy = globalThis.Worker;
      this.#runHere();
    }
  }

  #runHere(): void {
    const hear = conversation().begin(this.#options, (event) => this.#hear(event));
    this.#use('page', hear);
  }

  #runInWorker(worker: Worker, settings: unknown): void {
    const fail = (detail: string) => {
      clearTimeout(timer);
      worker.onmessage = worker.onerror = null;
      worker.terminate();
      if (this.place) return this.#crashed(detail);
      refusedBy = globalThis.Worker;
      this.#runHere();
    };
    // A page that was busy for so long hears first what the Worker has said meanwhile.
    const timer = setTimeout(() => afterTask(() => this.place ?? fail('silent')), HELLO_MS);
    worker.onerror = (event) => {
      event.preventDefault?.();
      fail(event.message);
    };
    worker.onmessage = ({ data: hello }) => {
      if (hello !== version) return fail('another version');
      clearTimeout(timer);
      worker.onmessage = ({ data: events }: MessageEvent<readonly FromConversation[]>) => {
        for (const event of events) this.#hear(event);
      };
      this.#use('worker', (message) => {
        const lines = 'line' in message ? [message.line as unknown as MessagePort] : [];
        worker.postMessage(message, lines);
        // It may have died, and nobody is told of that.
        if (message.type === 'hangUp') setTimeout(() => this.#hear({ type: 'hungUp' }), GOODBYE_MS);
      });
      const { signal } = this.#life;
      globalThis.addEventListener('online', () => this.post({ type: 'online' }), { signal });
    };
    worker.postMessage(settings);
  }

  #use(place: ConversationPlace, send: (message: ToConversation) => void): void {
    this.place = place;
    this.#send = send;
    for (const message of this.#waiting.splice(0)) send(message);
  }

  /** The call ends; what the Worker had of it counts as lost, and so does what is said until the microphone ends. */
  #crashed(detail: string): void {
    this.#send = (message) => {
      if (message.type === 'hangUp') this.#hear({ type: 'hungUp' });
      if (message.type !== 'missed') return;
      const { captured, missed, ...rest } = this.#report;
      const { samples } = message;
      const report = { ...rest, captured: captured + samples, missed: missed + samples, level: 0 };
      this.#hear({ type: 'captured', report, spokenMs: 0 });
    };
    this.#on({ type: 'failed', error: new CallError('internal', { detail: `Worker: ${detail}` }) });
  }

  #hear(event: FromConversation): void {
    if (this.#life.signal.aborted) return;
    switch (event.type) {
      case 'askToken':
        return void this.#answer(event.question, event.handle);
      case 'unwanted':
        return this.#questions.get(event.question)?.abort();
      case 'lost':
      case 'failed': {
        const { code, ...details } = event.error;
        const error = new CallError(code, details);
        learnForbidden(error);
        return this.#on({ ...event, error });
      }
      case 'captured':
        this.#report = event.report;
        return this.#on(event);
      default:
        return this.#on(event);
    }
  }

  #fetchAhead(): void {
    this.#first = this.#fetch(this.#life.signal);
    // The conversation is told of it once it asks; do not raise `unhandledrejection` before.
    this.#first.catch(() => {});
  }

  async #fetch(signal: AbortSignal, handle?: string): Promise<string> {
    // The report of a policy has the whole address, token and all, so that no second one is spent on it.
    const failure = forbiddenBy(this.#options.baseUrl || BASE_URL);
    if (failure) throw failure;
    return fetchToken(this.#options, signal, handle);
  }

  async #answer(question: number, handle: string | undefined): Promise<void> {
    const unwanted = new AbortController();
    const onabort = () => unwanted.abort();
    this.#life.signal.addEventListener('abort', onabort, { signal: unwanted.signal });
    this.#questions.set(question, unwanted);
    const first = this.#first;
    this.#first = undefined;
    try {
      const token = await (first ?? this.#fetch(unwanted.signal, handle));
      this.post({ type: 'token', question, token });
    } catch (error) {
      const failure = asCallError(error, 'internal');
      this.post({ type: 'noToken', question, error: toPlain(failure) });
    }
    this.#questions.delete(question);
    // Lets go of the listener to the end of the call.
    unwanted.abort();
  }
}
