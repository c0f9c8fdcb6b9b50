import { profile } from '../../broker/upstream.js';
import { type Part, refused, type Row } from '../row.js';

const at = (host: string, origin: string, headers: Record<string, string> = {}) => ({
  headers: { host, origin, ...headers },
});

const forwarded: readonly Row[] = Object.entries({
  'x-forwarded-proto': 'https',
  forwarded: 'for=192.0.2.60;proto=https;by=203.0.113.43',
}).map(([name, value]) => ({
  name: `a page behind a proxy that says so by ${name}`,
  ask: at('www.example.com', 'https://www.example.com', { [name]: value }),
  ...refused(403, 'origin-refused', /a proxy ends TLS and asks at http:\/\/www\.example\.com/),
}));

export const ownOrigin: Part = {
  name: 'a broker without listed origins hears',
  settings: { ...profile, limits: false },
  rows: [
    { name: 'a page of its own', ask: ({ own }) => ({ headers: { origin: own } }), status: 200 },
    {
      name: 'a page of its own that names the port',
      ask: at('localhost:80', 'http://localhost'),
      status: 200,
    },
    { name: 'a page of its own on IPv6', ask: at('[::1]:8080', 'http://[::1]:8080'), status: 200 },
    ...['cross-site', 'same-site', 'none'].map((site) => ({
      name: `a page of its own that the browser calls ${site}`,
      ask: at('localhost:80', 'http://localhost', { 'sec-fetch-site': site }),
      ...refused(403, 'origin-refused', new RegExp(`Sec-Fetch-Site is ${site}`)),
    })),
    {
      name: 'a page of its own that the browser calls same-origin',
      ask: at('localhost:80', 'http://localhost', { 'sec-fetch-site': 'same-origin' }),
      status: 200,
    },
    {
      name: 'a page of another port',
      ask: at('localhost:8080', 'http://localhost:8081'),
      ...refused(403, 'origin-refused', /asked at http:\/\/localhost:8080/),
    },
    ...['evil.example', '192.0.2.7:8080', 'localhost.evil.example'].map((host) => ({
      name: `a page of ${host}, a name that anybody may have pointed here`,
      ask: at(host, `http://${host}`),
      ...refused(403, 'origin-refused', /is not https, so anybody may have pointed its name here/),
    })),
    ...forwarded,
  ],
};
