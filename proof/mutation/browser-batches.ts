// Mutants of journeys that are tried together: at most one for each check, so that what a check says is said about one mistake.
import type { DeclaredCheck } from '../../reports/result.ts';
import { checksOfMutant } from './checks-of-mutant.ts';
import { mutated, type Mutant } from './mutants.ts';

/** `ids`: the checks that the mistake can weaken. `touchesGuards`: it changes what the guards see as well. */
export type BrowserTrial = { id: string; mutant: Mutant; ids: readonly string[]; touchesGuards: boolean };
/** A cell of the fault matrix: the verdict that is declared. */
export type Cell = { fault: string; check: string; verdict: 'breach' | 'warn' };

type Checks = readonly Pick<DeclaredCheck, 'id' | 'file' | 'reddens' | 'warns'>[];

/** Every cell that the matrix declares for these checks. */
export const cellsOf = (checks: Checks, ids: readonly string[]): Cell[] =>
  checks
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ id, reddens, warns = [] }) => [
      ...reddens.map((fault): Cell => ({ fault, check: id, verdict: 'breach' })),
      ...warns.map((fault): Cell => ({ fault, check: id, verdict: 'warn' })),
    ]);

/** In the order of `trials`, each in the first batch that has room and none of its checks. One of a batch may touch the guards. */
export function batchesOf(
  trials: readonly { id: string; mutant: Mutant }[],
  { checks, sourceOf, most }: { checks: Checks; sourceOf: (file: string) => string; most: number },
): BrowserTrial[][] {
  const batches: BrowserTrial[][] = [];
  for (const { id, mutant } of trials) {
    const source = sourceOf(mutant.file);
    const declared = checks.filter(({ file }) => file === mutant.file).map((check) => check.id);
    const ids = checksOfMutant(source, mutant.from, declared);
    const trial = { id, mutant, ids, touchesGuards: isAboutGuards(source, mutant) };
    const isFree = (batch: readonly BrowserTrial[]): boolean =>
      batch.length < most &&
      !batch.some((other) => other.ids.some((one) => ids.includes(one))) &&
      !(trial.touchesGuards && batch.some((other) => other.touchesGuards));
    const batch = batches.find(isFree);
    if (batch) batch.push(trial);
    else batches.push([trial]);
  }
  return batches;
}

/** The line names the guards: what a journey provokes is excused, and a guard is red where that is missing. */
const isAboutGuards = (source: string, { from, to }: Mutant): boolean =>
  /\bguards\./.test(source.slice(source.lastIndexOf('\n', from) + 1, to));

/** The file's text with the mistakes of the batch that are in it. */
export const withMistakes = (source: string, file: string, batch: readonly BrowserTrial[]): string =>
  batch
    .map(({ mutant }) => mutant)
    .filter((mutant) => mutant.file === file)
    .toSorted((a, b) => b.from - a.from)
    .reduce(mutated, source);
