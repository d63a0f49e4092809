// Whether the verdicts are the same in both markup dialects of the stand-in. Pure.
import type { Verdict } from '../reports/verdict/verdict-format.ts';

/** The verdicts of a run, one line per judged check and KPI: `contract.search breach`, sorted. */
export const verdictTable = (verdict: Verdict): string[] =>
  [...verdict.checks, ...verdict.kpis]
    .filter(({ verdict: word }) => word !== 'not-selected' && word !== 'not-judged')
    .map(({ id, verdict: word }) => `${id} ${word}`)
    .sort();

/** Lines that are in only one of the two tables: `- plain line`, `+ react line`. */
export const tableDifferences = (plain: readonly string[], react: readonly string[]): string[] => [
  ...plain.filter((line) => !react.includes(line)).map((line) => `- plain ${line}`),
  ...react.filter((line) => !plain.includes(line)).map((line) => `+ react ${line}`),
];
