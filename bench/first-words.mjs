// The race this project began with, as a table. `npm run bench:first-words`; takes two minutes.
import { openStage } from './stage.mjs';
import { table } from './table.mjs';

const RATE = 16_000;
const delays = [0, 50, 100, 300, 700, 1500, 3000];
const names = ['naive', 'polling', 'live-call'];

const ms = (samples) => `${((samples / RATE) * 1000).toFixed(0)} ms`;

/** A row of the table: what the server did not hear, and what the page says of that. */
function row(name, delay, { front, breaks, guard, ledger }) {
  const lost = Math.round(breaks.reduce((sum, { lost }) => sum + lost, front));
  const uncaptured = Math.max(0, lost - guard - ledger);
  return [`${delay} ms`, name, `${lost}`, ms(lost), ms(guard), ms(uncaptured), ms(ledger)];
}

const stage = await openStage('first-words');
const rows = [];
for (const delay of delays) {
  for (const name of names) {
    const page = await stage.newPage();
    const result = await page.evaluate((...args) => globalThis.bench.race(...args), name, delay);
    rows.push(row(name, delay, result));
    await page.close();
  }
}
await stage.close();

console.log(
  table(
    [
      'session takes',
      'path',
      'samples lost',
      'lost',
      'dropped by the guard',
      'never captured',
      'counted by the ledger',
    ],
    rows,
  ),
);
