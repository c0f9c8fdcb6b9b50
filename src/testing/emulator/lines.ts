import { perform } from './perform.js';
import type { Answer } from './answer.js';
import type { Clock } from './clock.js';
import type { Condition } from './condition.js';
import { isObject } from './json.js';
import { type House, Line } from './line.js';
import { readScript, type Script } from './script.js';
import { answerToken } from './token-endpoint.js';
import { Tokens } from './tokens.js';
import type { Voice } from './voice.js';

/** How long `wait` waits, in milliseconds. */
const WAIT_LIMIT = 20_000;

/** A request for the lines, its body read. */
export interface LinesRequest {
  readonly method: string;
  /** Raw path and query. */
  readonly url: string;
  readonly body: string;
  /** Scheme and host the request came to. */
  readonly origin: string;
}

/** The numbers that can be dialled, and the HTTP interface to their scripts and accounts. */
export class Lines {
  readonly #house: House;
  readonly #lines = new Map<string, Line>();
  readonly #default: Line;

  constructor(clock: Clock, voice: Voice) {
    this.#house = { clock, voice, tokens: new Tokens(clock) };
    this.#default = new Line('default', {}, this.#house, false);
  }

  /** The line of that number; the parrot's where there is none. */
  find(id: string): Line {
    return this.#lines.get(id) ?? this.#default;
  }

  /** Opens a line of its own for this script. */
  open(script: Script): Line {
    const id = Math.random().toString(36).slice(2, 10);
    const line = new Line(id, script, this.#house, true);
    this.#lines.set(id, line);
    return line;
  }

  close(): void {
    for (const line of [...this.#lines.values(), this.#default]) line.close();
    this.#lines.clear();
  }

  /** Answers `/lines…`; undefined for any other path, `null` where there shall be no answer at all. */
  async answer(request: LinesRequest): Promise<Answer | null | undefined> {
    const path = /^\/lines(?:\/([^/?]+)(?:\/(\w+))?)?(?:\?(.*))?$/.exec(request.url);
    if (!path) return undefined;
    try {
      const [, id, part = '', query = ''] = path;
      if (id === undefined) return this.#create(request);
      const line = this.#lines.get(id);
      if (!line) return { status: 404, body: { error: `There is no line ${id}.` } };
      return await this.#answerLine(line, `${request.method} ${part}`.trim(), request.body, query);
    } catch (error) {
      if (error instanceof TypeError || error instanceof SyntaxError)
        return { status: 400, body: { error: error.message } };
      throw error;
    }
  }

  #create({ method, body, origin }: LinesRequest): Answer {
    if (method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
    const { id } = this.open(readScript(JSON.parse(body || '{}')));
    return { status: 201, body: { id, baseUrl: `${origin}/line/${id}` } };
  }

  async #answerLine(
    line: Line,
    request: string,
    body: string,
    query: string,
  ): Promise<Answer | null> {
    switch (request) {
      case 'GET':
        return { status: 200, body: line.report };
      case 'PATCH':
        line.change(readScript(JSON.parse(body)));
        return { status: 200, body: line.script };
      case 'DELETE':
        line.close();
        this.#lines.delete(line.id);
        return { status: 204 };
      case 'GET pcm':
        return { status: 200, body: bytesOf(line.pcm) };
      case 'GET wait':
        return wait(line, query);
      case 'POST do':
        return act(line, body);
      case 'POST token':
        return answerToken(line);
      default:
        return { status: 404, body: { error: `A line has no ${request}.` } };
    }
  }
}

const bytesOf = (pcm: Int16Array): Uint8Array =>
  new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);

async function wait(line: Line, query: string): Promise<Answer> {
  const counts = [...new URLSearchParams(query)].map(([name, count]) => [name, Number(count)]);
  const reached = await line.reached(Object.fromEntries(counts) as Condition, WAIT_LIMIT);
  return { status: reached ? 200 : 504, body: line.report };
}

function act(line: Line, body: string): Answer {
  const action: unknown = JSON.parse(body);
  if (line.open.length === 0) return { status: 409, body: { error: 'Nobody is on this line.' } };
  perform(action, line.open);
  return { status: 200, body: isObject(action) ? action : {} };
}
