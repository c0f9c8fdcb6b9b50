import type { ToolCall, ToolResponse } from './ports/session.js';
import type { Tools } from './tools.js';

export interface ToolCallsListener {
  /** The model calls a function, which runs next. */
  called(call: ToolCall): void;
  answered(response: ToolResponse): void;
  /** Whether the server takes no input, because a call that blocks it has no answer yet. */
  blocked(blocked: boolean): void;
}

/** So many answers are kept, the newest: a call may last for hours. */
const MAX_ANSWERS = 256;

/** A call that is over. */
interface Answer {
  readonly response: ToolResponse;
  /** Whether the connection in use was given it, so that a second question on it is a mere repetition. */
  given: boolean;
}

/**
 * Runs the function calls of the model, each once, and answers them: a call without an answer leaves the
 * model deaf. A resumed session may ask again for what it has no answer to; it gets the answer that was kept.
 */
export class ToolCalls {
  readonly #tools: Tools;
  readonly #listener: ToolCallsListener;
  readonly #pending = new Map<
    string,
    { name: string; aborter: AbortController; blocking: boolean }
  >();
  /** By the id of the call, oldest first. */
  readonly #answers = new Map<string, Answer>();
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
  async run({ id, name, args }: ToolCall, blocking: boolean): Promise<void> {
    if (this.#closed || this.#pending.has(id) || this.#answerAgain(id)) return;
    const aborter = new AbortController();
    this.#pending.set(id, { name, aborter, blocking });
    this.#tellBlocked();
    const response = await this.#perform({ id, name, args }, aborter);
    if (!this.#pending.delete(id)) return;
    this.#keep({ id, name, response });
    this.#listener.answered({ id, name, response });
    this.#tellBlocked();
  }

  /** The server does not wait for these any more: they get no answer. */
  cancel(ids: Iterable<string>): void {
    for (const id of ids) {
      const name = this.#drop(id);
      if (name) this.#keep({ id, name, response: { error: `${name} was canceled.` } });
    }
    this.#tellBlocked();
  }

  /** The connection is lost; the next one may ask again. */
  connectionLost(): void {
    for (const answer of this.#answers.values()) answer.given = false;
  }

  /** The session is another one, which has asked nothing. */
  contextLost(): void {
    for (const id of this.#pending.keys()) this.#drop(id);
    this.#answers.clear();
    this.#tellBlocked();
  }

  /** The call is over. A server that was blocked stays so. */
  close(): void {
    this.#closed = true;
    this.#answers.clear();
    for (const id of this.#pending.keys()) this.#drop(id);
  }

  #answerAgain(id: string): boolean {
    const answer = this.#answers.get(id);
    if (!answer) return false;
    if (!answer.given) this.#listener.answered(answer.response);
    answer.given = true;
    return true;
  }

  #keep(response: ToolResponse): void {
    this.#answers.set(response.id, { response, given: true });
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

  #tellBlocked(): void {
    this.#listener.blocked([...this.#pending.values()].some(({ blocking }) => blocking));
  }
}

/** A copy as JSON has it, and nothing in it that could pose as a prototype. Throws for anything that is not JSON. */
function toPlain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value ?? null) ?? 'null', (key, entry: unknown) =>
    key === '__proto__' ? undefined : entry,
  ) as T;
}
