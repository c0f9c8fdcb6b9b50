// Holds the imports of src/, those of types as well, to the floor plan that CONTRIBUTING.md draws.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

process.chdir(new URL('..', import.meta.url).pathname);

const NODE = ['console', 'crypto', 'fs', 'http', 'net', 'path', 'stream', 'util', 'zlib'].map(
  (name) => `node:${name}`,
);
const PORTS = ['call/ports', 'call/errors'];

/**
 * One row for each room: a folder or file below src/, and what it may import from other rooms and from
 * packages; `type` before it: its types only. The longest path that fits decides on the room of a file.
 */
const arrows = {
  '': [
    'settings',
    'setting-kinds',
    'version',
    'ui',
    'call',
    'audio',
    'gemini',
    'worker',
    'platform',
    'lit',
  ],
  frameworks: [
    'index',
    'settings',
    'type live-call',
    'type call/events',
    'react',
    'type preact',
    'type solid-js',
    'type svelte/elements',
    'type vue',
  ],
  settings: ['setting-kinds', 'type gemini/token', 'type ui/strings', 'type lit'],
  'setting-kinds': [],
  version: [],
  ui: [
    'type call/status',
    'type call/transcript',
    'type call/ports',
    'type call/errors',
    'type call/events',
    'lit',
  ],
  call: ['call/lifecycle', 'connection', 'platform', ...PORTS],
  'call/lifecycle': [],
  'call/errors': [],
  'call/ports': ['call/errors'],
  connection: PORTS,
  worker: ['connection', 'gemini', 'platform', 'version', ...PORTS],
  gemini: ['gemini/sdk', 'platform', ...PORTS],
  'gemini/sdk': ['gemini/setup', '@google/genai'],
  platform: [],
  audio: [
    'audio/dsp',
    'audio/worklet/messages',
    'audio/worklet/worklet-source',
    'platform',
    'version',
    ...PORTS,
  ],
  'audio/worklet': ['audio/dsp', 'call/ports'],
  'audio/dsp': [],
  'broker/hosts': ['broker', 'node:http'],
  testing: ['audio/dsp', 'node:http', 'node:net', 'node:stream', 'node:url', 'ws'],
  broker: ['gemini/setup', 'gemini/endpoint', 'gemini/token-name', 'platform'],
  cli: [
    'broker',
    'gemini/endpoint',
    'gemini/live-url',
    'gemini/token-name',
    'platform',
    'version',
    'ws',
    ...NODE,
  ],
};

const within = (path, place) => place === '' || path === place || path.startsWith(`${place}/`);
const roomOf = (path) =>
  Object.keys(arrows)
    .filter((room) => within(path, room))
    .sort((a, b) => b.length - a.length)[0];

const statement =
  /^(?:import|export)\b(?:[^;'"=]*\bfrom)?\s*['"]([^'"]+)['"];|\bimport\(\s*['"]([^'"]+)['"]/gm;
const offences = [];

const paths = readdirSync('src', { recursive: true }).map(String);
for (const path of paths.filter((name) => name.endsWith('.ts'))) {
  const room = roomOf(path.replace(/(\.d)?\.ts$/, ''));
  for (const [line, fixed, dynamic] of readFileSync(`src/${path}`, 'utf8').matchAll(statement)) {
    const name = fixed ?? dynamic;
    const isOurs = name.startsWith('.');
    const target = isOurs ? posix.join(posix.dirname(path), name).replace(/\.js$/, '') : name;
    if (isOurs && roomOf(target) === room) continue;
    const isType = /^\w+ type\b/.test(line);
    const may = arrows[room].map((rule) => (isType ? rule.replace(/^type /, '') : rule));
    if (may.some((allowed) => within(target, allowed))) continue;
    const rule = arrows[room].join(', ') || 'nothing from elsewhere';
    offences.push(`src/${path} imports ${name}, but ${room || 'src'} imports only: ${rule}`);
  }
}

for (const offence of offences) console.error(offence);
process.exit(offences.length === 0 ? 0 : 1);
