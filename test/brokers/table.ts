import type { Part } from './row.js';
import { calls, keyless, shortCalls } from './rows/calls.js';
import { defaults, forged, limits, proxies } from './rows/limits.js';
import { ownOrigin } from './rows/own-origin.js';
import { profileParts } from './rows/profiles.js';
import { requests } from './rows/requests.js';
import { liveApi } from './rows/upstream.js';

/** What every broker does, whatever it is written in. */
export const table: readonly Part[] = [
  requests,
  ownOrigin,
  calls,
  shortCalls,
  keyless,
  limits,
  proxies,
  forged,
  defaults,
  liveApi,
  ...profileParts,
];
