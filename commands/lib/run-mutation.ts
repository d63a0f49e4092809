// Mutants of a room, each tried in a process of its own. Every mistake that no test notices is printed.
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inParallel } from '../../common/in-parallel.ts';
import { seededRandom, shuffled } from '../../common/seeded-random.ts';
import { MUTATION } from '../../judging.ts';
import { mutantsOf, mutated, type Mutant } from '../../proof/mutation/mutants.ts';
import { MUTATION_ROOMS, type MutationRoom } from '../../proof/mutation/mutation-rooms.ts';
import { EXIT_CODES, USAGE_EXIT } from '../../reports/verdict/exit-codes.ts';
import { runNode } from './child-process.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Flags } from './flag-table.ts';
import { watchLifetime } from './lifetime.ts';
import { ROOT } from './run-folder.ts';

const LOADER = pathToFileURL(path.join(ROOT, 'proof/mutation/mutant-loader.ts')).href;
type Fate = 'killed' | 'timed out' | 'survived';

/** Returns the exit code: 0 where enough are killed, 1 where not, 3 where the tests fail without any mutant. */
export async function mutate(flags: Flags): Promise<number> {
  const name = flags.room ?? '';
  const room = Object.hasOwn(MUTATION_ROOMS, name) ? MUTATION_ROOMS[name] : undefined;
  if (room === undefined) {
    const names = Object.keys(MUTATION_ROOMS);
    console.error(`mutate: there is no room "${name}"${didYouMean(name, names)}. Rooms: ${names.join(', ')}`);
    return USAGE_EXIT;
  }
  const seed = flags.seed ?? 1;
  const all = mutantsOfRoom(room);
  const count = Math.min(all.length, flags.count ?? MUTATION.count);
  const mutants = shuffled(all, seededRandom(seed)).slice(0, count);
  console.log(`${count} of ${all.length} mutants of ${name}, seed ${seed}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'mutants-'));
  const lifetime = watchLifetime(() => rmSync(folder, { recursive: true, force: true }));
  const tests = (files: readonly string[], mutant: string | undefined, deadlineMs: number): Promise<Fate> =>
    runTests(files, mutant, deadlineMs, lifetime.signal);
  const clean = performance.now();
  for (const files of room.tests)
    if ((await tests(files, undefined, MUTATION.cleanDeadlineMs)) !== 'survived') {
      console.error(`mutate: the tests fail without a mutant: ${files.join(' ')}. Mend them first`);
      return EXIT_CODES.broken;
    }
  const deadlineMs = MUTATION.slower * (performance.now() - clean) + MUTATION.extraMs;
  const fates = await inParallel(mutants, availableParallelism(), async (mutant, i): Promise<Fate> => {
    const file = path.join(folder, `${i}.json`);
    const of = path.join(ROOT, mutant.file);
    const source = mutated(readFileSync(of, 'utf8'), mutant);
    writeFileSync(file, JSON.stringify({ url: pathToFileURL(of).href, source }));
    for (const files of room.tests) {
      const fate = await tests(files, file, deadlineMs);
      if (fate !== 'survived' || lifetime.signal.aborted) return fate;
    }
    console.log(`survived  ${mutant.file}:${mutant.line}:${mutant.column}  ${mutant.what}`);
    return 'survived';
  });
  if (lifetime.signal.aborted) return EXIT_CODES.broken;
  const of = (fate: Fate): number => fates.filter((one) => one === fate).length;
  const score = 1 - of('survived') / count;
  console.log(
    `${count - of('survived')} of ${count} mutants noticed (${(100 * score).toFixed(1)} %, goal ${100 * MUTATION.goal} %), ${of('timed out')} of them by a test that did not end`,
  );
  return score >= MUTATION.goal ? EXIT_CODES.pass : EXIT_CODES.breach;
}

function mutantsOfRoom({ files, except = [], kinds }: MutationRoom): Mutant[] {
  const names = globSync([...files], { cwd: ROOT }).map((file) => file.split(path.sep).join('/'));
  return names
    .filter((file) => !except.includes(file))
    .sort()
    .flatMap((file) => mutantsOf(file, readFileSync(path.join(ROOT, file), 'utf8'), kinds));
}

async function runTests(
  files: readonly string[],
  mutant: string | undefined,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<Fate> {
  const end = await runNode(['--import', LOADER, '--test', '--test-isolation=none', '--test-reporter=dot', ...files], {
    cwd: ROOT,
    deadlineMs,
    signal,
    env: mutant === undefined ? {} : { MUTANT_FILE: mutant },
  });
  if (end.timedOut) return 'timed out';
  return end.code === 0 ? 'survived' : 'killed';
}
