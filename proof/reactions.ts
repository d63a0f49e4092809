// The fault matrix in both directions. Checks and KPIs declare the faults that they must notice; this module inverts the lists.
import { CHECKS } from '../checks/index.ts';
import { KPIS, type KpiId } from '../kpis.ts';
import type { DeclaredCheck } from '../reports/result.ts';
import { FAULTS } from '../stand-in/faults.ts';
import { KPI_REACTIONS, type KpiReaction } from './kpi-reactions.ts';
import { outagesOf, type OutageRule } from './outage-rules.ts';

/** Ids of checks and KPIs. */
export type Reaction = {
  fault: string;
  /** Must turn red. */
  noticedBy: readonly string[];
  /** Must warn, which lets the verdict pass. */
  warnedBy: readonly string[];
};
export type Subject = { id: string; reddens: readonly string[]; warns: readonly string[] };

/** Every check and KPI with all faults that it must notice, including those of the rules. */
export function subjectsOf(
  checks: readonly DeclaredCheck[],
  kpis: Readonly<Partial<Record<KpiId, KpiReaction>>>,
): Subject[] {
  return [
    ...checks.map((check) => ({
      id: check.id,
      reddens: [...new Set([...outagesOf(check), ...check.reddens])],
      warns: check.warns ?? [],
    })),
    ...Object.entries(kpis).map(([id, { reddens, warns = [] }]) => ({ id, reddens, warns })),
  ];
}

/** The same, by fault. A fault that no check notices has empty lists. */
export const reactionsOf = (faults: readonly { id: string }[], subjects: readonly Subject[]): Reaction[] =>
  faults.map(({ id: fault }) => ({
    fault,
    noticedBy: subjects.filter(({ reddens }) => reddens.includes(fault)).map(({ id }) => id),
    warnedBy: subjects.filter(({ warns }) => warns.includes(fault)).map(({ id }) => id),
  }));

/** Errors in the lists, one per line: unknown faults, and faults that a rule already gives the check. */
export function mistakesIn(
  faults: readonly { id: string }[],
  checks: readonly DeclaredCheck[],
  kpis: Readonly<Partial<Record<KpiId, KpiReaction>>>,
  rules: readonly OutageRule[],
): string[] {
  const known = new Set(faults.map(({ id }) => id));
  const unknown = (of: string, where: string, ids: readonly string[]): string[] =>
    ids
      .filter((id) => !known.has(id))
      .map((id) => `${of} names the fault "${id}", which stand-in/faults.ts does not have (${where})`);
  return [
    ...checks.flatMap((check) => [
      ...unknown(check.id, check.file, [...check.reddens, ...(check.warns ?? [])]),
      ...check.reddens
        .filter((fault) => outagesOf(check).includes(fault))
        .map(
          (fault) =>
            `${check.id} names "${fault}", which a rule of proof/outage-rules.ts already gives it (${check.file})`,
        ),
      ...check.reddens
        .filter((fault, i) => check.reddens.indexOf(fault) !== i)
        .map((fault) => `${check.id} names "${fault}" twice (${check.file})`),
    ]),
    ...Object.entries(kpis).flatMap(([id, { reddens, warns = [] }]) =>
      unknown(id, 'proof/kpi-reactions.ts', [...reddens, ...warns]),
    ),
    ...rules.flatMap(({ fault, except = {} }) => [
      ...unknown('a rule', 'proof/outage-rules.ts', [fault]),
      ...Object.keys(except)
        .filter((id) => !checks.some((check) => check.id === id))
        .map((id) => `the rule of "${fault}" exempts "${id}", which is not a check (proof/outage-rules.ts)`),
    ]),
  ];
}

export const SUBJECTS: readonly Subject[] = subjectsOf(CHECKS, KPI_REACTIONS);
export const REACTIONS: readonly Reaction[] = reactionsOf(FAULTS, SUBJECTS);

/** The checks that must notice a fault. Throws on a fault that the stand-in does not have. */
export function reactionTo(fault: string): Reaction {
  const found = REACTIONS.find((reaction) => reaction.fault === fault);
  if (!found) throw new Error(`the stand-in has no fault "${fault}"; npm run stand-in -- --list-faults lists them`);
  return found;
}

/** Every id that a reaction can name. */
export const KNOWN_IDS: ReadonlySet<string> = new Set([...CHECKS.map(({ id }) => id), ...KPIS.map(({ id }) => id)]);
