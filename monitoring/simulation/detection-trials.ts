// How soon an outage opens an incident, by the share and the class of its failures.
import { SIMULATION_GOALS } from '../../judging.ts';
import type { SampleClass } from '../sample.ts';
import { DAY, every, MINUTE, run, SECOND, START } from './simulated-run.ts';

export type DetectionCase = { name: string; share: number; class: SampleClass; withinMs: number };
export const DETECTION_CASES: readonly DetectionCase[] = [
  { name: '5 % fail', share: 0.05, class: 'server-error', withinMs: 10 * MINUTE },
  { name: '50 % fail', share: 0.5, class: 'server-error', withinMs: 45 * SECOND },
  { name: 'all 5xx', share: 1, class: 'server-error', withinMs: 10 * SECOND },
  { name: 'all refused', share: 1, class: 'network', withinMs: 10 * SECOND },
  // A hanging request fails at its deadline of 10 s.
  { name: 'all hang (and a deadline of 10 s)', share: 1, class: 'timeout', withinMs: 20 * SECOND },
];

/** Ms from the outage's start to the first incident, for each trial of one case; null where none was opened. */
export function detectionTimes(seed: number, at: number, from: number, to: number): (number | null)[] {
  const { share, class: of, withinMs } = DETECTION_CASES[at] as DetectionCase;
  const times: (number | null)[] = [];
  for (let i = from; i < to; i += 1) {
    const fromMs = START + 6 * MINUTE + ((i * 7_919) % 60_000);
    const { opened } = run({
      seed: seed * 1_000_000 + at * 100_000 + i,
      faults: [{ fromMs, toMs: START + DAY, share, class: of }],
      forMs: fromMs - START + withinMs + 5 * MINUTE,
      cadenceMs: every(SECOND),
      until: (watch) => watch.changes.some(({ kind }) => kind === 'opened'),
    });
    times.push(opened[0] === undefined ? null : opened[0].at - fromMs);
  }
  return times;
}

/** The share of trials that opened an incident in time, and a line about it. */
export function detectionLine(at: number, times: readonly (number | null)[]): { isMet: boolean; line: string } {
  const { name, withinMs } = DETECTION_CASES[at] as DetectionCase;
  const sorted = times.map((ms) => ms ?? Infinity).sort((a, b) => a - b);
  const within = sorted.filter((ms) => ms <= withinMs).length / sorted.length;
  const quantile = (q: number): string =>
    ((sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number) / SECOND).toFixed(1);
  return {
    isMet: within >= SIMULATION_GOALS.toldInTime,
    line: `${name.padEnd(34)} detected within ${withinMs / SECOND} s: ${(100 * within).toFixed(1)} % of ${sorted.length} (goal >= 99 %), median ${quantile(0.5)} s, p99 ${quantile(0.99)} s`,
  };
}
