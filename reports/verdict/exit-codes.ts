// Maps verdicts to exit codes, and defines which verdict has priority.
import type { CheckRecord } from '../result.ts';

export const VERDICTS = ['pass', 'warn', 'breach', 'inconclusive', 'broken'] as const;
export type VerdictWord = (typeof VERDICTS)[number];

/** design.md, "Exit codes". */
export const EXIT_CODES: Readonly<Record<VerdictWord, number>> = {
  pass: 0,
  warn: 0,
  breach: 1,
  inconclusive: 2,
  broken: 3,
};
/** Wrong usage or configuration: nothing was sent, so there is no verdict. */
export const USAGE_EXIT = 4;

/** design.md, "Several at once": a proved breach has priority over a broken stage; the rest is listed. */
export const PRECEDENCE = ['breach', 'broken', 'inconclusive', 'warn', 'pass'] as const satisfies VerdictWord[];

/**
 * The verdict of several. An empty list is `broken`: no data is never green. `trusted` is false if the results are
 * unreliable (lines lost, run incomplete): then a breach can be caused by the tool, and the run is `broken`.
 */
export function worstVerdict(words: readonly VerdictWord[], { trusted = true } = {}): VerdictWord {
  if (!trusted) return 'broken';
  return PRECEDENCE.find((word) => words.includes(word)) ?? 'broken';
}

const OF_OUTCOME: Readonly<Record<CheckRecord['outcome'], VerdictWord>> = {
  pass: 'pass',
  warn: 'warn',
  fail: 'breach',
  inconclusive: 'inconclusive',
  // A selected check that did not run proves nothing.
  skipped: 'inconclusive',
  broken: 'broken',
};

/** The verdict of a command that runs checks without a whole run. `done` is false if it was interrupted. */
export const verdictOfOutcomes = (outcomes: readonly CheckRecord['outcome'][], done = true): VerdictWord =>
  worstVerdict([...outcomes.map((outcome) => OF_OUTCOME[outcome]), ...(done ? [] : (['broken'] as const))]);
