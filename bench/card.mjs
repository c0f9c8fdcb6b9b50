// Measures the main thread's time that the card takes, at rest and while the model speaks: `npm run bench:card`. Each
// part of it stands beside the same page without that part, in the same run. Takes five minutes; $RUNS sets how often.
import { processorTime } from './processor-time.mjs';
import { openStage } from './stage.mjs';
import { quantile } from './statistics.mjs';
import { table } from './table.mjs';

const RUNS = Number(process.env.RUNS ?? 3);
/** So long each is measured, in seconds. */
const TALK = 8;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function mainThread(page, name, having) {
  const meter = await processorTime(page);
  await page.evaluate((...args) => globalThis.bench.talk(...args), name, having, TALK + 3);
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
const results = Object.fromEntries(names.map((name) => [name, [[], []]]));
for (let run = 0; run < RUNS; run++) {
  for (const name of run % 2 ? names : names.toReversed()) {
    for (const i of run % 2 ? [1, 0] : [0, 1]) {
      const page = await stage.newPage();
      results[name][i].push(await mainThread(page, name, i === 1));
      await page.close();
    }
  }
}
await stage.close();

console.log(
  table(
    ['main thread, in ms per second: median', 'without', 'with', 'difference'],
    names.map((name) => {
      const [without, having] = results[name].map((times) => quantile(times));
      return [name, without, having, having - without].map((cell) => cell.toFixed?.(1) ?? cell);
    }),
    1,
  ),
);
