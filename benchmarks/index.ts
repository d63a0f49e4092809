// Every benchmark there is.
import type { Benchmark } from './benchmark.ts';
import { STAND_IN } from './stand-in.ts';

export const BENCHMARKS: readonly Benchmark[] = [STAND_IN];
