import { type JsonObject, objectAt, objectsAt } from './json.js';

/** The function calls of a connection that have no answer yet. */
export class ToolCalls {
  readonly #pending = new Map<string, { readonly blocks: boolean }[]>();
  readonly #behaviors = new Map<unknown, unknown>();
  #blockByDefault = true;

  /** Learns from the setup which functions block: models from 3.8 on do not unless told so. */
  declare(setup: JsonObject): void {
    this.#blockByDefault = !/gemini-3\.8/.test(String(setup['model']));
    for (const tool of objectsAt(setup, 'tools'))
      for (const { name, behavior } of objectsAt(tool, 'functionDeclarations'))
        this.#behaviors.set(name, behavior);
  }

  /** Takes note of the calls and cancellations in a server message. */
  observe(frame: JsonObject): void {
    for (const { id, name } of objectsAt(objectAt(frame, 'toolCall'), 'functionCalls')) {
      const behavior = this.#behaviors.get(name);
      const blocks = behavior === undefined ? this.#blockByDefault : behavior === 'BLOCKING';
      const key = keyOf(id, name);
      // A repeated id is one call; without ids, each call waits for an answer of its own.
      const waiting = id === undefined ? (this.#pending.get(key) ?? []) : [];
      this.#pending.set(key, [...waiting, { blocks }]);
    }
    const { ids } = objectAt(frame, 'toolCallCancellation');
    if (Array.isArray(ids)) for (const id of ids) this.#pending.delete(keyOf(id, ''));
  }

  /** Whether a call was waiting for this answer: by its id or, where it had none, by its name. */
  answer(id: unknown, name: unknown): boolean {
    const key = keyOf(id, name);
    const [first, ...others] = this.#pending.get(key) ?? [];
    if (others.length > 0) this.#pending.set(key, others);
    else this.#pending.delete(key);
    return first !== undefined;
  }

  get pending(): boolean {
    return this.#pending.size > 0;
  }

  /** Whether the model hears nothing until a call is answered. */
  get blocking(): boolean {
    return [...this.#pending.values()].flat().some(({ blocks }) => blocks);
  }
}

const keyOf = (id: unknown, name: unknown) =>
  id === undefined ? `name ${String(name)}` : JSON.stringify(id);
