import type { ProfileFile } from './profile-file.js';

/** The limits that a broker has unless it is told others. */
const TOTAL = '60/min 1000/day';
const MAX_CALL_SECONDS = 900;

const perDay: Readonly<Record<string, number>> = { s: 86_400, min: 1440, h: 24, day: 1 };

/** What a day can cost at the worst, in one sentence for the owner. */
export function budgetLine({ limits, maxCall = MAX_CALL_SECONDS }: ProfileFile): string {
  const length = inWords(maxCall);
  if (limits === false)
    return `Nothing limits the calls ("limits" is false), each of at most ${length}.`;
  const calls = Math.min(...callsADay(limits?.total ?? TOTAL));
  const hours = ((calls * maxCall) / 3600).toLocaleString('en', { maximumFractionDigits: 1 });
  const count = `${calls.toLocaleString('en')} ${calls === 1 ? 'call' : 'calls'}`;
  return `A day can cost you at most ${count} of ${length} each: ${hours} hours.`;
}

const callsADay = (limit: string) =>
  limit
    .trim()
    .split(/\s+/)
    .map((entry) => entry.split('/'))
    .map(([count = '', unit = '']) => Number(count) * (perDay[unit] ?? 1));

function inWords(seconds: number): string {
  if (seconds % 60 !== 0) return `${seconds} seconds`;
  return seconds === 60 ? '1 minute' : `${seconds / 60} minutes`;
}
