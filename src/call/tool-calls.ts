import { HUNG_UP_MS } from '../connection/suspects.js';
import { toJson } from '../platform/json.js';
import type { ToolCall, ToolResponse } from './ports/session.js';
import { callLimit } from './call-limit.js';
import type { Tools } from './tools.js';

/** The functions that run at the moment. */
export interface Work {
  /** The label of the one that was called last, for the caller. */
  readonly label: string | undefined;
  /** Whether the server takes no input meanwhile, so that the caller's words are kept. */
  readonly blocking: boolean;
}

export interface ToolCallsListener {
  /** The model calls a function, which runs next. */
  called(call: ToolCall): void;
  answered(response: ToolResponse): void;
  /** The functions that run are others now; `undefined` for none. */
  changed(work: Work | undefined): void;
}

/** So many answers are kept, the newest: a call may last for hours. */
const MAX_ANSWERS = 256;

/** So many refused calls are known by their ids; a model may loop. */
const MAX_REFUSED = 1024;

/** A call that was asked for. */
interface Question {
  /** Whether it came on the connection in use, so that it is a mere repetition the second time. */
  asked: boolean;
  /** What tells a call without an id from others: its name and its arguments. */
  readonly nameless: string | undefined;
}

interface Pending extends Question {
  readonly name: string;
  readonly aborter: AbortController;
  readonly blocking: boolean;
}

interface Answer extends Question {
  response: ToolResponse;
  /** When it was given last, on the clock of the page, in ms, and how many servers hung up on it. */
  givenAt: number;
  hungUp: number;
}

/**
 * Runs the function calls of the model, each once, and answers them: a call without an answer leaves the
 * model deaf. A resumed session may ask again for what it has no answer to; it gets the answer that was kept.
 */
export class ToolCalls {
  readonly #tools: Tools;
  readonly #listener: ToolCallsListener;
  readonly #mayBegin = callLimit();
  /** Both by the id of the call, ours where the server gave none; oldest first. */
  readonly #pending = new Map<string, Pending>();
  readonly #answers = new Map<string, Answer>();
  /** The calls on the connection in use that were too many, by their ids. */
  readonly #refused = new Set<string>();
  #named = 0;
  #closed = false;

  constructor(tools: Tools, listener: ToolCallsListener) {
    this.#tools = tools;
    this.#listener = listener;
  }

  /** Whether a call waits for its answer. */
  get pending(): boolean {
    return this.#pending.size > 0;
  }

