import { UsageError } from './exit.js';

/** The port that a text names, if there is one. */
export function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UsageError(`"${text}" is no port; a port is a number up to 65535.`);
}
