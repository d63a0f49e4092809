// A verdict on runs of the bank: the same rules for more runs and the same judgement as a real one.
import { rowsFor } from '../../checks/audits/audit-budgets.ts';
import { judgeRows } from '../../checks/audits/judge-audit.ts';
import { fastestOf, machineProblem } from '../../checks/audits/idle-machine.ts';
import { asksForMore, type Sample } from '../../checks/audits/sequential-runs.ts';
import { FIGURES, type BankRun } from './bank.ts';

export type Outcome = { verdict: 'pass' | 'breach' | 'inconclusive'; runs: number; why: string };

export const LEAST_RUNS = 3;
export const MOST_RUNS = 7;
/** The rows that a recorded run has figures for. */
const ROWS = rowsFor(['performance']).filter(({ id }) => (FIGURES as readonly string[]).includes(id));

/** Draws runs until the verdict is clear, and gives it. */
export function simulate(draw: () => BankRun): Outcome {
  const drawn: BankRun[] = [];
  let samples: Sample[] = [];
  while (drawn.length < LEAST_RUNS || (drawn.length < MOST_RUNS && asksForMore(samples, ROWS, LEAST_RUNS))) {
    drawn.push(draw());
    const fastest = fastestOf(drawn.map((run) => run.machine));
    samples = drawn.map(({ figures, machine }) => ({ figures, machineProblem: machineProblem(machine, fastest) }));
  }
  const judged = judgeRows(samples, ROWS, LEAST_RUNS);
  const failing = judged.find(({ verdict }) => verdict === 'fail');
  const doubtful = judged.find(({ verdict }) => verdict === 'inconclusive');
  const decisive = failing ?? doubtful;
  return {
    verdict: failing ? 'breach' : doubtful ? 'inconclusive' : 'pass',
    runs: drawn.length,
    why: decisive ? `${decisive.row.id}: ${decisive.reason ?? ''}` : '',
  };
}

/** Runs as they followed each other, from a random place on: what makes neighbours alike stays in. */
export function drawFrom(runs: readonly BankRun[], random: () => number): () => BankRun {
  let next = Math.floor(random() * runs.length);
  return () => {
    const run = runs[next % runs.length];
    if (!run) throw new RangeError('no runs to draw from');
    next += 1;
    return run;
  };
}
