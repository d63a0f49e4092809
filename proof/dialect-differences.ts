// Whether the verdicts are the same in both markup dialects of the stand-in. Pure.
import type { Verdict } from '../reports/verdict/verdict-format.ts';

/** What a run said of each check and KPI that it judged: `contract.search breach`, sorted. */
export const verdictTable = (verdict: Verdict): string[] =>
  [...verdict.checks, ...verdict.kpis]
    .filter(({ verdict: word }) => word !== 'not-selected' && word !== 'not-judged')
    .map(({ id, verdict: word }) => `${id} ${word}`)
    .sort();

/** The lines that only one of two tables has: `- plain line`, `+ react line`. */
export const tableDifferences = (plain: readonly string[], react: readonly string[]): string[] => [
  ...plain.filter((line) => !react.includes(line)).map((line) => `- plain ${line}`),
  ...react.filter((line) => !plain.includes(line)).map((line) => `+ react ${line}`),
];
