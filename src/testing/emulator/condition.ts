import type { LineReport, LineTotals } from './report.js';

/** Counts that have to be reached, as in `{ turns: 2 }`, or a function that says whether a report will do. */
export type Condition = Partial<LineTotals> | ((report: LineReport) => boolean);

const isCount = (name: string, totals: LineTotals): name is keyof LineTotals =>
  Object.hasOwn(totals, name);

/** Whether a report will do; throws a TypeError that names a count there is not among `totals`. */
export const readCondition = (
  condition: Condition,
  totals: LineTotals,
): ((report: LineReport) => boolean) => {
  if (typeof condition === 'function') return condition;
  const counts = Object.entries(condition).map(([name, count]) => {
    if (!isCount(name, totals)) throw new TypeError(`A line does not count "${name}".`);
    return [name, count] as const;
  });
  return ({ totals }) => counts.every(([name, count]) => totals[name] >= count);
};
