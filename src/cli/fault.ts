import { oneLine } from '../broker/events.js';
import { redact } from '../platform/redact.js';
import { EXIT } from './exit.js';
import { type FindingCode, findings, unanswered } from './findings.js';

/** The facts that stand in the `{…}` of a finding. */
export type Facts = Readonly<Record<string, string | number>>;

/** Something that is wrong with the set-up, in words, with what to change. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FindingCode;
  readonly what: string;
  readonly change: string;
  /** The words of whoever refused, on one line and without secrets; empty where nobody said anything. */
  readonly said: string;
  readonly exit: number;

  constructor(code: FindingCode, facts: Facts = {}, said = '') {
    const { what, change } = findings[code];
    super(code);
    this.code = code;
    this.what = fill(what, facts);
    this.change = fill(change, facts);
    this.said = redact(oneLine(said)).trim();
    this.exit = unanswered.includes(code) ? EXIT.network : EXIT.wrong;
  }
}

const fill = (text: string, facts: Facts) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => oneLine(String(facts[name] ?? '')).trim());
