// The guards' records: one check each, over the findings of all journeys of a run. Pure.
import { isChance } from './asked-again.ts';
import type { CheckRecord, Failure } from '../../reports/result.ts';
import { GUARD_IDS, type GuardFinding, type GuardId } from './guard-checks.ts';

/** A finding and the running check. */
export type Met = GuardFinding & { check: string };

/** The findings that count: without what happened once, as long as the promised error rate explains it. `requests`: of all journeys. */
export function lasting(met: readonly Met[], requests: number): Met[] {
  const once = met.filter((one) => one.once === true);
  return isChance(once.length, requests) ? met.filter((one) => one.once !== true) : [...met];
}

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
    const end = of.every(({ once }) => once === true) ? '; asked again, it answered' : '';
    const pages = listed(of.map(({ page }) => page));
    const where = pages === '' ? '' : ` on ${pages}`;
    return { code: 'page-error', message: `${text}${where} (seen by ${listed(of.map(({ check }) => check))})${end}` };
  });
  return lines.length <= MOST_FINDINGS
    ? lines
    : [
        ...lines.slice(0, MOST_FINDINGS),
        { code: 'page-error', message: `and at least ${String(lines.length - MOST_FINDINGS)} more findings` },
      ];
}

/** A record for each guard. `visits`: completed journeys. Without any, the guards have no data, which is not green. What happened once warns. */
export function guardRecords(
  met: readonly Met[],
  visits: number,
  { at, rerun, requests = 0 }: { at: Date; rerun: string; requests?: number },
  guards: readonly GuardId[] = GUARD_IDS,
): CheckRecord[] {
  const counted = lasting(met, requests);
  return guards.map((guard): CheckRecord => {
    const failed = guardFailures(guard, counted);
    const failures = failed.length > 0 ? failed : guardFailures(guard, met);
    const blind: Failure[] = [{ code: 'no-data', message: 'no journey ran, so nothing was watched' }];
    return {
      kind: 'check',
      at: at.toISOString(),
      id: guard,
      stage: 'journeys',
      outcome: failed.length > 0 ? 'fail' : visits === 0 ? 'inconclusive' : failures.length > 0 ? 'warn' : 'pass',
      durationMs: 0,
      failures: failures.length > 0 ? failures : visits === 0 ? blind : [],
      evidence: [],
      rerun,
    };
  });
}
