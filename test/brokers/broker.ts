import type { HostSettings } from '../../src/broker/hosts/settings.js';
import type { Log } from './log.js';

/** A broker of some kind, running for some rows of the table. */
export interface Running {
  /** Where it takes requests. */
  readonly url: string;
  /** All that its owner could read so far. */
  readonly log: Log;
  close(): Promise<unknown> | void;
}

/** Starts a broker with these settings; a key of '' stands for none. */
export type Start = (settings: HostSettings, apiKey: string) => Promise<Running>;
