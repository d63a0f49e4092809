// Every benchmark there is.
import { AUDIT_SPEED } from './audits/lhci.ts';
import { AUDIT_VERDICTS, AUDIT_VERDICTS_LIVE } from './audits/verdicts.ts';
import type { Benchmark } from './benchmark.ts';
import { CONTRACTS } from './contracts.ts';
import { DIAGNOSTICS } from './diagnostics.ts';
import { LOAD_CAPACITY } from './load/capacity.ts';
import { LOAD_OVERLOAD } from './load/overload.ts';
import { LOAD_TRUTH } from './load/truth.ts';
import { HISTORY_SIZE } from './monitoring/history-size.ts';
import { TICK_SCHEDULE } from './monitoring/tick-schedule.ts';
import { SERVER_TIME } from './server-time.ts';
import { STAND_IN } from './stand-in-speed.ts';

export const BENCHMARKS: readonly Benchmark[] = [
  STAND_IN,
  CONTRACTS,
  SERVER_TIME,
  DIAGNOSTICS,
  AUDIT_SPEED,
  AUDIT_VERDICTS,
  AUDIT_VERDICTS_LIVE,
  LOAD_CAPACITY,
  LOAD_TRUTH,
  LOAD_OVERLOAD,
  HISTORY_SIZE,
  TICK_SCHEDULE,
];
