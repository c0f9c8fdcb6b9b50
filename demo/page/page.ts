import type { LiveCall } from '../../src/element.js';
import { backend } from './answered.js';

const find = <T extends Element>(selector: string) => document.querySelector<T>(selector) as T;

const call = find<LiveCall>('live-call');
const seconds = find<HTMLInputElement>('#seconds');

find('#backend').textContent = backend.text;

/** Samples that the emulator heard, by connection. */
interface Report {
  readonly connections: readonly { readonly samples: number }[];
}

/** A line of the emulator that is this page's own, so that its delay and its count are, too. */
let line: { id: string; baseUrl: string } | undefined;

async function tell(method: 'POST' | 'PATCH', path: string) {
  const script = { persona: 'parrot', setupDelay: Number(seconds.value) * 1000 };
  return fetch(path, { method, body: JSON.stringify(script) });
}

async function report(): Promise<Report> {
  return (await (await fetch(`/lines/${line?.id}`)).json()) as Report;
}

function show(of: string, samples: number) {
  find(`[data-of=${of}]`).textContent = samples.toLocaleString('en');
}

async function showAccount() {
  const { captured, held, queued, sent, dropped } = call.ledger;
  show('captured', captured);
  for (const [of, samples] of Object.entries({ held, queued, sent, dropped })) {
    show(of, samples);
    find<HTMLElement>(`.flow .${of}`).style.setProperty('--part', String(samples));
  }
  if (line) show('heard', (await report()).connections.at(-1)?.samples ?? 0);
}

if (backend.emulated) {
  line = (await (await tell('POST', '/lines')).json()) as { id: string; baseUrl: string };
  call.baseUrl = line.baseUrl;
  find<HTMLElement>('#heard').hidden = false;
  seconds.addEventListener('input', () => {
    find('#shown').textContent = `${Number(seconds.value).toFixed(1)} s`;
    void tell('PATCH', `/lines/${line?.id}`);
  });
} else {
  find<HTMLElement>('#delay').hidden = true;
}

let watch = 0;
call.addEventListener('statechange', ({ state }) => {
  clearInterval(watch);
  if (state !== 'idle') watch = window.setInterval(() => void showAccount(), 250);
});

async function showEnd() {
  await showAccount();
  if (!line) return;
  // The emulator hears the last chunk a moment later.
  const { connections } = await report();
  await fetch(`/lines/${line.id}/wait?closed=${connections.length}`);
  await showAccount();
}

call.addEventListener('callend', () => void showEnd());
