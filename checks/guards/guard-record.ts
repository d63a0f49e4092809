// The guards' records: one check each, over the findings of all journeys of a run. Pure.
import type { CheckRecord, Failure } from '../../reports/result.ts';
import { GUARD_IDS, type GuardFinding, type GuardId } from './guard-checks.ts';

/** A finding and the running check. */
export type Met = GuardFinding & { check: string };

const MOST_FINDINGS = 20;
const MOST_NAMES = 6;

const listed = (names: Iterable<string>): string => {
  const all = [...new Set(names)].filter((name) => name !== '').sort();
  return all.length <= MOST_NAMES
    ? all.join(', ')
    : `${all.slice(0, MOST_NAMES).join(', ')} and ${String(all.length - MOST_NAMES)} more`;
};

/** One line per finding: the text, its pages, the running checks. */
export function guardFailures(guard: GuardId, met: readonly Met[]): Failure[] {
  const byText = Map.groupBy(
    met.filter((one) => one.guard === guard),
    ({ text }) => text,
  );
  const lines = [...byText].map(([text, of]): Failure => {
    const pages = listed(of.map(({ page }) => page));
    const where = pages === '' ? '' : ` on ${pages}`;
    return { code: 'page-error', message: `${text}${where} (seen by ${listed(of.map(({ check }) => check))})` };
  });
  return lines.length <= MOST_FINDINGS
    ? lines
    : [
        ...lines.slice(0, MOST_FINDINGS),
        { code: 'page-error', message: `and at least ${String(lines.length - MOST_FINDINGS)} more findings` },
      ];
}

/** A record for each guard. `visits`: completed journeys. Without any, the guards have no data, which is not green. */
export function guardRecords(
  met: readonly Met[],
  visits: number,
  { at, rerun }: { at: Date; rerun: string },
  guards: readonly GuardId[] = GUARD_IDS,
): CheckRecord[] {
  return guards.map((guard): CheckRecord => {
    const failures = guardFailures(guard, met);
    const blind: Failure[] = [{ code: 'no-data', message: 'no journey ran, so nothing was watched' }];
    return {
      kind: 'check',
      at: at.toISOString(),
      id: guard,
      stage: 'journeys',
      outcome: failures.length > 0 ? 'fail' : visits === 0 ? 'inconclusive' : 'pass',
      durationMs: 0,
      failures: failures.length > 0 ? failures : visits === 0 ? blind : [],
      evidence: [],
      rerun,
    };
  });
}
