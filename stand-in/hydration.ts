// When a page of the react dialect is hydrated: each page waits for a chunk that the server delays by a seeded time.
import { seededNumbers } from './seeded-numbers.ts';

/** Milliseconds, both ends included. */
export type HydrationRange = readonly [from: number, to: number];
export const HYDRATION_RANGE: HydrationRange = [300, 2_000];
export const HYDRATION_SEED = 1;

/** The delays of one stand-in, in the order of its page views. The same seed gives the same delays. */
export class Hydration {
  readonly range: HydrationRange;
  readonly #random: () => number;

  constructor(range: HydrationRange = HYDRATION_RANGE, seed = HYDRATION_SEED) {
    this.range = range;
    this.#random = seededNumbers(seed);
  }

  /** The next delay in whole milliseconds. */
  nextMs(): number {
    const [from, to] = this.range;
    return Math.round(from + this.#random() * (to - from));
  }
}

/** "800" or "300-2000", in milliseconds up to a minute; undefined for anything else. */
export function readRange(text: string): HydrationRange | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (!match) return undefined;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from <= to && to <= 60_000 ? [from, to] : undefined;
}
