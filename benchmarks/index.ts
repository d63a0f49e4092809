// Every benchmark there is.
import { AUDIT_SPEED } from './audits/lhci.ts';
import { AUDIT_VERDICTS, AUDIT_VERDICTS_LIVE } from './audits/verdicts.ts';
import type { Benchmark } from './benchmark.ts';
import { STAND_IN } from './stand-in.ts';

export const BENCHMARKS: readonly Benchmark[] = [STAND_IN, AUDIT_SPEED, AUDIT_VERDICTS, AUDIT_VERDICTS_LIVE];
