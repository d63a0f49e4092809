// The eight kinds of things that judge a site. Each of them must have been seen to fail: what has nothing that reddens it is named. Pure.
import type { Kpi } from '../kpis.ts';
import type { DeclaredCheck } from '../reports/result.ts';
import type { AuditRowReaction } from './audit-row-reactions.ts';
import type { Subject } from './reactions.ts';

export const PROOF_KINDS = [
  'check',
  'guard',
  'security check',
  'contract case',
  'semantic rule',
  'audit row',
  'KPI',
  'alert rule',
] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];

/** Something that judges. `shownBy`: faults, samples or scenarios that turn it red, or make it warn where it does no more. */
export type Judging = { kind: ProofKind; name: string; where: string; shownBy: readonly string[] };

/** A line each: what cannot fail as far as anybody has seen. */
export const neverSeenToFail = (all: readonly Judging[]): string[] =>
  all
    .filter(({ shownBy }) => shownBy.length === 0)
    .map(({ kind, name, where }) => `${kind} "${name}" (${where}): nothing turns it red`);

const kindOf = (id: string): ProofKind =>
  id.startsWith('guard.') ? 'guard' : id.startsWith('security.') ? 'security check' : 'check';

export const checksJudging = (checks: readonly DeclaredCheck[], subjects: readonly Subject[]): Judging[] =>
  checks.map(({ id, file }) => ({ kind: kindOf(id), name: id, where: file, shownBy: faultsOf(id, subjects) }));

/** A KPI that nothing outside the site can measure says so in kpis.ts, and is left out. */
export const kpisJudging = (kpis: readonly Kpi[], subjects: readonly Subject[]): Judging[] =>
  kpis
    .filter(({ notObservable }) => notObservable === undefined)
    .map(({ id }) => ({ kind: 'KPI', name: id, where: 'proof/kpi-reactions.ts', shownBy: faultsOf(id, subjects) }));

const faultsOf = (id: string, subjects: readonly Subject[]): string[] =>
  subjects.filter((one) => one.id === id).flatMap(({ reddens, warns }) => [...reddens, ...warns]);

/** What is read of a contract. */
type Judged = {
  id: string;
  cases: readonly {
    name: string;
    prepares?: string;
    json?: unknown;
    text?: unknown;
    sitemapLists?: unknown;
    sample?: { broken?: Readonly<Record<string, unknown>>; degraded?: Readonly<Record<string, unknown>> };
    sampleText?: string;
  }[];
};

/** A case that judges no body is shown by another status; one that only prepares another judges nothing, and is left out. */
export const casesJudging = (contracts: readonly Judged[]): Judging[] =>
  contracts.flatMap(({ id, cases }) =>
    cases
      .filter(({ prepares }) => prepares === undefined)
      .map(({ name, json, text, sitemapLists, sample, sampleText }) => {
        const samples = Object.keys({ ...sample?.broken, ...sample?.degraded });
        const emptied = sampleText === undefined ? [] : ['an empty text'];
        const isBodyJudged = (json ?? text ?? sitemapLists) !== undefined;
        const shownBy = isBodyJudged ? [...samples, ...emptied] : ['another status'];
        return { kind: 'contract case', name: `${id}: ${name}`, where: `contracts/${id.replace('contract.', '')}.contract.ts`, shownBy }; // prettier-ignore
      }),
  );

/** A row that is a KPI is shown by the faults of the KPI. */
export const auditRowsJudging = (
  rows: readonly { id: string; kpi?: string }[],
  reactions: Readonly<Record<string, AuditRowReaction>>,
  subjects: readonly Subject[],
): Judging[] =>
  rows.map(({ id, kpi }) => {
    const own = Object.hasOwn(reactions, id) ? reactions[id] : undefined;
    const shownBy = kpi === undefined ? [...(own?.faults ?? []), ...(own?.samples ?? [])] : faultsOf(kpi, subjects);
    return { kind: 'audit row', name: id, where: 'proof/audit-row-reactions.ts', shownBy };
  });
