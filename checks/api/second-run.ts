// A failed check runs a second time before it is red: one 500 in two thousand answers still meets the target of 99.9 %, and other visitors use
// the site, too. If the second run passes, the check is a warning with the first failure. Pure.
import { FAILED_ONCE, type CheckRecord, type EarlierRun, type Failure } from '../../reports/result.ts';

type Run = { outcome: CheckRecord['outcome']; durationMs: number; failures: readonly Failure[] };

/** The result of two runs of one check. `durationMs` is the time of both. */
export function joinRuns<Second extends Run>(
  first: Run,
  second: Second,
): Second & { attempts: number; earlier: EarlierRun[]; failures: Failure[] } {
  const both = {
    ...second,
    durationMs: first.durationMs + second.durationMs,
    attempts: 2,
    earlier: [{ outcome: first.outcome, durationMs: first.durationMs, failures: [...first.failures] }],
    failures: [...second.failures],
  };
  if (second.outcome !== 'pass' && second.outcome !== 'warn') return both;
  const once = first.failures.map((one) => ({ ...one, message: FAILED_ONCE + one.message }));
  return { ...both, outcome: 'warn', failures: [...once, ...second.failures] };
}
