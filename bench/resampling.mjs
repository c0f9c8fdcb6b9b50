import { openStage } from './stage.mjs';
import { table } from './table.mjs';

const ways = [
  [48_000, 16_000],
  [44_100, 16_000],
  [24_000, 48_000],
];

const figure = (value, digits = 1) => value?.toFixed(digits) ?? '';

/** How well and how fast samples are converted, beside what the browser does by itself and a plain loop. */
export async function resamplingTable() {
  const stage = await openStage('resampling');
  const page = await stage.newPage();
  const rows = [];
  for (const rates of ways) {
    const results = await page.evaluate((...args) => globalThis.bench.measure(...args), ...rates);
    for (const [name, { snr, worst, gain, cost }] of Object.entries(results)) {
      rows.push([
        `${rates[0]} to ${rates[1]} Hz`,
        name,
        figure(snr),
        figure(worst),
        figure(gain, 2),
        figure(cost, 2),
      ]);
    }
  }
  await stage.close();
  return table(
    [
      'resampling',
      'by',
      'SNR of 1 kHz, dB',
      'worst alias or image, dB down',
      'gain at 7 kHz, dB',
      'CPU ms per s of audio',
    ],
    rows,
  );
}
