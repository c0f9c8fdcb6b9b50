import { type Limit, type LimitName } from './limits.js';
import { mostInDay } from './rules.js';

/** The worst case in plain numbers: `at most 1,000 calls of 15 min a day: 250 h`. */
export function budgetLine(
  { total }: Partial<Record<LimitName, Limit>>,
  maxCallSeconds: number,
): string {
  const calls = `calls of ${spell(maxCallSeconds)}`;
  if (!total)
    return `any number of ${calls} a day, for limits has no total: nothing bounds the cost`;
  const most = mostInDay(total.rules);
  return `at most ${most.toLocaleString('en')} ${calls} a day: ${spell(most * maxCallSeconds)}`;
}

function spell(seconds: number): string {
  const [size, unit] = seconds > 3600 ? [3600, 'h'] : seconds % 60 === 0 ? [60, 'min'] : [1, 's'];
  return `${(seconds / size).toLocaleString('en', { maximumFractionDigits: 1 })} ${unit}`;
}
