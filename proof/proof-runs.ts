// The part of a fault's declared list that one run judged.
import type { Profile, Stage } from '../kpis.ts';
import { KPIS, STAGES } from '../kpis.ts';
import type { Verdict } from '../reports/verdict/verdict-format.ts';

/** The stages of the checks in the list; the stages of its KPIs if it has no check. */
export function stagesToProve(noticedBy: readonly string[], checks: readonly { id: string; stage: Stage }[]): Stage[] {
  const of = new Set(checks.filter((check) => noticedBy.includes(check.id)).map((check) => check.stage));
  const judged = KPIS.filter((kpi) => noticedBy.includes(kpi.id)).flatMap((kpi) => kpi.stages);
  return STAGES.filter((stage) => (of.size > 0 ? of.has(stage) : judged.length === 0 || judged.includes(stage)));
}

/** The declared ids that `verdict` judged: skipped or not selected checks prove nothing. Sorted. */
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

/** One `npm start` of a proof: its `--only` selection and its environment. */
export type ProofRun = {
  only: string[];
  env?: Record<string, string>;
  /** More flags of `npm start`. */ flags?: string[];
};
/** Lighthouse and load measure times: no other run may take their processor. */
export const needsIdleMachine = ({ only }: ProofRun): boolean =>
  only.some((name) => /^(audits?|load)(\.|$)/.test(name));

type Check = { id: string; stage: Stage; profiles: readonly Profile[] };

/** How many checks one run names: each waits until it fails. On R1 every page is also slow. */
const MOST_BY_NAME = 25;
const MOST_ON_R1 = 8;

/**
 * The complete stages of the profile, in one run while the front door stays alive, so that a wrongly red check is found; and by name the journeys
 * that are not in the profile, which proves only that those are red (`--profile nightly` runs all).
 */
export function runsToProve(declared: readonly string[], checks: readonly Check[], profile: Profile): ProofRun[] {
  const left = checks.filter((check) => !check.profiles.includes(profile));
  const now = declared.filter((id) => !left.some((check) => check.id === id));
  const later = left.filter((check) => check.stage === 'journeys' && declared.includes(check.id)).map(({ id }) => id);
  const onDemand = left.filter((check) => check.profiles.length === 0 && declared.includes(check.id));
  const stages = stagesToProve(now, checks);
  // A failed front door ends the run before its other stages, which would then prove nothing.
  const isDoorDead = checks.some(({ id, stage }) => stage === 'front-door' && now.includes(id));
  const groups = isDoorDead ? stages.map((stage) => [stage]) : [stages];
  const whole: ProofRun[] =
    now.length > 0 || (later.length === 0 && onDemand.length === 0) ? groups.map((only) => ({ only })) : [];
  const named = byName(later, MOST_BY_NAME);
  // A run that visits the journeys anyway takes some named ones with it, since each run costs its start. Not one that needs an idle machine.
  const host = whole.find((run) => run.only.includes('journeys') && !needsIdleMachine(run));
  if (host !== undefined) host.only.push(...(named.shift()?.only ?? []));
  // The stand-in's limiter is off, except for its own check: it would limit a load run.
  const loads = onDemand.filter(({ stage }) => stage === 'load');
  const limiter = onDemand.filter(({ stage }) => stage !== 'load');
  return [...whole, ...named, ...alone(loads), ...alone(limiter, ['--limiter', 'enforced'])];
}

const alone = (checks: readonly Check[], flags: string[] = []): ProofRun[] =>
  checks.length === 0 ? [] : [{ only: checks.map(({ id }) => id), flags }];

/** Every check of a preset except audits and load: the checks without a browser, all journeys by name, and the guards over the gate's journeys. */
export function everyCheck(checks: readonly Check[]): ProofRun[] {
  const ids = checks.filter(({ stage }) => stage === 'journeys').map(({ id }) => id);
  const isGuard = (id: string): boolean => id.startsWith('guard.');
  return [
    { only: ['front-door', 'contracts', 'security'] },
    ...byName(
      ids.filter((id) => !isGuard(id)),
      MOST_ON_R1,
    ),
    { only: ids.filter(isGuard) },
  ];
}

const byName = (ids: readonly string[], most: number): ProofRun[] =>
  Array.from({ length: Math.ceil(ids.length / most) }, (_, i) => ({
    only: ids.slice(i * most, (i + 1) * most),
  }));