  /** Runs a call; `blocking` when the server takes no input until it is answered. */
  async run({ id: given, name, args }: ToolCall, blocking: boolean): Promise<void> {
    if (this.#closed) return;
    const nameless = given ? undefined : `${name} ${json(args)}`;
    const id = nameless ? this.#nameOf(nameless) : given;
    if (this.#isKnown(id)) return;
    if (!this.#mayBegin(this.#pending.size)) {
      if (this.#refused.size === MAX_REFUSED) this.#refused.clear();
      this.#refused.add(id);
      const response = { error: 'Too many calls at once.' };
      return this.#listener.answered({ id: given, name, response });
    }
    const aborter = new AbortController();
    const question = { asked: true, nameless };
    this.#pending.set(id, { ...question, name, aborter, blocking });
    this.#tellWork();
    const response = await this.#perform({ id, name, args }, aborter);
    const pending = this.#pending.get(id);
    if (pending?.aborter !== aborter) return;
    this.#pending.delete(id);
    const answer = { id: given, name, response };
    this.#keep(id, { ...question, response: answer });
    this.#listener.answered(answer);
    this.#tellWork();
  }

  /** The server does not wait for these any more: they get no answer. */
  cancel(ids: Iterable<string>): void {
    for (const id of ids) {
      const name = this.#drop(id);
      if (!name) continue;
      const response = { id, name, response: { error: `${name} was canceled.` } };
      this.#keep(id, { response, asked: true, nameless: undefined });
    }
    this.#tellWork();
  }

  /**
   * The connection is lost, `hungUp` if the server hung up with a code; the next one may ask again. An answer
   * on which two servers hung up would end each connection: an error takes its place.
   */
  connectionLost(hungUp = false): void {
    this.#refused.clear();
    for (const call of this.#pending.values()) call.asked = false;
    for (const answer of this.#answers.values()) {
      const { asked, givenAt, response } = answer;
      answer.asked = false;
      if (!hungUp || !asked || performance.now() - givenAt > HUNG_UP_MS) continue;
      if (++answer.hungUp < 2) continue;
      answer.response = { ...response, response: { error: 'The answer cannot be sent.' } };
    }
  }

  /** A resumed session knows all answers by now: the same call without an id is another one. */
  covered(): void {
    for (const [id, { nameless }] of this.#answers) if (nameless) this.#answers.delete(id);
  }

  /** The session is another one, which has asked nothing. */
  contextLost(): void {
    for (const id of this.#pending.keys()) this.#drop(id);
    this.#answers.clear();
    this.#tellWork();
  }

  /** The call is over. A server that was blocked stays so. */
  close(): void {
    this.#closed = true;
    this.#answers.clear();
    for (const id of this.#pending.keys()) this.#drop(id);
  }

  /** The id of the same call without an id on an earlier connection, or a new one. */
  #nameOf(nameless: string): string {
    const all = [...this.#pending, ...this.#answers];
    const again = all.find(([, call]) => call.nameless === nameless && !call.asked);
    return again?.[0] ?? `live-call-${++this.#named}`;
  }

  /** Whether a call was asked for before; its answer, if there is one, is given once on each connection. */
  #isKnown(id: string): boolean {
    const answer = this.#answers.get(id);
    const question = this.#pending.get(id) ?? answer;
    if (answer && !answer.asked) {
      answer.givenAt = performance.now();
      this.#listener.answered(answer.response);
    }
    if (question) question.asked = true;
    return question !== undefined || this.#refused.has(id);
  }

  #keep(id: string, answer: Question & Pick<Answer, 'response'>): void {
    this.#answers.set(id, { ...answer, givenAt: performance.now(), hungUp: 0 });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MAX_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
  }

  /** Lets go of a call that is pending; returns its name. */
  #drop(id: string): string | undefined {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    call?.aborter.abort();
    return call?.name;
  }

  async #perform(call: ToolCall, aborter: AbortController): Promise<ToolResponse['response']> {
    const { name } = call;
    const { signal } = aborter;
    const tool = this.#tools.get(name);
    const late = () => aborter.abort(new Error(`${name} took too long.`));
    const timer = setTimeout(late, tool?.timeoutMs ?? 0);
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    aborted.catch(() => {});
    try {
      const args = toPlain(call.args);
      this.#listener.called({ ...call, args });
      signal.throwIfAborted();
      if (!tool) throw new Error(`There is no function ${name}.`);
      const output: unknown = await Promise.race([tool.run(args, { signal }), aborted]);
      return { output: toPlain(output) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : `${name} failed.` };
    } finally {
      clearTimeout(timer);
    }
  }

  #tellWork(): void {
    const running = [...this.#pending.values()];
    const last = running[running.length - 1];
    this.#listener.changed(
      last && {
        label: this.#tools.get(last.name)?.label,
        blocking: running.some(({ blocking }) => blocking),
      },
    );
  }
}

/** In JSON, as far as it can be. */
function json(args: ToolCall['args']): string {
  try {
    return toJson(args);
  } catch {
    return '';
  }
}

/** A copy as JSON has it, and nothing in it that could pose as a prototype. Throws for anything that is not JSON. */
function toPlain<T>(value: T): T {
  return JSON.parse(toJson(value), (key, entry: unknown) =>
    key === '__proto__' ? undefined : entry,
  ) as T;
}
