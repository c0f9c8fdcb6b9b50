import { UsageError } from './exit.js';

/** How a check is made, whatever it checks. */
export interface CheckOptions {
  readonly baseUrl: string;
  readonly apiVersion: string | undefined;
  /** The page that would call. */
  readonly origin: string | undefined;
  readonly timeoutMs: number;
}

/** An address of a page counts as its origin; that is what people copy. */
export function readOrigin(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/^(?!https?:)[a-z][a-z\d+.-]*:\/\/[\w.-]+$/i.test(text)) return text;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.origin;
  throw new UsageError(`"${text}" is no origin; one looks like https://www.example.com.`);
}

export function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UsageError(`"${text}" is no address of a broker; it begins with https://.`);
  if (url.username || url.password)
    throw new UsageError('an address with a password is not asked.');
  return url.href;
}

export function readTimeout(text = '10'): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 600) return seconds * 1000;
  throw new UsageError(`--timeout takes seconds up to 600, not "${text}".`);
}

export function readHeaders(lines: readonly string[]): [string, string][] {
  return lines.map((line) => {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*([\t\x20-\x7e]*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) return [name.toLowerCase(), value];
    throw new UsageError('--header takes "name: value".');
  });
}
