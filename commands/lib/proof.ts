// What a fault's declared list means for one run: the ids on it that this run judged.
import type { Stage } from '../../kpis.ts';
import { STAGES } from '../../kpis.ts';
import type { Verdict } from '../../reports/verdict/verdict.ts';

/** The stages that hold the checks of the list; the stages of its KPIs where it holds no check. */
export function stagesToProve(noticedBy: readonly string[], checks: readonly { id: string; stage: Stage }[]): Stage[] {
  const of = new Set(checks.filter((check) => noticedBy.includes(check.id)).map((check) => check.stage));
  return of.size > 0 ? STAGES.filter((stage) => of.has(stage)) : [...STAGES];
}

/** The declared ids that `verdict` came to judge: what was skipped or not selected can prove nothing. Sorted. */
export function expectedIds(noticedBy: readonly string[], verdict: Verdict): string[] {
  const judged = new Set<string>([
    ...verdict.checks
      .filter((check) => check.verdict !== 'skipped' && check.verdict !== 'not-selected')
      .map((check) => check.id),
    ...verdict.kpis
      .filter((kpi) => kpi.verdict !== 'not-selected' && kpi.verdict !== 'not-judged')
      .map((kpi) => kpi.id),
  ]);
  return noticedBy.filter((id) => judged.has(id)).sort();
}

/** The ids of checks and KPIs that ended in a warning. Sorted. */
export const warnedIds = (verdict: Verdict): string[] =>
  [...verdict.kpis, ...verdict.checks]
    .filter((row) => row.verdict === 'warn')
    .map((row) => row.id)
    .sort();
