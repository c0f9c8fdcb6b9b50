import { createHmac, randomBytes } from 'node:crypto';

// The form of a ticket, written down once more and by other means than in a broker.

const hmac = (key: string | Buffer, message: string) =>
  createHmac('sha256', key).update(message).digest();

export interface Ticket {
  readonly id: string;
  /** Unix time in seconds. */
  readonly until: number;
}

export function writeTicket(payload: string, key: string): string {
  const signature = hmac(hmac(key, 'live-call ticket 1'), payload).toString('base64url');
  return `${Buffer.from(payload).toString('base64url')}.${signature}`;
}

/** A ticket that a broker with `key` takes for its own, good for `seconds`. */
export function ticketFor(
  key: string,
  seconds: number,
  id = randomBytes(16).toString('base64url'),
) {
  const until = Math.floor(Date.now() / 1000) + seconds;
  return writeTicket(JSON.stringify({ id, until }), key);
}

/** @throws where no broker with `key` wrote `ticket`. */
export function readTicket(ticket: string, key: string): Ticket {
  const payload = Buffer.from(ticket.split('.')[0] ?? '', 'base64url').toString();
  if (writeTicket(payload, key) !== ticket) throw new Error('a ticket of somebody else');
  return JSON.parse(payload) as Ticket;
}
