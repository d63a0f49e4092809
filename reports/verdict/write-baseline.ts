// Builds the known issues of a site from one verdict, for review and commit. Pure.
import type { KpiId } from '../../kpis.ts';
import { breachingParts, partFinding } from './apply-known-issues.ts';
import {
  dayAfter,
  findingsOf,
  fingerprintOf,
  isNeverExcused,
  NEVER_EXCUSED_KPIS,
  type KnownIssue,
  type KnownIssuesFile,
} from './known-issues.ts';
import type { Verdict } from './verdict-format.ts';

export type BaselineOptions = { owner: string; days: number; now: Date; previous: readonly KnownIssue[] };
export type Baseline = {
  file: KnownIssuesFile;
  /** Breaches that cannot be known issues, one per line. */
  never: string[];
  kept: number;
  dropped: number;
};

/** Entries for all breaches in `verdict`, judged without known issues. An existing entry keeps its owner, reason and day. */
export function baselineOf(verdict: Verdict, { owner, days, now, previous }: BaselineOptions): Baseline {
  const found = new Map<string, KnownIssue>();
  const never: string[] = [];
  const add = (check: string, code: string, finding: string, value?: number | null): void => {
    const fingerprint = fingerprintOf(check, code, finding);
    const old = previous.find((one) => one.check === check && one.fingerprint === fingerprint);
    const issue: KnownIssue = old ?? {
      check,
      fingerprint,
      finding: finding.slice(0, 300),
      ...(typeof value === 'number' ? { found: value } : {}),
      reason: 'found when the baseline was created',
      owner,
      expires: dayAfter(now, days),
    };
    found.set(`${check} ${fingerprint}`, issue);
  };
  for (const row of verdict.kpis.filter((one) => one.verdict === 'breach')) {
    if (NEVER_EXCUSED_KPIS.includes(row.id as KpiId)) never.push(`${row.id}: ${row.reason}`);
    else for (const part of breachingParts(row)) add(row.id, 'kpi', partFinding(part), part.found);
  }
  for (const row of verdict.checks.filter((one) => one.verdict === 'breach'))
    for (const { outcome, failures } of row.variants)
      for (const failure of outcome === 'fail' ? failures : [])
        if (isNeverExcused(row.stage, failure.code))
          never.push(`${row.id}: ${failure.code}: ${findingsOf(failure)[0]}`);
        else for (const finding of findingsOf(failure)) add(row.id, failure.code, finding);
  const issues = [...found.values()].sort((a, b) =>
    `${a.check} ${a.fingerprint}`.localeCompare(`${b.check} ${b.fingerprint}`),
  );
  const kept = issues.filter((issue) => previous.includes(issue)).length;
  return {
    file: { schema: 1, target: verdict.target, issues },
    never: [...new Set(never)],
    kept,
    dropped: previous.length - kept,
  };
}
