import { columns } from './help.js';
import type { Fault } from './fault.js';
import type { World } from './world.js';

/** The questions of a check, in their order. */
export type StepName = 'profile' | 'key' | 'origin' | 'token' | 'call';

interface Step {
  readonly step: StepName;
  readonly ok: boolean;
  readonly text: string;
}

/** What a check has found so far. */
export class CheckReport {
  readonly #steps: Step[] = [];

  good(step: StepName, text: string): void {
    this.#steps.push({ step, ok: true, text });
  }

  /** Writes the account, in words or as one JSON object. Yields the exit code. */
  write(world: World, json: boolean, fault?: Fault): number {
    if (json) world.out(`${JSON.stringify(this.#asJson(fault))}\n`);
    else world.out(`${this.#asWords(fault).join('\n')}\n`);
    return fault?.exit ?? 0;
  }

  #asJson(fault?: Fault): object {
    if (!fault) return { ok: true, steps: this.#steps };
    const { code, what, change, said } = fault;
    return { ok: false, steps: this.#steps, finding: { code, what, change, said } };
  }

  #asWords(fault?: Fault): string[] {
    const rows = this.#steps.map(({ step, text }): [string, string] => [`ok     ${step}`, text]);
    if (!fault) return [...columns(rows), 'A call can be made.'];
    const { code, what, change, said } = fault;
    rows.push(['WRONG', sentence(what)], ['change', change]);
    if (said) rows.push(['heard', said]);
    rows.push(['code', code]);
    return columns(rows);
  }
}

/** A sentence may begin with an address, which stays as it is. */
const sentence = (text: string) =>
  text.replace(/^[a-z](?=[a-z]* )/, (first) => first.toUpperCase());
