// The rows of the matrix: the checks that a fault must turn red, the ones that it did, and whether they are equal.
import { failingIds, type Verdict } from '../reports/verdict/verdict-format.ts';
import { EXIT_CODES } from '../reports/verdict/exit-codes.ts';
import { differencesFrom, type OracleRow } from './oracle-row.ts';
import { expectedIds, warnedIds } from './proof-runs.ts';
import type { ProofSubject } from './proof-subjects.ts';
import { KNOWN_IDS } from './reactions.ts';

/** One row of proof.json. */
export type ProofRow = {
  fault: string;
  stages: string[];
  expected: string[];
  found: string[];
  verdict: string;
  proved: boolean;
  note?: string;
  /** What its runs took together. */
  seconds?: number;
};

export const NO_CHECK = 'gap: no check for it yet';
export const gapRow = (fault: string): ProofRow => ({
  fault,
  stages: [],
  expected: [],
  found: [],
  verdict: '',
  proved: false,
  note: NO_CHECK,
});

/** The row of a run that left no verdict. */
export const brokenRow = ({ id, noticedBy }: ProofSubject, stages: string[], note: string): ProofRow => ({
  fault: id,
  stages,
  expected: [...noticedBy].sort(),
  found: [],
  verdict: '',
  proved: false,
  note,
});

/** Compares one run with the ids that the fault must turn red, as far as this run judged them. */
export function judgeRun(subject: ProofSubject, stages: string[], verdict: Verdict): ProofRow {
  if (subject.oracle) return judgeByOracle(subject.id, subject.oracle, stages, verdict);
  const { id: fault, noticedBy, warnedBy, quiet, eitherWay = [] } = subject;
  const isHealthy = fault === 'none';
  const undeclared = [...noticedBy, ...warnedBy].filter((id) => !KNOWN_IDS.has(id));
  const expected = expectedIds(noticedBy, verdict);
  const found = failingIds(verdict)
    .filter((id) => !eitherWay.includes(id))
    .sort();
  const warned = warnedIds(verdict);
  const expectedWarnings = expectedIds(warnedBy, verdict);
  // Warnings count only without a breach; then they must be exactly the expected ones.
  const areWarningsRight = noticedBy.length > 0 || expectedWarnings.join() === warned.join();
  const mustEnd = quiet === 'blocking' ? EXIT_CODES.inconclusive : EXIT_CODES.pass;
  const isQuiet = isHealthy || quiet !== undefined;
  const isNoticed = isQuiet ? verdict.exitCode === mustEnd : found.length + expectedWarnings.length > 0;
  const notes = [
    ...(undeclared.length > 0 ? [`unknown ids: ${undeclared.join(', ')}`] : []),
    ...(areWarningsRight ? [] : [`warned: ${warned.join(' ')}; expected: ${expectedWarnings.join(' ')}`]),
    ...(isNoticed || !isQuiet ? [] : [`exit code ${verdict.exitCode}, expected ${mustEnd}`]),
  ];
  return {
    fault,
    stages,
    expected,
    found,
    verdict: verdict.verdict,
    proved: undeclared.length === 0 && expected.join() === found.join() && areWarningsRight && isNoticed,
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  };
}

/** A preset is compared check by check, without KPIs, since their samples depend on which pages were opened. */
function judgeByOracle(fault: string, oracle: readonly OracleRow[], stages: string[], verdict: Verdict): ProofRow {
  const judged = verdict.checks.filter(({ verdict: word }) => word !== 'skipped' && word !== 'not-selected');
  const wrong = differencesFrom(
    oracle,
    judged.map(({ id, verdict: word }) => ({ id, verdict: word, messages: messagesOf(verdict, id) })),
  );
  const ids = new Set(judged.map(({ id }) => id));
  const isRed = ({ verdict: word = 'breach' }: OracleRow): boolean => word === 'breach';
  return {
    fault,
    stages,
    expected: oracle.flatMap((row) => (isRed(row) && ids.has(row.id) ? [row.id] : [])).sort(),
    found: failingIds(verdict)
      .filter((id) => ids.has(id))
      .sort(),
    verdict: verdict.verdict,
    proved: judged.length > 0 && wrong.length === 0,
    ...(wrong.length > 0 ? { note: wrong.join('; ') } : {}),
  };
}

function messagesOf(verdict: Verdict, id: string): string {
  const variants = verdict.checks.find((check) => check.id === id)?.variants ?? [];
  return variants.flatMap(({ failures }) => failures.map(({ message }) => message)).join('\n');
}

/** The runs of one fault as one row. */
export function joinedRow(fault: string, parts: readonly ProofRow[]): ProofRow {
  const notes = parts.flatMap(({ note }) => note ?? []);
  return {
    fault,
    stages: parts.flatMap(({ stages }) => stages),
    expected: parts.flatMap(({ expected }) => expected),
    found: parts.flatMap(({ found }) => found),
    verdict: parts.map(({ verdict }) => verdict).join(', '),
    proved: parts.length > 0 && parts.every(({ proved }) => proved),
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  };
}

/** A row as the console shows it. */
export function rowText({ fault, expected, found, proved, note, verdict, seconds }: ProofRow): string {
  if (note === NO_CHECK) return `gap     ${fault}: no check for it yet`;
  const took = seconds === undefined ? '' : `, ${seconds} s`;
  if (proved) return `proved  ${fault} (${found.length === 0 ? verdict : `${found.length} red`}${took})`;
  const lines = [`DIFFERS ${fault}${took}`, `  expected ${expected.join(' ')}`, `  found    ${found.join(' ')}`];
  return [...lines, ...(note === undefined ? [] : [`  ${note}`])].join('\n');
}

/** The counts of the last line. */
export function proofCounts(rows: readonly ProofRow[]): { proved: number; wrong: number; gaps: number } {
  const gaps = rows.filter(({ note }) => note === NO_CHECK).length;
  const proved = rows.filter((row) => row.proved).length;
  return { proved, wrong: rows.length - gaps - proved, gaps };
}
