// Tries mutants of journeys in a browser: a copy of the suite gets the mistake, and its checks run on the stand-in, with each of their faults and
// with none. A verdict that is no longer the declared one is a changed cell of the fault matrix: the mistake is noticed.
import { cpSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHECKS } from '../../checks/index.ts';
import { checksOfMutant } from '../../proof/mutation/checks-of-mutant.ts';
import { mutated } from '../../proof/mutation/mutants.ts';
import type { Fate, Trial } from './mutant-workers.ts';
import { verdictOn, type ProofRunner } from './proof-stand-in.ts';
import { openRunFolder, ROOT } from './run-folder.ts';

/** What a run of journeys consists of. After a change of any of it earlier results do not count. */
const ROOMS = ['checks', 'commands', 'common', 'contracts', 'load', 'monitoring', 'proof', 'reports', 'stand-in'];
const FILES = ['package.json', 'tsconfig.json', 'playwright.config.ts', 'kpis.ts', 'judging.ts'];
const SOURCES = '{checks,common,reports,stand-in}/**/*.{ts,js,css}';

export const filesOfJourneys = (): string[] =>
  [...globSync(SOURCES, { cwd: ROOT }), ...FILES].sort().map((file) => path.join(ROOT, file));

function copySuite(to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of [...ROOMS, ...FILES]) cpSync(path.join(ROOT, name), path.join(to, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(to, 'node_modules'), 'dir');
}

type Cell = { fault: string | undefined; check: string; verdict: string };

/** Every cell that the matrix declares for these checks; the healthy site last, since it shows the fewest mistakes. */
export const cellsOf = (ids: readonly string[]): Cell[] => {
  const own = CHECKS.filter(({ id }) => ids.includes(id));
  return [
    ...own.flatMap(({ id, reddens }) => reddens.map((fault): Cell => ({ fault, check: id, verdict: 'breach' }))),
    ...own.flatMap(({ id, warns = [] }) => warns.map((fault): Cell => ({ fault, check: id, verdict: 'warn' }))),
    ...own.map(({ id }): Cell => ({ fault: undefined, check: id, verdict: 'pass' })),
  ];
};

/** `<fault>: <check> is <verdict>`, of the first cell that is not as declared; undefined: all are. */
async function changedCell(ids: readonly string[], runner: ProofRunner): Promise<string | undefined> {
  for (const { fault, check, verdict } of cellsOf(ids)) {
    const end = await verdictOn(fault === undefined ? [] : [fault], { only: [check] }, runner);
    if (runner.signal.aborted) return undefined;
    const found = 'problem' in end ? 'without a verdict' : end.verdict.checks.find(({ id }) => id === check)?.verdict;
    if (found !== verdict) return `${fault ?? 'healthy'}: ${check} is ${found ?? 'not there'}`;
  }
  return undefined;
}

/** One after the other, since they share a copy. `onFate` is called for each result. */
export async function tryInBrowser(
  trials: readonly Trial[],
  { signal, onFate }: { signal: AbortSignal; onFate: (fate: Fate) => void },
): Promise<void> {
  const folder = openRunFolder(new Date());
  const root = path.join(folder.tmp, 'suite');
  try {
    copySuite(root);
    for (const { id, mutant } of trials) {
      if (signal.aborted) return;
      const source = readFileSync(path.join(ROOT, mutant.file), 'utf8');
      writeFileSync(path.join(root, mutant.file), mutated(source, mutant));
      const declared = CHECKS.filter(({ file }) => file === mutant.file).map((check) => check.id);
      const by = await changedCell(checksOfMutant(source, mutant.from, declared), {
        folder,
        profile: 'quick',
        signal,
        root,
      });
      writeFileSync(path.join(root, mutant.file), source);
      if (signal.aborted) return;
      onFate(by === undefined ? { id, fate: 'survived' } : { id, fate: 'killed', by });
    }
  } finally {
    folder.close();
  }
}
