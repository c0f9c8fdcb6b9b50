import type { Action } from './emulator/action.js';
import type { LineReport, LineTotals } from './emulator/report.js';
import type { Script } from './emulator/script.js';

/** A line of a running emulator: a number to dial with a script of its own. */
export interface Line {
  readonly id: string;
  /** For the attribute `base-url`. */
  readonly baseUrl: string;
  /** For the attribute `token-url`: answers each POST with a token, or as `script.tokens` says. */
  readonly tokenUrl: string;
  /** Mints a token. */
  token(): Promise<string>;
  report(): Promise<LineReport>;
  /** Everything heard on the line so far: int16 samples in the order in which they came. */
  heard(): Promise<Int16Array>;
  /** Resolves once the line has counted as much, as in `{connections: 2}`; rejects after 20 s. */
  waitFor(counts: Partial<LineTotals>): Promise<LineReport>;
  /** Does something now on the open connections of the line. */
  do(action: Action): Promise<void>;
  /** Changes fields of the script: for the next connection and, where they still matter, for this one. */
  change(script: Script): Promise<void>;
  /** Hangs up on everybody and forgets the line. */
  close(): Promise<void>;
}

/** Opens a line on the emulator at `emulatorUrl`, any address of which will do. */
export async function openLine(emulatorUrl: string, script: Script = {}): Promise<Line> {
  const lines = new URL('/lines', emulatorUrl).href;
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
    async heard() {
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
}

async function request(method: string, url: string, body?: Script | Action): Promise<Response> {
  if (body && 'persona' in body && typeof body.persona === 'function')
    throw new TypeError('A persona that is a function stays with startEmulator: give a list here.');
  const answer = await fetch(url, { method, body: body ? JSON.stringify(body) : null });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}
