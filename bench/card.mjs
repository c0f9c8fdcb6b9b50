// Measures the main thread's time that the card takes while the model speaks: `npm run bench:card`. Each picture
// of a call stands beside a call without any, in the same run. Takes three minutes; $RUNS sets how often.
import { processorTime } from './processor-time.mjs';
import { openStage } from './stage.mjs';
import { quantile } from './statistics.mjs';
import { table } from './table.mjs';

const RUNS = Number(process.env.RUNS ?? 3);
/** So long a call is measured, in seconds. */
const TALK = 8;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function mainThread(page, name) {
  const meter = await processorTime(page);
  await page.evaluate((...args) => globalThis.bench.talk(...args), name, TALK + 3);
  await pause(1500);
  const before = await meter.read();
  await pause(TALK * 1000);
  const after = await meter.read();
  return (after.main - before.main) / TALK;
}

const stage = await openStage('card');
const first = await stage.newPage();
const names = await first.evaluate(() => globalThis.bench.names);
await first.close();
const results = Object.fromEntries(names.map((name) => [name, []]));
for (let run = 0; run < RUNS; run++) {
  for (const name of run % 2 ? names : names.toReversed()) {
    const page = await stage.newPage();
    results[name].push(await mainThread(page, name));
    await page.close();
  }
}
await stage.close();

const floor = quantile(results[names[0]]);
console.log(
  table(
    ['main thread while the model speaks, in ms per second', 'median', 'over no card'],
    names.map((name) => {
      const median = quantile(results[name]);
      return [name, median.toFixed(1), (median - floor).toFixed(1)];
    }),
    1,
  ),
);
