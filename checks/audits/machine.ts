// The machine is judged before the page: what other programs take from it, Lighthouse counts as the page's slowness.
import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { KpiId } from '../../kpis.ts';

/** Lighthouse's own measure of the machine; below this its docs call a device low-end and simulated metrics drift. */
export const LEAST_BENCHMARK_INDEX = 150;
/** Share of all cores in use while we do nothing. Seen here: 0.0-0.1 alone, 0.4-0.9 beside a browser test run. */
export const MOST_BUSY = 0.25;
const LOOK_MS = 300;
const LOOKS = 3;

/** Figures that a busy machine makes worse; layout shift and the other scores do not depend on time. */
export const TIMED: ReadonlySet<KpiId> = new Set<KpiId>(['lcp', 'fcp', 'tbt', 'lighthouse-performance']);

/**
 * Share (0..1) of all cores that anybody uses while this process waits, 0.9 s in all: the least of three looks, so that a Chrome
 * of ours that is just ending is not taken for other work. Look when no Chrome of ours runs.
 */
export async function busyShare(): Promise<number> {
  let least = 1;
  for (let look = 0; look < LOOKS; look += 1) {
    const before = ticks();
    await pause(LOOK_MS);
    const after = ticks();
    const all = after.all - before.all;
    least = Math.min(least, all === 0 ? 0 : 1 - (after.idle - before.idle) / all);
  }
  return least;
}

const ticks = (): { idle: number; all: number } =>
  os.cpus().reduce(
    (sum, { times }) => ({
      idle: sum.idle + times.idle,
      all: sum.all + times.idle + times.user + times.sys + times.nice + times.irq,
    }),
    { idle: 0, all: 0 },
  );

/** Why this machine cannot judge timings, or undefined. `busy` are shares seen around the runs. */
export function unfit(benchmarkIndexes: readonly number[], busy: readonly number[]): string | undefined {
  const slow = benchmarkIndexes.find((index) => index < LEAST_BENCHMARK_INDEX);
  if (slow !== undefined) return `this machine is too slow: benchmarkIndex ${slow}, at least ${LEAST_BENCHMARK_INDEX}`;
  const most = Math.max(0, ...busy);
  if (most <= MOST_BUSY) return undefined;
  return `this machine is busy with other work: ${Math.round(most * 100)} % of its cores, at most ${MOST_BUSY * 100} %`;
}
