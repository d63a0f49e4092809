// Rows of a healthy run to change, and known issues, for the tests of the verdict.
import { judge } from '../../../reports/verdict/judge-run.ts';
import { fingerprintOf, KnownIssues, type KnownIssue } from '../../../reports/verdict/known-issues.ts';
import type { KpiRow } from '../../../reports/verdict/verdict-format.ts';
import { whole } from './sample-records.ts';

export const NOW = new Date('2026-11-28T08:00:00Z');
export const healthy = judge({ records: whole(), problems: [] });
export const kpiOf = (id: string, more: Partial<KpiRow> = {}): KpiRow => ({ ...(healthy.kpis.find((one) => one.id === id) as KpiRow), ...more }); // prettier-ignore
export const issue = (of: string, code: string, finding: string, more: Partial<KnownIssue> = {}): KnownIssue => ({
  check: of,
  fingerprint: fingerprintOf(of, code, finding),
  finding,
  reason: 'old',
  owner: 'web team',
  expires: '2026-12-01',
  ...more,
});
export const known = (...issues: KnownIssue[]): KnownIssues => new KnownIssues(issues, NOW);
