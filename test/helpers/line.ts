import type { Action } from '../../src/testing/emulator/action.js';
import type { LineReport, LineTotals } from '../../src/testing/emulator/report.js';
import type { Script } from '../../src/testing/emulator/script.js';

export type { Action, LineReport, LineTotals, Script };

declare global {
  /** Where the test runner has started the emulator. */
  var __emulator__: string;
  /** Another emulator, for calls that never get through. */
  var __tarpit__: string;
}

/** A line of the emulator: a number to dial with a script, see src/testing/emulator/script.ts. */
export interface TestLine {
  readonly id: string;
  readonly baseUrl: string;
  /** Answers each POST with a fresh single-use `{token}`, or as `script.tokens` says. */
  readonly tokenUrl: string;
  /** Mints a token. */
  token(): Promise<string>;
  report(): Promise<LineReport>;
  /** Everything heard on the line so far: int16 samples in the order in which they came. */
  pcm(): Promise<Int16Array>;
  /** Resolves once the line has counted as much, as in `{connections: 2}`; rejects after 20 s. */
  waitFor(counts: Partial<LineTotals>): Promise<LineReport>;
  /** Does something now on the open connections of the line. */
  do(action: Action): Promise<void>;
  /** Changes fields of the script: for the next connection and, where they still matter, for this one. */
  change(script: Script): Promise<void>;
  /** Hangs up on everybody and forgets the line. */
  close(): Promise<void>;
}

/** Opens a line of its own on the emulator. */
export const openLine = async (script: Script = {}): Promise<TestLine> => {
  // A browser dials one socket per address at a time: a number that never answers holds up all others.
  const emulator = script.hang === 'tcp' ? globalThis.__tarpit__ : globalThis.__emulator__;
  const lines = `${emulator}/lines`;
  const created = await request('POST', lines, script);
  const { id, baseUrl } = (await created.json()) as { id: string; baseUrl: string };
  const url = `${lines}/${id}`;
  return {
    id,
    baseUrl,
    tokenUrl: `${url}/token`,
    async token() {
      const answer = await request('POST', `${url}/token`);
      return ((await answer.json()) as { token: string }).token;
    },
    async report() {
      return (await (await request('GET', url)).json()) as LineReport;
    },
    async pcm() {
      return new Int16Array(await (await request('GET', `${url}/pcm`)).arrayBuffer());
    },
    async waitFor(counts) {
      const query = new URLSearchParams(
        Object.entries(counts).map(([name, count]) => [name, String(count)]),
      );
      return (await (await request('GET', `${url}/wait?${query}`)).json()) as LineReport;
    },
    async do(action) {
      await request('POST', `${url}/do`, action);
    },
    async change(change) {
      await request('PATCH', url, change);
    },
    async close() {
      await request('DELETE', url);
    },
  };
};

async function request(method: string, url: string, body?: object): Promise<Response> {
  const answer = await fetch(url, { method, body: body ? JSON.stringify(body) : null });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}
