// The records of a run by hand that no check writes: its first, and the ends of its stages and of itself. Pure.
import { GUARD_IDS } from '../../checks/guards/guard-checks.ts';
import { CHECKS } from '../../checks/index.ts';
import { STAGES, type Profile, type Stage } from '../../kpis.ts';
import type { ResultRecord, RunRecord } from '../../reports/result.ts';
import { LEFT_OUT_BY_ONLY } from '../../reports/verdict/check-verdicts.ts';
import { recordsOfStage } from '../../reports/verdict/read-results.ts';

/** `ids`: of the checks that will run; none where Playwright broke before them. Guards watch where a journey runs. */
export function firstRecord(
  ids: readonly string[],
  about: { runId: string; at: string; target: string; profile: Profile },
): RunRecord {
  const has = (stage: Stage): boolean => CHECKS.some((check) => check.stage === stage && ids.includes(check.id));
  const selected = new Set<string>([...ids, ...(has('journeys') ? GUARD_IDS : [])]);
  const stages = STAGES.filter(has);
  return {
    kind: 'run',
    schema: 1,
    ...about,
    stages: stages.length > 0 ? stages : ['journeys'],
    checksOnly: [...STAGES],
    checks: CHECKS.map(({ id, stage, title }) => ({
      id,
      stage,
      title,
      selected: selected.has(id),
      ...(selected.has(id) ? {} : { reason: LEFT_OUT_BY_ONLY }),
    })),
  };
}

/** The last records. `trouble`: why the run did not come to its end; then its stages are broken, and what they found still stands. */
export function lastRecords(
  records: readonly ResultRecord[],
  { at, durationMs, trouble }: { at: string; durationMs: number; trouble: string | undefined },
): ResultRecord[] {
  const stages = records.flatMap((record) => (record.kind === 'run' ? record.stages : []));
  const ends = stages.map((stage): ResultRecord => {
    const own = records.flatMap((one) => (one.kind === 'check' && one.stage === stage ? [one.durationMs] : []));
    return {
      kind: 'stage',
      at,
      stage,
      status: trouble === undefined ? 'done' : 'broken',
      ...(trouble === undefined ? {} : { reason: trouble }),
      durationMs: own.reduce((sum, one) => sum + one, 0),
      records: recordsOfStage(records, stage),
    };
  });
  return [...ends, { kind: 'end', at, durationMs, records: records.length + ends.length }];
}
