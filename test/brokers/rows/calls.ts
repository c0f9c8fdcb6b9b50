import { apiKey, origin, profile } from '../../broker/upstream.js';
import { type Given, type Part, refused, type Row } from '../row.js';
import { writeTicket } from '../ticket.js';

const send = (fields: (given: Given) => object) => (given: Given) => ({
  body: JSON.stringify(fields(given)),
});

const inAnHour = Math.floor(Date.now() / 1000) + 3600;
const spoil = (ticket: string, index: number) =>
  ticket.slice(0, index) + (ticket[index] === 'A' ? 'B' : 'A') + ticket.slice(index + 1);

/** Tickets that count as none: a new call begins, and the handle is not taken. */
const none: Readonly<Record<string, (given: Given) => unknown>> = {
  'no ticket': () => undefined,
  'an empty ticket': () => '',
  'a number for a ticket': () => 7,
  'a list for a ticket': ({ ticket }) => [ticket(600)],
  'a ticket of another key': ({ ticket }) => ticket(600, 'AIzaAnother'),
  'a ticket that is over, of another key': ({ ticket }) => ticket(-600, 'AIzaAnother'),
  'a ticket with a changed payload': ({ ticket }) => spoil(ticket(600), 12),
  'a ticket with a changed signature': ({ ticket }) => spoil(ticket(600), ticket(600).length - 20),
  'a ticket without its signature': ({ ticket }) => ticket(600).split('.')[0],
  'a ticket with an empty signature': ({ ticket }) => `${ticket(600).split('.')[0]}.`,
  'a ticket and more': ({ ticket }) => `${ticket(600)}.more`,
  'a ticket and a space': ({ ticket }) => `${ticket(600)} `,
  'words for a ticket': () => 'let me in',
  'a signed ticket that is no JSON': () => writeTicket('let me in', apiKey),
  'a signed ticket without an end': () => writeTicket('{"id":"abc"}', apiKey),
  'a signed ticket that ends in words': () => writeTicket('{"id":"abc","until":"never"}', apiKey),
  'a signed ticket without an id': () => writeTicket(`{"until":${inAnHour}}`, apiKey),
  'a signed ticket that is null': () => writeTicket('null', apiKey),
  'a signed ticket of 600 characters': () =>
    writeTicket(JSON.stringify({ id: 'x'.repeat(400), until: inAnHour }), apiKey),
};

const rows: readonly Row[] = [
  { name: 'a new call', status: 200 },
  {
    name: 'the ticket that the broker gave, and a handle',
    ask: send(({ latest }) => ({ ticket: latest, handle: 'handle-1' })),
    status: 200,
    handle: 'handle-1',
  },
  {
    name: 'the ticket that the broker gave, without a handle',
    ask: send(({ latest }) => ({ ticket: latest })),
    status: 200,
  },
  {
    name: 'a ticket of another broker with the same key',
    ask: send(({ ticket }) => ({ ticket: ticket(300), handle: 'handle-2 "ü"' })),
    status: 200,
    handle: 'handle-2 "ü"',
    seconds: 300,
  },
  {
    name: 'a ticket for half a minute',
    ask: send(({ ticket }) => ({ ticket: ticket(30), handle: 'handle-3' })),
    status: 200,
    handle: 'handle-3',
    seconds: 30,
  },
  {
    name: 'a ticket for a day',
    ask: send(({ ticket }) => ({ ticket: ticket(86_400), handle: 'handle-4' })),
    status: 200,
    handle: 'handle-4',
    seconds: 86_400,
  },
  ...[7, null, '', ['h'], { handle: 'h' }].map((handle) => ({
    name: `the handle ${JSON.stringify(handle)}, which is none`,
    ask: send(({ ticket }) => ({ ticket: ticket(600), handle })),
    status: 200,
    seconds: 600,
  })),
  ...Object.entries(none).map(([name, make]) => ({
    name: `${name}, and a handle`,
    ask: send((given) => ({ ticket: make(given), handle: 'handle-5' })),
    status: 200,
  })),
  ...[-1, -3600].map((seconds) => ({
    name: `a ticket that was over ${-seconds} s ago`,
    ask: send(({ ticket }) => ({ ticket: ticket(seconds), handle: 'handle-6' })),
    ...refused(403, 'call-over', /as long as maxCall lets it be/),
  })),
];

const settings = { ...profile, allowedOrigins: [origin], limits: false as const };

export const calls: Part = { name: 'a broker that is sent', settings, rows };

export const shortCalls: Part = {
  name: 'a broker whose maxCall is 20 s, sent',
  settings: { ...settings, maxCall: 20 },
  rows: [
    { name: 'a new call', status: 200, seconds: 20 },
    {
      name: 'the ticket that it gave',
      ask: send(({ latest }) => ({ ticket: latest, handle: 'handle-1' })),
      status: 200,
      handle: 'handle-1',
      seconds: 20,
    },
  ],
};

export const keyless: Part = {
  name: 'a broker without a key, sent',
  settings: { ...settings, limits: { perCaller: '1/h', total: '1/day' } },
  apiKey: '',
  rows: [
    { name: 'a new call', ...refused(500, 'key-missing', /apiKey is missing or no key/) },
    { name: 'a new call again, as none was counted', ...refused(500, 'key-missing') },
    {
      name: 'a ticket',
      ask: send(({ ticket }) => ({ ticket: ticket(600), handle: 'handle-1' })),
      ...refused(500, 'key-missing'),
    },
    {
      name: 'a stranger',
      ask: { headers: { origin: 'https://evil.example' } },
      ...refused(403, 'origin-refused'),
    },
  ],
};
