// Processes that try mutants for `npm run mutate`: a mutant that ends or blocks its process affects only that process.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { inParallel } from '../../common/in-parallel.ts';
import { MUTATION } from '../../judging.ts';
import type { Mutant } from '../../proof/mutation/mutants.ts';
import { MARK, type Job, type WorkerLine } from '../../proof/mutation/mutant-worker.ts';
import { runNode } from './child-process.ts';
import { ROOT } from './run-folder.ts';

export type Fate = { id: string; fate: 'killed' | 'timed out' | 'survived'; by?: string };
export type Trial = { id: string; mutant: Mutant };
type Place = { tests: readonly string[]; signal: AbortSignal; onFate: (fate: Fate) => void };
type Part = { fates: Fate[]; clean?: Extract<WorkerLine, { kind: 'clean' }>; isTrusted: boolean; words: string };

const WORKER = path.join(ROOT, 'proof/mutation/mutant-worker.ts');

/** One process: its first trials. If a process dies or blocks, the current mutant counts as detected. */
async function runPart(trials: readonly Trial[], most: number, { tests, signal }: Place): Promise<Part> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mutants-'));
  const file = path.join(folder, 'job.json');
  const job: Job = { root: ROOT, tests, mutants: trials, most, mostMegabytes: MUTATION.mostMegabytes };
  writeFileSync(file, JSON.stringify(job));
  const part: Part = { fates: [], isTrusted: false, words: '' };
  const stop = new AbortController();
  let at: string | undefined;
  let isLate = false;
  const late = (): void => {
    isLate = true;
    stop.abort();
  };
  let timer = setTimeout(late, MUTATION.cleanDeadlineMs);
  let deadlineMs: number = MUTATION.cleanDeadlineMs;
  const onLine = (line: string): void => {
    if (!line.startsWith(MARK)) return;
    const said = JSON.parse(line.slice(MARK.length)) as WorkerLine;
    clearTimeout(timer);
    timer = setTimeout(late, deadlineMs);
    if (said.kind === 'clean') {
      part.clean = said;
      deadlineMs = MUTATION.slower * said.ms + MUTATION.extraMs;
    } else if (said.kind === 'begins') at = said.id;
    else if (said.kind === 'over') part.isTrusted = said.failure === undefined;
    else {
      at = undefined;
      const { id, killedBy: by } = said;
      part.fates.push(by === undefined ? { id, fate: 'survived' } : { id, fate: 'killed', by });
    }
  };
  try {
    const heap = `--max-old-space-size=${2 * MUTATION.mostMegabytes}`;
    const end = await runNode([heap, WORKER, file], {
      cwd: ROOT,
      deadlineMs: MUTATION.processDeadlineMs,
      signal: AbortSignal.any([signal, stop.signal]),
      onLine,
    });
    part.words = end.lastWords.cause ?? '';
    // Its last mutant ended it. Earlier results are valid.
    if (at !== undefined && !signal.aborted) {
      part.fates.push({ id: at, fate: isLate || end.timedOut ? 'timed out' : 'killed', by: part.words.slice(0, 200) });
      part.isTrusted = true;
    }
    return part;
  } finally {
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Throws if the tests fail without any mutant. `onFate` is called for each result as soon as it is final. */
export async function tryMutants(trials: readonly Trial[], place: Place): Promise<void> {
  const parts = Array.from({ length: Math.ceil(trials.length / MUTATION.part) }, (_, i) =>
    trials.slice(i * MUTATION.part, (i + 1) * MUTATION.part),
  );
  const work = async (part: readonly Trial[]): Promise<void> => {
    let left = part;
    let most: number = MUTATION.part;
    while (left.length > 0 && !place.signal.aborted) {
      const { fates, clean, isTrusted, words } = await runPart(left, most, place);
      if (place.signal.aborted) return;
      if (clean === undefined || clean.failure !== undefined)
        throw new Error(`the tests fail without a mutant: ${clean?.failure ?? words}. Fix them first`);
      // One mutant affected later ones: they are tried again, each in its own process.
      if (!isTrusted && most > 1) {
        most = 1;
        continue;
      }
      for (const fate of fates) place.onFate(fate);
      const done = new Set(fates.map(({ id }) => id));
      left = left.filter(({ id }) => !done.has(id));
    }
  };
  await inParallel(parts, availableParallelism(), work, place.signal);
}

/** The files that the tests load, absolute. Throws where the tests fail. `trials` are not tried. */
export async function filesOfTests(trials: readonly Trial[], place: Place): Promise<string[]> {
  const { clean, words } = await runPart(trials.slice(0, 1), 0, place);
  if (clean?.failure !== undefined || clean === undefined)
    throw new Error(`the tests fail without a mutant: ${clean?.failure ?? words}. Fix them first`);
  return clean.files;
}
