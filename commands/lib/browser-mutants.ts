// Tries mutants of journeys in a browser: a copy of the suite gets the mistakes, and their checks run on the stand-in, on a healthy one and with
// each of their faults. A verdict that is no longer the declared one is a changed cell of the fault matrix: the mistake is noticed.
import { cpSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHECKS } from '../../checks/index.ts';
import { inParallel } from '../../common/in-parallel.ts';
import { MUTATION, PROOFS_AT_ONCE } from '../../judging.ts';
import {
  batchesOf,
  cellsOf,
  withMistakes,
  type BrowserTrial,
  type Cell,
} from '../../proof/mutation/browser-batches.ts';
import type { Verdict } from '../../reports/verdict/verdict-format.ts';
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

const sourceOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const GUARDS = CHECKS.filter(({ id }) => id.startsWith('guard.')).map(({ id }) => id);

/** By id; undefined for a check that the run did not judge. */
type Found = (id: string) => string | undefined;
const found =
  (verdict: Verdict): Found =>
  (id) =>
    verdict.checks.find((check) => check.id === id)?.verdict;

/** Why the mistake shows on a healthy site; undefined: it does not. */
function onHealthy({ ids, touchesGuards }: BrowserTrial, verdictOf: Found): string | undefined {
  const bad = [...ids, ...(touchesGuards ? GUARDS : [])].find((id) => verdictOf(id) !== 'pass');
  return bad === undefined ? undefined : `healthy: ${bad} is ${verdictOf(bad) ?? 'not there'}`;
}

/** Tries the mistakes of a batch together. Resolves to false if nothing of it was judged: one of them keeps the others from running. */
async function tryBatch(
  batch: readonly BrowserTrial[],
  runner: ProofRunner,
  onFate: (fate: Fate) => void,
): Promise<boolean> {
  const alive = new Set(batch);
  const kill = (one: BrowserTrial, by: string): void => {
    if (alive.delete(one)) onFate({ id: one.id, fate: 'killed', by });
  };
  const idsOf = (cells: readonly Cell[]): string[] => [...new Set(cells.map(({ check }) => check))];
  const guards = batch.some(({ touchesGuards }) => touchesGuards) ? GUARDS : [];
  const healthy = await verdictOn([], { only: [...batch.flatMap(({ ids }) => ids), ...guards] }, runner);
  if (runner.signal.aborted) return true;
  const verdictOf: Found = 'problem' in healthy ? () => undefined : found(healthy.verdict);
  const isJudged = (id: string): boolean => /^(pass|warn|breach)$/.test(verdictOf(id) ?? '');
  if (batch.length > 1 && !batch.some(({ ids }) => ids.some(isJudged))) return false;
  for (const one of batch) {
    const by = onHealthy(one, verdictOf);
    if (by !== undefined) kill(one, by);
  }
  const cells = [...alive].flatMap((one) => cellsOf(CHECKS, one.ids).map((cell) => ({ ...cell, one })));
  // The faults of few checks first: of what such a fault breaks, one assertion is the only one to know.
  const breadth = (fault: string): number => CHECKS.filter(({ reddens }) => reddens.includes(fault)).length;
  const faults = [...new Set(cells.map(({ fault }) => fault))].toSorted((a, b) => breadth(a) - breadth(b));
  const tryFault = async (fault: string): Promise<void> => {
    const own = cells.filter((cell) => cell.fault === fault && alive.has(cell.one));
    if (own.length === 0) return;
    const end = await verdictOn([fault], { only: idsOf(own) }, runner);
    if (runner.signal.aborted) return;
    for (const { one, check, verdict } of own) {
      const now = 'problem' in end ? undefined : found(end.verdict)(check);
      if (now !== verdict) kill(one, `${fault}: ${check} is ${now ?? 'without a verdict'}`);
    }
  };
  await inParallel(faults, PROOFS_AT_ONCE, tryFault, runner.signal);
  if (!runner.signal.aborted) for (const { id } of alive) onFate({ id, fate: 'survived' });
  return true;
}

/** Batch after batch, since they share a copy. `onFate` is called for each result. */
export async function tryInBrowser(
  trials: readonly Trial[],
  { signal, onFate }: { signal: AbortSignal; onFate: (fate: Fate) => void },
): Promise<void> {
  const folder = openRunFolder(new Date());
  const root = path.join(folder.tmp, 'suite');
  const runner: ProofRunner = { folder, profile: 'quick', signal, root };
  try {
    copySuite(root);
    const attempt = async (batch: readonly BrowserTrial[]): Promise<boolean> => {
      const files = new Set(batch.map(({ mutant }) => mutant.file));
      for (const file of files) writeFileSync(path.join(root, file), withMistakes(sourceOf(file), file, batch));
      const isJudged = await tryBatch(batch, runner, onFate);
      for (const file of files) writeFileSync(path.join(root, file), sourceOf(file));
      return isJudged;
    };
    for (const batch of batchesOf(trials, { checks: CHECKS, sourceOf, most: MUTATION.browserBatch })) {
      if (signal.aborted) return;
      if (await attempt(batch)) continue;
      for (const one of batch) if (!signal.aborted) await attempt([one]);
    }
  } finally {
    folder.close();
  }
}
