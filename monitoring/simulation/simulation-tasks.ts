// Splits the simulation into tasks with their own seeds, so that the figures do not depend on the number of threads.
import { detectionTimes } from './detection-trials.ts';
import { falsePages } from './false-pages.ts';
import { flapping, type Flapping } from './flapping-runs.ts';
import { randomOutages, type RandomOutages } from './random-outages.ts';
import { oracleDisagreements } from './window-oracle.ts';

export type Task =
  | { part: 'false-pages'; from: number; to: number }
  | { part: 'detection'; at: number; from: number; to: number }
  | { part: 'flapping'; at: number }
  | { part: 'random-outages'; from: number; to: number }
  | { part: 'oracle'; from: number; to: number };
export type Result =
  | { part: 'false-pages'; pages: number }
  | { part: 'detection'; at: number; times: (number | null)[] }
  | ({ part: 'flapping'; at: number } & Flapping)
  | ({ part: 'random-outages' } & RandomOutages)
  | { part: 'oracle'; disagreements: number };

export function runTask(seed: number, task: Task): Result {
  switch (task.part) {
    case 'false-pages':
      return { part: task.part, pages: falsePages(seed, task.from, task.to) };
    case 'detection':
      return { part: task.part, at: task.at, times: detectionTimes(seed, task.at, task.from, task.to) };
    case 'flapping':
      return { part: task.part, at: task.at, ...flapping(seed, task.at) };
    case 'random-outages':
      return { part: task.part, ...randomOutages(seed, task.from, task.to) };
    case 'oracle':
      return {
        part: task.part,
        disagreements: oracleDisagreements(seed * 1_000_003 + task.from, task.to - task.from),
      };
  }
}

/** Splits 0..n into ranges of at most `size`. */
export const pieces = (n: number, size: number): { from: number; to: number }[] =>
  Array.from({ length: Math.ceil(n / size) }, (_, i) => ({ from: i * size, to: Math.min(n, (i + 1) * size) }));
