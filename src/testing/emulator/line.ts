import type { OpenConnection } from './action.js';
import type { Clock } from './clock.js';
import type { Ear } from './ear.js';
import { joinPcm } from './pcm.js';
import type { Persona } from './persona.js';
import type { ConnectionReport } from './report.js';
import type { Script } from './script.js';
import { Sessions } from './sessions.js';
import type { Tokens } from './tokens.js';

/** The account of a line. */
export interface LineReport {
  readonly connections: readonly ConnectionReport[];
  readonly totals: LineTotals;
}

/** Counts over all connections of a line; each of them can be waited for. */
export interface LineTotals {
  /** Upgrades asked for, the refused ones included. */
  readonly dials: number;
  readonly connections: number;
  /** Connections that are closed. */
  readonly closed: number;
  /** Connections that have sent their setup. */
  readonly setups: number;
  /** int16 samples of input. */
  readonly samples: number;
  readonly chunks: number;
  readonly streamEnds: number;
  /** Ends of speech that clients have marked. */
  readonly markedEnds: number;
  /** Texts and answers of tools. */
  readonly written: number;
  /** Turns of the model that have ended. */
  readonly turns: number;
  /** Requests to the token endpoint. */
  readonly tokenRequests: number;
}

/** Services that all lines of an emulator share: a token is good on any of them. */
export interface House {
  readonly clock: Clock;
  readonly parrot: Persona;
  readonly tokens: Tokens;
}

/** A number to dial, with a script for whoever does, and the account of what it heard. */
export class Line {
  readonly id: string;
  script: Script;
  readonly clock: Clock;
  readonly parrot: Persona;
  readonly sessions: Sessions<Ear>;
  readonly tokens: Tokens;
  readonly #records: boolean;
  readonly #open = new Set<OpenConnection>();
  readonly #reports: ConnectionReport[] = [];
  readonly #waiting = new Set<() => void>();
  #pcm: Int16Array[] = [];
  #dials = 0;
  #tokenRequests = 0;

  /** `records` keeps all it hears; a line that is dialled for days should not. */
  constructor(id: string, script: Script, { clock, parrot, tokens }: House, records: boolean) {
    this.id = id;
    this.script = script;
    this.clock = clock;
    this.parrot = parrot;
    this.tokens = tokens;
    this.sessions = new Sessions(clock);
    this.#records = records;
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

  /** Resolves with true once every count is reached, with false after `limit` milliseconds. */
  reached(counts: Partial<LineTotals>, limit: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (reached: boolean) => {
        this.#waiting.delete(look);
        cancel();
        resolve(reached);
      };
      const look = () => {
        const totals: Partial<Record<string, number>> = { ...this.report.totals };
        if (Object.entries(counts).every(([name, count]) => (totals[name] ?? 0) >= count))
          settle(true);
      };
      const cancel = this.clock.after(limit, () => settle(false));
      this.#waiting.add(look);
      look();
    });
  }

  /** Drops every connection. */
  close(): void {
    for (const connection of this.#open) connection.terminate();
  }
}
