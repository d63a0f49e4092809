// How many runs a page gets: three, and more while the verdict is unclear. Pure.
import { median, medianInterval } from '../../common/statistics.ts';
import { holds, type Line } from '../../kpis.ts';
import type { Budget } from './audit-budgets.ts';
import type { Figures } from './lighthouse-figures.ts';

/** One run. `machineProblem`: why its timings cannot be judged. */
export type Sample = { figures: Figures; machineProblem?: string | undefined };

/** Whether the interval of the median lies on both sides of the limit. Of fewer than 6 runs it is their whole range. */
export function unclear(values: readonly number[], line: Line): boolean {
  const interval = medianInterval(values);
  return interval !== undefined && holds(interval.low, line) !== holds(interval.high, line);
}

export const valuesOf = (samples: readonly Sample[], row: Budget): number[] =>
  samples.flatMap(({ figures }) => figures[row.id] ?? []);

/** The runs that a row is judged on. A timing is judged on runs on an idle machine, if there are enough. */
export function judgedOn(samples: readonly Sample[], row: Budget, least: number): { values: number[]; fit: boolean } {
  if (row.timed !== true) return { values: valuesOf(samples, row), fit: true };
  const fit = samples.filter((sample) => sample.machineProblem === undefined);
  return fit.length >= least
    ? { values: valuesOf(fit, row), fit: true }
    : { values: valuesOf(samples, row), fit: false };
}

/** The first row that asks for another run; undefined when the verdict is clear. Rows that only warn ask for none. */
export function asksForMore(samples: readonly Sample[], rows: readonly Budget[], least: number): Budget | undefined {
  return rows.find((row) => {
    if (row.level === 'warn') return false;
    const { values, fit } = judgedOn(samples, row, least);
    const found = median(values);
    if (found === undefined) return false;
    // Too few runs on an idle machine, and the others miss the limit: only another run can decide.
    return fit ? unclear(values, row) : !holds(found, row);
  });
}

/**
 * `least` runs at first, `most` while unclear. All pages together may take `extra` runs beyond the first ones, and wait `idleWaitMs`
 * until other programs leave the machine idle.
 */
export type Runs = { least: number; most: number; extra: number; idleWaitMs: number };

/** A missed timing needs so many runs on an idle machine: three (design), or all if fewer are asked for. */
export const enoughRuns = ({ least }: Runs): number => Math.min(3, least);

/** Whether a page gets another run, and for an extra one which row asks for it. Undefined: its verdict is clear, or a cap is reached. */
export function nextRun(
  samples: readonly Sample[],
  rows: readonly Budget[],
  runs: Runs,
): { number: number; asking?: Budget } | undefined {
  const number = samples.length + 1;
  if (number <= runs.least) return { number };
  if (number > runs.most || runs.extra <= 0) return undefined;
  const asking = asksForMore(samples, rows, enoughRuns(runs));
  return asking && { number, asking };
}
