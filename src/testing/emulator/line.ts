import type { OpenConnection } from './perform.js';
import type { Clock } from './clock.js';
import type { Ear } from './ear.js';
import { joinPcm } from './pcm.js';
import { choosePersona } from './choose-persona.js';
import type { Persona } from './persona.js';
import { type Condition, readCondition } from './condition.js';
import type { ConnectionReport, LineReport } from './report.js';
import type { Script } from './script.js';
import { Sessions } from './sessions.js';
import type { Tokens } from './tokens.js';
import type { Voice } from './voice.js';

/** Services that all lines of an emulator share: a token is good on any of them. */
export interface House {
  readonly clock: Clock;
  readonly voice: Voice;
  readonly tokens: Tokens;
}

/** A number to dial, with a script for whoever does, and the account of what it heard. */
export class Line {
  readonly id: string;
  readonly clock: Clock;
  readonly voice: Voice;
  readonly sessions: Sessions<Ear>;
  readonly tokens: Tokens;
  readonly #records: boolean;
  #script: Script;
  #persona: Persona;
  readonly #open = new Set<OpenConnection>();
  readonly #reports: ConnectionReport[] = [];
  readonly #waiting = new Set<() => void>();
  #pcm: Int16Array[] = [];
  #dials = 0;
  #tokenRequests = 0;

  /** `records` keeps all it hears; a line that is dialled for days should not. */
  constructor(id: string, script: Script, { clock, voice, tokens }: House, records: boolean) {
    this.id = id;
    this.#script = script;
    this.#persona = choosePersona(script.persona, voice);
    this.clock = clock;
    this.voice = voice;
    this.tokens = tokens;
    this.sessions = new Sessions(clock);
    this.#records = records;
  }

  get script(): Script {
    return this.#script;
  }

  /** The party that answers: the same on every connection, so that a list of turns goes on after a reconnect. */
  get persona(): Persona {
    return this.#persona;
  }

  /** Changes fields of the script; a persona among them begins from its start. */
  change(fields: Script): void {
    this.#script = { ...this.#script, ...fields };
    if (fields.persona !== undefined) this.#persona = choosePersona(fields.persona, this.voice);
  }

  /** The connections that are open now. */
  get open(): readonly OpenConnection[] {
    return [...this.#open];
  }

  /** Everything heard on the line, in the order in which it came. */
  get pcm(): Int16Array {
    return joinPcm(this.#pcm);
  }

  get report(): LineReport {
    const connections = this.#reports;
    const sum = (count: (report: ConnectionReport) => number) =>
      connections.reduce((total, report) => total + count(report), 0);
    return {
      connections,
      totals: {
        dials: this.#dials,
        connections: connections.length,
        closed: sum(({ closed }) => (closed ? 1 : 0)),
        setups: sum(({ setup }) => (setup ? 1 : 0)),
        samples: sum(({ samples }) => samples),
        chunks: sum(({ chunks }) => chunks),
        streamEnds: sum(({ streamEnds }) => streamEnds),
        markedEnds: sum(({ marks }) => marks.filter(({ type }) => type === 'end').length),
        written: sum(({ written }) => written.length),
        turns: sum(({ turns }) => turns),
        tokenRequests: this.#tokenRequests,
      },
    };
  }

  dialled(): void {
    this.#dials += 1;
    this.changed();
  }

  tokenRequested(): void {
    this.#tokenRequests += 1;
    this.changed();
  }

  connected(connection: OpenConnection): void {
    this.#open.add(connection);
    this.#reports.push(connection.report);
    if (!this.#records) this.#reports.splice(0, this.#reports.length - 20);
    this.changed();
  }

  disconnected(connection: OpenConnection): void {
    this.#open.delete(connection);
    this.changed();
  }

  heard(samples: Int16Array): void {
    if (this.#records) this.#pcm.push(samples);
    this.changed();
  }

  /** Tells whoever waits that a count has grown. */
  changed(): void {
    for (const look of this.#waiting) look();
  }

  /** Resolves with whether the condition held within `limit` milliseconds; rejects where looking at it throws. */
  reached(condition: Condition, limit: number): Promise<boolean> {
    const holds = readCondition(condition, this.report.totals);
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#waiting.delete(look);
        cancel();
      };
      const look = () => {
        try {
          if (!holds(this.report)) return;
          resolve(true);
        } catch (error) {
          reject(error);
        }
        stop();
      };
      const cancel = this.clock.after(limit, () => {
        stop();
        resolve(false);
      });
      this.#waiting.add(look);
      look();
    });
  }

  /** Drops every connection. */
  close(): void {
    for (const connection of this.#open) connection.terminate();
  }
}
