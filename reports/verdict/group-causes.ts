// Checks and KPIs that fail for the same fact are one cause. Its leading check lists the ids of the others. Pure.
import { STAGES } from '../../kpis.ts';
import { culpritOf, decidingFact } from './deciding-fact.ts';
import { PRECEDENCE } from './exit-codes.ts';
import type { Cause, CheckRow, KpiRow } from './verdict-format.ts';

/** `causes` in their order. The leading cause of a group gets `fact` and `also`, the others get `sameAs`. */
export function groupCauses(causes: readonly Cause[], checks: readonly CheckRow[], kpis: readonly KpiRow[]): Cause[] {
  const rows = new Map(checks.map((row) => [row.id, row]));
  const facts = factsOf(causes, rows);
  for (const kpi of kpis) {
    const fact = factOfKpi(kpi, new Set(facts.values()));
    if (fact !== undefined && causes.some(({ id }) => id === kpi.id)) facts.set(kpi.id, fact);
  }
  const groups = Map.groupBy(
    causes.filter(({ id }) => facts.has(id)),
    ({ id }) => facts.get(id) as string,
  );
  const grouped = new Map<Cause, Cause>();
  for (const [fact, group] of groups) {
    if (group.length < 2) continue;
    const [first, ...others] = group.toSorted((a, b) => rank(a, rows) - rank(b, rows)) as [Cause, ...Cause[]];
    grouped.set(first, { ...first, fact, also: others.map(({ id }) => id) });
    for (const other of others) grouped.set(other, { ...other, fact, sameAs: first.id });
  }
  return causes.map((cause) => grouped.get(cause) ?? cause);
}

/** Id -> the fact of its first failure. A check that could not be prepared has the fact of the check that prevented it. */
function factsOf(causes: readonly Cause[], rows: ReadonlyMap<string, CheckRow>): Map<string, string> {
  const facts = new Map<string, string>();
  const culprits = new Map<string, string>();
  for (const { id } of causes) {
    const reason = rows.get(id)?.reason;
    if (reason === undefined) continue;
    const culprit = culpritOf(reason);
    if (culprit !== undefined) culprits.set(id, culprit);
    const fact = decidingFact(reason);
    if (fact !== undefined) facts.set(id, fact);
  }
  for (const [id, culprit] of culprits) {
    const fact = facts.get(culprit);
    if (fact !== undefined && causes.some((cause) => cause.id === culprit)) facts.set(id, fact);
  }
  return facts;
}

/** A KPI belongs to a fact if only that fact's request makes it fail. */
function factOfKpi({ parts }: KpiRow, known: ReadonlySet<string>): string | undefined {
  const failing = parts.filter(({ verdict }) => verdict === 'breach' || verdict === 'suspected');
  const [only, ...more] = new Set(failing.map(({ subject }) => subject));
  if (only === undefined || more.length > 0) return undefined;
  const facts = [...known].filter((fact) => fact.startsWith(`${only} `));
  return facts.length === 1 ? facts[0] : undefined;
}

/** The worst verdict leads. Among equals a check comes before a KPI, and an earlier stage before a later one. */
function rank({ verdict, id }: Cause, rows: ReadonlyMap<string, CheckRow>): number {
  const stage = rows.get(id)?.stage;
  return PRECEDENCE.indexOf(verdict) * 100 + (stage === undefined ? 99 : STAGES.indexOf(stage));
}

/** The causes that a report lists: one for each fact. */
export const leadingCauses = (causes: readonly Cause[]): Cause[] => causes.filter(({ sameAs }) => sameAs === undefined);

/** The message of a cause. If it represents several, the fact and the other ids come first. */
export const messageOf = ({ message, fact, also = [] }: Cause): string =>
  also.length === 0 ? message : `${fact}; the cause of ${also.length + 1}, also ${also.join(', ')}: ${message}`;
