// A failed check runs a second time before it is red: one 500 in two thousand answers still meets the target of 99.9 %, and other visitors use
// the site, too. If it passes then, the check is a warning with what the earlier runs met. Pure.
import { passedAgain, type CheckRecord, type EarlierRun, type Failure } from '../../reports/result.ts';

type Run = {
  outcome: CheckRecord['outcome'];
  durationMs: number;
  failures: readonly Failure[];
  earlier?: readonly EarlierRun[] | undefined;
};

/** The result of a check that ran again. `durationMs` is the time of all runs; `first` may itself come from two. */
export function joinRuns<Second extends Run>(
  first: Run,
  second: Second,
): Second & { attempts: number; earlier: EarlierRun[]; failures: Failure[] } {
  const before = first.earlier ?? [];
  const ownMs = first.durationMs - before.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const both = {
    ...second,
    durationMs: first.durationMs + second.durationMs,
    attempts: before.length + 2,
    earlier: [...before, { outcome: first.outcome, durationMs: ownMs, failures: [...first.failures] }],
    failures: [...second.failures],
  };
  if (second.outcome !== 'pass' && second.outcome !== 'warn') return both;
  const words = passedAgain(both.earlier.map((run) => run.outcome));
  const met = both.earlier.flatMap((run) => run.failures.map((one) => ({ ...one, message: words + one.message })));
  return { ...both, outcome: 'warn', failures: [...met, ...second.failures] };
}
