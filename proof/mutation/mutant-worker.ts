// Tries mutants, one after the other, in this process: `node mutant-worker.ts JOB` with a job in JSON. What it finds are lines that begin with MARK.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load, loadedFiles, newVersion, reached, watchModules } from './module-versions.ts';
import { mutated, type Mutant } from './mutants.ts';
import { runFile } from './small-test-runner.ts';

export const MARK = '@mutant ';
export type Job = {
  root: string;
  /** Test files below the root. The fast ones are tried first. */
  tests: readonly string[];
  mutants: readonly { id: string; mutant: Mutant }[];
  /** Modules of old versions are never freed: beyond this the process hands over to the next. */
  mostMegabytes: number;
  /** Most mutants of one process. */
  most: number;
};
export type WorkerLine =
  | { kind: 'clean'; failure?: string; ms: number; files: string[] }
  | { kind: 'begins'; id: string }
  | { kind: 'ends'; id: string; killedBy?: string }
  /** The tests still pass without a mutant (or not): what was found counts (or not). */
  | { kind: 'over'; failure?: string };

const say = (line: WorkerLine): void => void process.stdout.write(`${MARK}${JSON.stringify(line)}\n`);

/** The first failure of these files; `times` gets how long each took, ms. */
async function firstFailure(
  files: readonly string[],
  stray: () => string | undefined,
  times = new Map<string, number>(),
): Promise<string | undefined> {
  for (const file of files) {
    const started = performance.now();
    const failure = (await runFile(() => load(file))) ?? stray();
    times.set(file, performance.now() - started);
    if (failure !== undefined) return `${path.basename(file)}: ${failure}`;
  }
  return undefined;
}

async function work({ root, tests, mutants, most, mostMegabytes }: Job): Promise<void> {
  const files = tests.map((file) => path.join(root, file));
  const [one] = mutants;
  if (one !== undefined) process.env['MUTANT_FILE'] = one.mutant.file;
  const started = performance.now();
  // A mistake that throws where nobody waits is noticed by Node's own runner, too.
  let astray: string | undefined;
  const strays = (error: unknown): void => void (astray ??= `unhandled: ${String(error)}`);
  process.on('uncaughtException', strays).on('unhandledRejection', strays);
  const taken = (): string | undefined => {
    const found = astray;
    astray = undefined;
    return found;
  };
  process.exit = (): never => {
    throw new Error('process.exit() was called');
  };
  const times = new Map<string, number>();
  const failure = await firstFailure(files, taken, times);
  files.sort((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0));
  say({
    kind: 'clean',
    ...(failure === undefined ? {} : { failure }),
    ms: performance.now() - started,
    files: loadedFiles(),
  });
  if (failure !== undefined) return;
  for (const { id, mutant } of mutants.slice(0, most)) {
    if (process.memoryUsage.rss() > mostMegabytes * 2 ** 20) break;
    say({ kind: 'begins', id });
    const file = path.join(root, mutant.file);
    process.env['MUTANT_FILE'] = mutant.file;
    newVersion(file, mutated(readFileSync(file, 'utf8'), mutant));
    const killedBy = await firstFailure(reached(files), taken);
    say({ kind: 'ends', id, ...(killedBy === undefined ? {} : { killedBy: killedBy.slice(0, 300) }) });
  }
  // Had a mutant spoilt what all versions share, later ones would be killed by that.
  if (one !== undefined) newVersion(path.join(root, one.mutant.file));
  const after = await firstFailure(reached(files), taken);
  say({ kind: 'over', ...(after === undefined ? {} : { failure: after }) });
}

const [, , file = ''] = process.argv;
if (import.meta.main && existsSync(file)) {
  const exit = process.exit.bind(process);
  watchModules();
  await work(JSON.parse(readFileSync(file, 'utf8')) as Job);
  exit(0);
}
