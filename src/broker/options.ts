import type { Authorize } from './authorize.js';
import type { OnEvent } from './events.js';
import type { LimiterOptions } from './limiter.js';
import type { Upstream } from './mint-token.js';
import { type AllowedOrigins, checkOrigins } from './origin.js';
import { type ChooseProfile, hasModel, type Profile } from './profile.js';
import { isCallLength } from './ticket.js';

type Key = string | undefined;

/** The settings of a broker. */
export interface BrokerOptions extends Upstream, LimiterOptions {
  /**
   * The Gemini API key, or a function that gets it at each request, within 5 s. It leaves the broker in
   * one direction only: to the Live API. Where it is missing, each request is answered with 500
   * `key-missing`, so that a site can be built on a machine that has none.
   */
  readonly apiKey: Key | (() => Key | Promise<Key>);
  /** Whom callers talk to, or a function that gives it for a request, within 5 s. */
  readonly profile: Profile | ChooseProfile;
  /**
   * Origins whose pages may call, such as `https://www.example.com`; exact, no patterns. A function may
   * judge them instead, where each preview of a site has an origin of its own: only `true` lets one in.
   * Unless given, only pages of the broker's own origin may, over https or on this machine: name that
   * origin here if a proxy in front of the broker ends TLS, for then the broker sees another address
   * than the page does.
   */
  readonly allowedOrigins?: AllowedOrigins | undefined;
  /**
   * How long a call may last over all its connections, in seconds, 1 to 604,800. Default: 900. The clock of
   * the date counts.
   */
  readonly maxCall?: number | undefined;
  /**
   * How many proxies of your own are in front, one behind the other. The address of a caller is then the one
   * that the first of them saw: so many entries from the right of `X-Forwarded-For`. Default: 0, the header
   * counts for nothing. Too high a number lets callers choose an address.
   */
  readonly trustProxy?: number | undefined;
  /**
   * Has the last word on each request, as programs other than browsers forge an Origin. Only `true` or
   * `{ caller: 'user-17' }` lets it through. What throws, or takes over 5 s, lets nobody through.
   */
  readonly authorize?: Authorize | undefined;
  /**
   * Hears what became of each request, and why. Unless given, refusals and failures go to the console,
   * the same one once an hour.
   */
  readonly onEvent?: OnEvent | undefined;
}

/** How long a call may last where nobody says anything else, in seconds. */
export const MAX_CALL_SECONDS = 900;

/** @throws TypeError for options that no broker can work with. */
export function checkOptions(options: BrokerOptions): void {
  const { profile, allowedOrigins, maxCall = MAX_CALL_SECONDS, trustProxy = 0 } = options;
  if (typeof profile !== 'function' && !hasModel(profile)) {
    throw new TypeError('createBroker: profile.model is missing');
  }
  checkOrigins(allowedOrigins);
  const { authorize, onEvent } = options;
  for (const [name, hook] of Object.entries({ authorize, onEvent })) {
    if (hook === undefined || typeof hook === 'function') continue;
    throw new TypeError(`createBroker: ${name} is no function`);
  }
  if (!isCallLength(maxCall)) {
    throw new TypeError('createBroker: maxCall is no number of seconds from 1 to 604800');
  }
  if (!Number.isSafeInteger(trustProxy) || trustProxy < 0) {
    throw new TypeError('createBroker: trustProxy is no number of proxies');
  }
}
