// The part of the proof without a browser: the HTTP runs that show a fault, and a small set of runs that shows that each check can fail.
import { CHECKS } from '../checks/index.ts';
import { KPIS, type Stage } from '../kpis.ts';
import type { ProofSubject } from './proof-subjects.ts';
import type { Reaction, Subject } from './reactions.ts';

export const HTTP_STAGES = ['front-door', 'contracts', 'security'] as const satisfies readonly Stage[];
type HttpStage = (typeof HTTP_STAGES)[number];
const httpStage = (stage: Stage): HttpStage[] => HTTP_STAGES.filter((one) => one === stage);

/** The stage that judges an id: a check's own stage. KPIs are judged by the contracts stage, since the front door sends too few requests. */
const STAGE_OF: ReadonlyMap<string, HttpStage> = new Map([
  ...CHECKS.filter(({ profiles }) => profiles.includes('quick')).flatMap(({ id, stage }) =>
    httpStage(stage).map((own): [string, HttpStage] => [id, own]),
  ),
  ...KPIS.filter(({ stages, notObservable }) => stages.includes('contracts') && notObservable === undefined).map(
    ({ id }): [string, HttpStage] => [id, 'contracts'],
  ),
]);

/** Checks and KPIs judged by a run over HTTP. */
export const HTTP_IDS: ReadonlySet<string> = new Set(STAGE_OF.keys());

/** One run on the stand-in with one fault. */
export type HttpRun = {
  fault: string;
  stages: readonly HttpStage[];
  /** The ids that turn red or warn in this run. */
  shows: readonly string[];
};

/** A failed front door ends a run before its other stages. For such a fault each stage must run separately. */
export function httpRunsOf({ fault, noticedBy, warnedBy }: Reaction): HttpRun[] {
  const ids = [...noticedBy, ...warnedBy].filter((id) => HTTP_IDS.has(id));
  const isDoorDead = noticedBy.some((id) => STAGE_OF.get(id) === 'front-door');
  if (!isDoorDead) return ids.length === 0 ? [] : [{ fault, stages: HTTP_STAGES, shows: ids }];
  return HTTP_STAGES.map((stage) => ({
    fault,
    stages: [stage],
    shows: ids.filter((id) => STAGE_OF.get(id) === stage && !notIn(fault, [stage]).some(({ kpi }) => kpi === id)),
  })).filter(({ shows }) => shows.length > 0);
}

/** A KPI that a fault breaches, but not in a run of some stages alone. `chance`: there it can be breached too. */
const NOT_IN: readonly {
  faults: readonly string[];
  kpi: string;
  stages: (stages: readonly string[]) => boolean;
  chance?: boolean;
}[] = [
  // After its first timeouts a hanging path is not requested again: too few samples for a KPI. The front-door run has them.
  { faults: ['api-hangs', 'api-drips'], kpi: 'availability', stages: (stages) => stages.join() === 'contracts' },
  // Two failures prove an outage. Whether a second path was asked before the first one timed out is a matter of milliseconds.
  { faults: ['never-answers'], kpi: 'availability', stages: (stages) => stages.join() === 'contracts', chance: true },
  // Trending and search, all that a load run requests, answer 200 with empty lists: only the contracts meet the 500s.
  { faults: ['database-down'], kpi: 'error-rate', stages: (stages) => !stages.includes('contracts') },
];

const notIn = (fault: string, stages: readonly string[]): typeof NOT_IN =>
  NOT_IN.filter((one) => one.faults.includes(fault) && one.stages(stages));

/** The ids that the subject must turn red in a run of these stages. */
export function subjectIn(subject: ProofSubject, stages: readonly string[]): ProofSubject {
  const here = notIn(subject.id, stages);
  if (here.length === 0) return subject;
  const eitherWay = here.filter(({ chance }) => chance === true).map(({ kpi }) => kpi);
  const noticedBy = subject.noticedBy.filter((id) => !here.some(({ kpi }) => kpi === id));
  return { ...subject, noticedBy, ...(eitherWay.length > 0 ? { eitherWay } : {}) };
}

/** The stages of each run of a subject. An access control blocks the first stage, so each stage runs separately. */
export function httpStagesOf({
  id,
  noticedBy,
  warnedBy,
  quiet,
}: Pick<ProofSubject, 'id' | 'noticedBy' | 'warnedBy' | 'quiet'>): (readonly Stage[])[] {
  if (quiet === 'blocking') return HTTP_STAGES.map((stage) => [stage]);
  const runs = httpRunsOf({ fault: id, noticedBy, warnedBy });
  return runs.length > 0 ? runs.map(({ stages }) => stages) : [HTTP_STAGES];
}

/** Faults whose runs wait out deadlines. */
const HANGING: readonly string[] = ['api-hangs', 'api-drips', 'never-answers'];

/**
 * A small set of runs that covers all coverable ids of `wanted`. Greedy: each time the run with the most remaining ids per second; the first
 * of the list if several are equal. `seconds` is the duration of a run.
 */
export function coveringRuns(
  runs: readonly HttpRun[],
  wanted: ReadonlySet<string> = HTTP_IDS,
  seconds: (run: HttpRun) => number = ({ fault }) => (HANGING.includes(fault) ? 10 : 1),
): HttpRun[] {
  const left = new Set(runs.flatMap(({ shows }) => shows).filter((id) => wanted.has(id)));
  const chosen: HttpRun[] = [];
  const gain = (run: HttpRun): number => run.shows.filter((id) => left.has(id)).length / seconds(run);
  while (left.size > 0) {
    const best = runs.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    chosen.push(best);
    for (const id of best.shows) left.delete(id);
  }
  return chosen;
}

/** Ids that no fault turns red or makes warn: checks that have never been seen to fail. */
export const idsWithoutFault = (ids: readonly string[], subjects: readonly Subject[]): string[] =>
  ids.filter(
    (id) => !subjects.some((subject) => subject.id === id && subject.reddens.length + subject.warns.length > 0),
  );
