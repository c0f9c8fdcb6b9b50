import type { HostSettings } from '../../src/broker/hosts/settings.js';

/** A broker of some kind, running for some rows of the table. */
export interface Running {
  /** Where it takes requests. */
  readonly url: string;
  /** All that its owner could read so far. */
  log(): string;
  close(): Promise<void> | void;
}

/** Starts a broker with these settings; a key of '' stands for none. */
export type Start = (settings: HostSettings, apiKey: string) => Promise<Running>;
