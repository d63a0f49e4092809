// What a benchmark is. Timings live here and not in tests: machines differ, and a slow one has no defect.

/** One figure of a benchmark, as it was measured here and now. */
export type Figure = {
  what: string;
  value: number;
  unit: string;
  /** What it should be on two cores, where an aim is stated. */
  goal?: string;
};

export type Benchmark = {
  name: string;
  title: string;
  /** About how long it takes on two cores, seconds. */
  seconds: number;
  run: (say: (line: string) => void) => Promise<Figure[]>;
};

/** The middle of at least one number; the mean of the two middle ones where their count is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('the median of nothing');
  return (upper + lower) / 2;
}
