import { copyAsJson, toJson } from '../platform/json.js';
import type { ToolCall, ToolDeclaration } from './ports/session.js';

/** The Live API takes no other names: https://ai.google.dev/api/caching#FunctionDeclaration */
const NAME = /^[A-Za-z_][\w.:-]{0,127}$/;

/** How long a function may take unless it was registered with another `timeout`, in ms. */
const TIMEOUT_MS = 15_000;

/**
 * A function that the model may call, in the shape of WebMCP's `registerTool`, so that a page registers
 * one object in both places: https://webmachinelearning.github.io/webmcp/
 */
export interface ToolDefinition {
  /** Letters, digits, `_`, `.`, `:` and `-`, at most 128; begins with a letter or `_`. */
  readonly name: string;
  /** For the model: the purpose of the function, and when to call it. */
  readonly description?: string | undefined;
  /** For the caller, while the function runs: `Looking for a free table`. */
  readonly label?: string | undefined;
  /** JSON Schema of the arguments, an object. */
  readonly inputSchema?: object | undefined;
  /**
   * Returns the answer for the model, or a promise of it: anything that JSON can hold. The message of
   * an error that it throws is the answer, too. `signal` aborts when nobody waits for the answer any more.
   */
  execute(args: ToolCall['args'], context: { readonly signal: AbortSignal }): unknown;
}

export interface ToolOptions {
  /** Takes the function away when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** How long the function may take before the model is told that it took too long, in ms; 15,000 unless given. */
  readonly timeout?: number | undefined;
  /** Whether the model waits for the answer before it speaks on; models differ in what they do without it. */
  readonly blocking?: boolean | undefined;
}

/** A registered function. */
export interface Tool {
  readonly declaration: ToolDeclaration;
  readonly label: string | undefined;
  readonly timeoutMs: number;
  run(args: ToolCall['args'], context: { readonly signal: AbortSignal }): unknown;
}

/** The functions that the model may call. They are kept from call to call. */
export class Tools {
  readonly #tools = new Map<string, Tool>();

  get declarations(): readonly ToolDeclaration[] {
    return [...this.#tools.values()].map(({ declaration }) => declaration);
  }

  get(name: string): Tool | undefined {
    return this.#tools.get(name);
  }

  /**
   * Adds a function, in the place of one that has its name.
   * @throws TypeError when the definition or an option is unusable.
   */
  register(definition: ToolDefinition, { signal, timeout, blocking }: ToolOptions = {}): void {
    const { name, description, label, inputSchema } = check(definition);
    if (timeout !== undefined && !(timeout > 0)) {
      throw refuse(`the timeout of ${name} must be more than 0 ms`);
    }
    if (signal?.aborted) return;
    const tool: Tool = {
      // A copy: a page that changes its schema later changes nothing in the next setup.
      declaration: { name, description, inputSchema: copyOf(name, inputSchema), blocking },
      label,
      timeoutMs: timeout ?? TIMEOUT_MS,
      run: (args, context) => definition.execute(args, context),
    };
    this.#tools.set(name, tool);
    const remove = () => {
      if (this.#tools.get(name) === tool) this.#tools.delete(name);
    };
    signal?.addEventListener('abort', remove, { once: true });
  }
}

const refuse = (why: string) => new TypeError(`registerTool: ${why}`);

function check(definition: ToolDefinition): ToolDefinition {
  if (typeof definition !== 'object' || definition === null) {
    throw refuse('the tool must be an object { name, description, inputSchema, execute }');
  }
  const { name } = definition;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw refuse(
      `the name ${toJson(name)} must begin with a letter or _ and hold letters, digits, _ . : - only`,
    );
  }
  for (const field of ['description', 'label'] as const) {
    const text: unknown = definition[field];
    if (text === undefined || typeof text === 'string') continue;
    throw refuse(`the ${field} of ${name} must be a string`);
  }
  // The SDK's own name for it.
  if ('parameters' in definition) throw refuse(`${name} has parameters; write inputSchema`);
  if (typeof definition.execute !== 'function') throw refuse(`${name} has no function execute`);
  return definition;
}

/** JSON Schema of an object, as JSON has it. */
function copyOf(name: string, schema: object | undefined): object | undefined {
  if (schema === undefined) return undefined;
  let copy: unknown;
  try {
    copy = copyAsJson(schema);
  } catch {
    copy = undefined;
  }
  const isObject = typeof copy === 'object' && copy !== null && !Array.isArray(copy);
  const type: unknown = isObject ? (copy as { type?: unknown }).type : undefined;
  if (!isObject || (type !== undefined && type !== 'object')) {
    throw new TypeError(
      `registerTool: the inputSchema of ${name} must be a JSON Schema of an object`,
    );
  }
  return copy as object;
}
