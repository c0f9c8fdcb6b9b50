// One broker in a process of its own, with a store as docs/broker.md has it. It is asked by messages.
import { pathToFileURL } from 'node:url';

const [module] = process.argv.slice(2);
const { createBroker } = await import(new URL('../../build/src/broker/broker.js', import.meta.url));
const { store } = await import(pathToFileURL(module).href);
const origin = 'https://www.example.com';

/** Stands for Google, and costs no time: the limits are asked here. */
globalThis.fetch = async () => Response.json({ name: 'auth_tokens/a' });

/** Brokers of this process by their settings: each scenario has its own. */
const brokers = new Map();

function brokerFor({ scenario, ...settings }) {
  const name = JSON.stringify([scenario, settings]);
  const failures = { count: 0 };
  const onEvent = ({ type }) => (failures.count += type === 'store-failed' ? 1 : 0);
  if (!brokers.has(name)) {
    const profile = { model: 'gemini-3.8-live' };
    const fixed = { apiKey: 'a-key', profile, allowedOrigins: [origin] };
    const broker = createBroker({ ...fixed, ...settings, store, onEvent });
    brokers.set(name, { broker, failures });
  }
  return brokers.get(name);
}

async function ask({ broker }, address) {
  const request = new Request(`${origin}/token`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: '{}',
  });
  const answer = await broker.fetch(request, { remoteAddr: { hostname: address } });
  const { code = 'minted' } = await answer.json();
  return { code, address, retryAfter: Number(answer.headers.get('retry-after')) };
}

async function answer({ id, settings, addresses }) {
  const one = brokerFor(settings);
  const answers = await Promise.all(addresses.map((address) => ask(one, address)));
  process.send({ id, answers, failures: one.failures.count });
}

console.info = () => {};
process.on('message', (message) => void answer(message));
process.on('disconnect', () => process.exit());
process.send('ready');
