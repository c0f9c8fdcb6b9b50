import type { BrokerOptions } from '../broker.js';
import type { Profile } from '../profile.js';

/** A broker in one JSON object, as it stands on top of the file for a host and in `live-call.json`. */
export interface HostSettings
  extends Profile, Omit<BrokerOptions, 'profile' | 'apiKey' | 'authorize' | 'onEvent' | 'store'> {
  /** As the Live API has them: https://ai.google.dev/api/caching#Tool */
  readonly tools?: readonly object[] | undefined;
  /** Where a server of its own listens. */
  readonly port?: number | undefined;
}

/** The options of `createBroker` in `settings`. */
export function optionsOf(settings: HostSettings): Omit<BrokerOptions, 'apiKey'> {
  const { model, voice, language, instructions, talk, tools, config, port: _, ...rest } = settings;
  const all = tools ? { ...config, tools } : config;
  return { profile: { model, voice, language, instructions, talk, config: all }, ...rest };
}
