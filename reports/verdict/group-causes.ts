// One fact that reddens several checks and KPIs is one cause: its first check tells it, with the ids of the others. Pure.
import { STAGES } from '../../kpis.ts';
import { culpritOf, decidingFact } from './deciding-fact.ts';
import { PRECEDENCE } from './exit-codes.ts';
import type { Cause, CheckRow, KpiRow } from './verdict-format.ts';

/** `causes` in their order, with `fact` and `also` on the one that tells and `sameAs` on the others of its group. */
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
  const told = new Map<Cause, Cause>();
  for (const [fact, group] of groups) {
    if (group.length < 2) continue;
    const [first, ...others] = group.toSorted((a, b) => rank(a, rows) - rank(b, rows)) as [Cause, ...Cause[]];
    told.set(first, { ...first, fact, also: others.map(({ id }) => id) });
    for (const other of others) told.set(other, { ...other, fact, sameAs: first.id });
  }
  return causes.map((cause) => told.get(cause) ?? cause);
}

/** Id -> the fact of its first failure; a check that could not be prepared has the fact of its culprit. */
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
    else facts.set(id, facts.get(id) ?? `see ${culprit}`);
  }
  return facts;
}

/** A KPI belongs to a fact when all of it that fails is the one request of that fact. */
function factOfKpi({ parts }: KpiRow, known: ReadonlySet<string>): string | undefined {
  const failing = parts.filter(({ verdict }) => verdict === 'breach' || verdict === 'suspected');
  const [only, ...more] = new Set(failing.map(({ subject }) => subject));
  if (only === undefined || more.length > 0) return undefined;
  const facts = [...known].filter((fact) => fact.startsWith(`${only} `));
  return facts.length === 1 ? facts[0] : undefined;
}

/** The worst verdict tells; among equals a check before a KPI, and what runs first before what runs later. */
function rank({ verdict, id }: Cause, rows: ReadonlyMap<string, CheckRow>): number {
  const stage = rows.get(id)?.stage;
  return PRECEDENCE.indexOf(verdict) * 100 + (stage === undefined ? 99 : STAGES.indexOf(stage));
}

/** Those that a report tells, one for each fact. */
export const toldCauses = (causes: readonly Cause[]): Cause[] => causes.filter(({ sameAs }) => sameAs === undefined);

/** The message of a cause, with the fact and the other ids before it where it stands for several. */
export const messageOf = ({ message, fact, also = [] }: Cause): string =>
  also.length === 0 ? message : `${fact}; the cause of ${also.length + 1}, also ${also.join(', ')}: ${message}`;
