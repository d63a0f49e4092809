// The machine is checked before the page: Lighthouse counts time taken by other programs as slowness of the page.
import { LEAST_BENCHMARK_INDEX, LEAST_EVENNESS, LEAST_SPIN_SHARE, MOST_SHARE_OF_OTHERS } from '../../judging.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { othersShare, ticks } from './cpu-speed.ts';

const SPIN_MS = 100;
/** Chrome cleans up after a run. Its processor time is ours and does not count against the machine. */
const SETTLE_MS = 200;

/** How long the use of the cores is measured before a run. */
const LOOK_MS = 200;

/** `rate`: loops a millisecond of processor time. `share`: processor time we got / time that passed, 0..1. */
export type Spin = { rate: number; share: number };

/** Measurements of the machine before and after one run. */
export type MachineLook = { benchmarkIndex: number; before: Spin; after: Spin; others: number | undefined };

/** Keeps one core busy for 0.1 s and returns the work done. */
export function spin(): Spin {
  const used = process.cpuUsage();
  const started = performance.now();
  let loops = 0;
  let value = 1;
  while (performance.now() - started < SPIN_MS) {
    for (let i = 0; i < 10_000; i += 1) value = (value * 48_271) % 2_147_483_647;
    loops += 1;
  }
  const passed = performance.now() - started;
  const { user, system } = process.cpuUsage(used);
  const got = (user + system) / 1_000;
  // `value` is used, so that the compiler does not remove the loop.
  return { rate: value === 0 ? 0 : loops / got, share: Math.min(1, got / passed) };
}

async function othersNow(): Promise<number | undefined> {
  const from = ticks();
  await pause(LOOK_MS);
  return othersShare(from, ticks());
}

/** Waits until the machine is idle, at most `mostMs`: runs on a busy machine are not judged. Returns the wait in ms. */
export async function waitForIdleMachine(
  mostMs: number,
  look: () => Promise<number | undefined> = othersNow,
): Promise<number> {
  let waited = 0;
  while (waited < mostMs && ((await look()) ?? 0) > MOST_SHARE_OF_OTHERS) waited += LOOK_MS;
  return waited;
}

/** Runs `work` between two spins and returns how busy the machine was. */
export async function measureMachine<T extends { benchmarkIndex: number }>(
  work: () => Promise<T>,
): Promise<{ result: T; machine: MachineLook }> {
  const before = spin();
  const from = ticks();
  const result = await work();
  const others = othersShare(from, ticks());
  await pause(SETTLE_MS);
  return { result, machine: { benchmarkIndex: result.benchmarkIndex, before, after: spin(), others } };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Why timings of this run cannot be judged, or undefined. `fastest` is the best spin rate of all runs on this machine. */
export function machineProblem(
  { benchmarkIndex, before, after, others }: MachineLook,
  fastest: number,
): string | undefined {
  if (benchmarkIndex < LEAST_BENCHMARK_INDEX)
    return `this machine is too slow: benchmarkIndex ${Math.round(benchmarkIndex)}, at least ${LEAST_BENCHMARK_INDEX}`;
  if (others !== undefined && others > MOST_SHARE_OF_OTHERS)
    return `this machine is busy with other work: ${percent(others)} of its cores, at most ${percent(MOST_SHARE_OF_OTHERS)}`;
  const share = Math.min(before.share, after.share);
  if (share < LEAST_SPIN_SHARE)
    return `this machine delayed us: a test loop got ${percent(share)} of its time, at least ${percent(LEAST_SPIN_SHARE)}`;
  const even = Math.min(before.rate, after.rate) / fastest;
  if (even < LEAST_EVENNESS)
    return `this machine is too uneven: ${percent(even)} of its own best speed, at least ${percent(LEAST_EVENNESS)}`;
  return undefined;
}

/** The best spin rate of all looks; 0 of none. */
export const fastestOf = (looks: readonly MachineLook[]): number =>
  Math.max(0, ...looks.flatMap(({ before, after }) => [before.rate, after.rate]));
