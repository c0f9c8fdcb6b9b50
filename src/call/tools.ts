import type { ToolCall, ToolDeclaration, ToolResponse } from './ports/session.js';

/**
 * Does what the model asks for and returns, or resolves with, what it shall know of it: anything that
 * JSON can hold. What it throws is told to the model as an error. `signal` aborts when nobody waits
 * for the answer any more.
 */
export type ToolHandler = (
  args: ToolCall['args'],
  context: { readonly signal: AbortSignal },
) => unknown;

/** A function that the model may call. */
export interface Tool {
  readonly declaration: ToolDeclaration;
  readonly handler: ToolHandler;
}

/** By name. */
export type Tools = ReadonlyMap<string, Tool>;

export interface ToolCallsListener {
  /** The model calls a function; its handler runs next. */
  called(call: ToolCall): void;
  answered(response: ToolResponse): void;
  /** Whether the server takes no input, because a call that blocks it has no answer yet. */
  blocked(blocked: boolean): void;
}

/** How long a handler may take, in ms. */
const TIMEOUT = 15_000;

/** Runs the calls of the model, and answers each once: one without an answer leaves the model deaf. */
export class ToolCalls {
  readonly #tools: Tools;
  readonly #listener: ToolCallsListener;
  readonly #timeout: number;
  readonly #seen = new Set<string>();
  #closed = false;
  readonly #pending = new Map<string, { aborter: AbortController; blocking: boolean }>();

  constructor(tools: Tools, listener: ToolCallsListener, timeout = TIMEOUT) {
    this.#tools = tools;
    this.#listener = listener;
    this.#timeout = timeout;
  }

  /** Whether a call waits for its answer. */
  get pending(): boolean {
    return this.#pending.size > 0;
  }

  /** Runs a call; `blocking` when the server takes no input until it is answered. */
  async run(call: ToolCall, blocking: boolean): Promise<void> {
    const { id, name } = call;
    if (this.#closed || this.#seen.has(id)) return;
    this.#seen.add(id);
    if (this.#pending.has(id)) return;
    const aborter = new AbortController();
    this.#pending.set(id, { aborter, blocking });
    this.#tellBlocked();
    const response = await this.#perform(call, aborter);
    if (!this.#pending.delete(id)) return;
    // By now the connection may be another one, which asks again before it has this answer.
    this.#seen.add(id);
    this.#listener.answered({ id, name, response });
    this.#tellBlocked();
  }

  /** The server does not wait for these any more: they get no answer. */
  cancel(ids: Iterable<string>): void {
    for (const id of ids) this.#drop(id);
    this.#tellBlocked();
  }

  /** The connection is another one: it may ask again what it has no answer to. */
  forget(): void {
    this.#seen.clear();
  }

  /** The session is another one, which has asked nothing. */
  abandon(): void {
    this.cancel(this.#pending.keys());
    this.forget();
  }

  /** The call is over. A server that was blocked stays so. */
  close(): void {
    this.#closed = true;
    for (const id of this.#pending.keys()) this.#drop(id);
  }

  #drop(id: string): void {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    call?.aborter.abort();
  }

  async #perform(call: ToolCall, aborter: AbortController): Promise<ToolResponse['response']> {
    const { name } = call;
    const { signal } = aborter;
    const late = () => aborter.abort(new Error(`${name} took too long.`));
    const timer = setTimeout(late, this.#timeout);
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    aborted.catch(() => {});
    try {
      const args = toPlain(call.args);
      this.#listener.called({ ...call, args });
      signal.throwIfAborted();
      const tool = this.#tools.get(name);
      if (!tool) throw new Error(`There is no function ${name}.`);
      const output: unknown = await Promise.race([tool.handler(args, { signal }), aborted]);
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

/** A copy as JSON has it, and nothing in it that could pose as a prototype. Throws for what is not JSON. */
function toPlain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value ?? null) ?? 'null', (key, entry: unknown) =>
    key === '__proto__' ? undefined : entry,
  ) as T;
}
