import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fillSettings } from '../../../src/broker/hosts/fill.js';
import type { HostSettings } from '../../../src/broker/hosts/settings.js';

const dist = new URL('../../../../dist/hosts/', import.meta.url);

/** The file that an owner gets for a host, with these settings. */
export const brokerFile = (name: string, settings: HostSettings) =>
  fillSettings(readFileSync(new URL(name, dist), 'utf8'), settings);

/** A folder for one broker. */
export function makeFolder(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'live-call-broker-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Where scripts/brokers.mjs has put the package `name`. */
export const toolPath = (name: string) => join(process.env['BROKER_TOOLS'] ?? '', name);
