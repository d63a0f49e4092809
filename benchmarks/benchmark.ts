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
