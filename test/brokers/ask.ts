import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Question {
  readonly method?: string;
  /** Beside those of an allowed page; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Asks as no browser would: every header as given, none beside. */
export async function ask(url: string, { method = 'POST', headers, body }: Question) {
  const given = Object.entries(headers ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return new Promise<Answer>((resolve, reject) => {
    const asked = request(url, { method, headers: Object.fromEntries(given), agent: false });
    asked.on('error', reject);
    asked.on('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      text(response).then((text) => resolve({ status, headers, text }), reject);
    });
    asked.end(body);
  });
}
