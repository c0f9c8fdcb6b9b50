import type { HostSettings } from '../../../src/broker/hosts/settings.js';
import { origin, profile } from '../../broker/upstream.js';
import { type Part, refused } from '../row.js';

/** PHP has no start at which a broker could refuse its settings: each request does, and the log says why. */
const unusable: readonly [RegExp, Record<string, unknown>][] = [
  [/model is missing/, { model: ' ' }],
  [
    /www\.example\.com\/ is no origin; browsers write https:\/\/www\.example\.com$/m,
    { allowedOrigins: [`${origin}/`] },
  ],
  [/https:\/\/\*\.example\.com is no origin/, { allowedOrigins: ['https://*.example.com'] }],
  [/allowedOrigins is no list/, { allowedOrigins: origin }],
  [/maxCall is no number of seconds/, { maxCall: '15 min' }],
  [/trustProxy is no number of proxies/, { trustProxy: -1 }],
  [/limits has no perHour/, { limits: { perHour: 5 } }],
  [
    /limits\.total is "1000 a day"; it takes counts up to 10000/,
    { limits: { total: '1000 a day' } },
  ],
  [/limits\.total is "20000\/day"/, { limits: { total: '20000/day' } }],
];

export const phpSettings: readonly Part[] = unusable.map(([why, fields]) => ({
  name: `token.php with ${JSON.stringify(fields)}`,
  settings: { ...profile, allowedOrigins: [origin], ...fields } as HostSettings,
  rows: [{ name: 'says what is wrong', ...refused(500, 'settings-invalid', why) }],
}));
