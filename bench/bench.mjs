// Measures the cost of a call beside the least that the engine allows, in the same run: `npm run bench`.
// Takes eight minutes; $RUNS sets how often each part is measured. Compare the columns, not the days.
import { Line } from '../build/src/testing/emulator/line.js';
import { processorTime } from './processor-time.mjs';
import { resamplingTable } from './resampling.mjs';
import { openStage } from './stage.mjs';
import { quantile } from './statistics.mjs';
import { table } from './table.mjs';

const RUNS = Number(process.env.RUNS ?? 15);
/** Beeps and turns of the model in each run. */
const REPEATS = 6;
/** Seconds of a call whose CPU time is measured, and of the model's voice in it. */
const TALK = 10;
const VOICE = 5;
const names = ['floor', 'live-call'];

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Wall time at which the emulator heard the last beep begin. */
let beepHeard = 0;
let beeping = false;
const { heard } = Line.prototype;
Line.prototype.heard = function (samples) {
  const loud = samples.some((sample) => sample > 16_000);
  if (loud && !beeping) beepHeard = Date.now();
  beeping = loud;
  heard.call(this, samples);
};

/** Runs `measure` on a fresh page for each contestant in turn, `times` over; all results by contestant. */
async function runs(stage, times, measure) {
  const results = { floor: [], 'live-call': [] };
  for (let run = 0; run < times; run++) {
    for (const name of run % 2 ? names : names.toReversed()) {
      const page = await stage.newPage();
      await page.exposeFunction('beepHeard', () => beepHeard);
      results[name].push(await measure(page, name));
      await page.close();
    }
  }
  return results;
}

async function processorTimes(page, name) {
  const meter = await processorTime(page);
  await page.evaluate((name) => globalThis.bench.talk(name), name);
  await pause(1000);
  const before = await meter.read();
  await page.evaluate((seconds) => globalThis.say(seconds), VOICE);
  await pause(TALK * 1000);
  const after = await meter.read();
  const perSecond = (part) => (after[part] - before[part]) / TALK;
  return { all: perSecond('all'), page: perSecond('page'), main: perSecond('main') };
}

function row(what, results, pick) {
  const [floor, ours] = names.map((name) => results[name].flatMap(pick));
  const [a, b] = [quantile(floor), quantile(ours)];
  const worst = (numbers) => quantile(numbers, 0.95).toFixed(1);
  return [
    what,
    a.toFixed(1),
    b.toFixed(1),
    `${(b / a).toFixed(2)}x`,
    `${worst(floor)} / ${worst(ours)}`,
  ];
}

const stage = await openStage('call');
const start = await runs(stage, RUNS, (page, name) =>
  page.evaluate((name) => globalThis.bench.start(name), name),
);
const flow = await runs(stage, RUNS, (page, name) =>
  page.evaluate((...args) => globalThis.bench.latencies(...args), name, REPEATS),
);
const pieces = [200, 600];
const blocked = [];
for (const piece of pieces) {
  const times = await runs(stage, Math.ceil(RUNS / 3), (page, name) =>
    page.evaluate((...args) => globalThis.bench.blocked(...args), name, REPEATS, piece),
  );
  blocked.push(times);
}
const cpu = await runs(stage, Math.ceil(RUNS / 3), processorTimes);
await stage.close();

console.log(
  table(
    ['median of a call, in ms', 'floor', 'live-call', 'ratio', '95 % floor / live-call'],
    [
      row('click to ready', start, ({ ready }) => ready),
      row('click to first chunk on the wire', start, ({ chunk }) => chunk),
      row('microphone to server', flow, ({ uplink }) => uplink),
      row('voice arrives, to first sound', flow, ({ sound }) => sound),
      row('`interrupted` arrives, to silence', flow, ({ silence }) => silence),
      ...pieces.flatMap((piece, i) => [
        row(
          `microphone to server, page blocked for ${piece} ms at a time`,
          blocked[i],
          ({ uplink }) => uplink,
        ),
        row(
          `\`interrupted\` to silence, page blocked for ${piece} ms`,
          blocked[i],
          ({ silence }) => silence,
        ),
      ]),
      row('CPU per second, all processes', cpu, ({ all }) => all),
      row('CPU per second, the page', cpu, ({ page }) => page),
      row('CPU per second, its main thread', cpu, ({ main }) => main),
    ],
    1,
  ),
);
console.log();
console.log(await resamplingTable());
