// Tries the mutants of a room with the room's tests. Prints every mutant that no test detects.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { showSpan } from '../../common/number-text.ts';
import { seededRandom, shuffled } from '../../common/seeded-random.ts';
import { MUTATION } from '../../judging.ts';
import { reasonOf } from '../../proof/mutation/equivalent-mutants.ts';
import { mutantsOf, type Mutant } from '../../proof/mutation/mutants.ts';
import { MUTATION_ROOMS, type MutationRoom } from '../../proof/mutation/mutation-rooms.ts';
import { EXIT_CODES, USAGE_EXIT } from '../../reports/verdict/exit-codes.ts';
import { filesOfJourneys, tryInBrowser } from './browser-mutants.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Flags } from './flag-table.ts';
import { watchLifetime } from './lifetime.ts';
import { filesOfTests, tryMutants, type Fate } from './mutant-workers.ts';
import { digestOf, idOf, openRecord } from './resumable-record.ts';
import { keepFigures } from './proof-figures-file.ts';
import { ROOT } from './run-folder.ts';
import { complain, say } from './say.ts';

/** Returns the exit code: 0 if enough are detected, 1 if not, 3 if the tests fail without any mutant or the run was stopped. */
export async function mutate(flags: Flags): Promise<number> {
  const name = flags.room ?? '';
  const room = Object.hasOwn(MUTATION_ROOMS, name) ? MUTATION_ROOMS[name] : undefined;
  if (room === undefined) {
    const names = Object.keys(MUTATION_ROOMS);
    complain(`mutate: there is no room "${name}"${didYouMean(name, names)}. Rooms: ${names.join(', ')}`);
    return USAGE_EXIT;
  }
  const lifetime = watchLifetime(() => {});
  const started = performance.now();
  const all = mutantsOfRoom(room);
  const seed = flags.seed ?? 1;
  const sample = shuffled(all, seededRandom(seed)).slice(0, flags.count ?? all.length);
  const mutants = sample.filter((mutant) => !isEquivalent(mutant));
  const of = sample.length < all.length ? `${sample.length} of ${all.length}, seed ${seed}` : `all ${all.length}`;
  say(`mutants of ${name}: ${of}; ${sample.length - mutants.length} of them change nothing and are left out`);
  const tests = room.tests.flatMap((glob) => globSync(glob, { cwd: ROOT }).sort());
  const trials = mutants.map((mutant) => ({ id: idOf(mutant), mutant }));
  const byId = new Map(trials.map(({ id, mutant }) => [id, mutant]));
  try {
    const { signal } = lifetime;
    const files = room.inBrowser ? filesOfJourneys() : await filesOfTests(trials, { tests, signal, onFate: () => {} });
    const record = openRecord<Fate>(`mutation/${name}`, digestOf(files));
    const tell = ({ id, fate }: Fate): void => {
      const mutant = byId.get(id);
      if (fate === 'survived' && mutant) say(`survived  ${placeOf(mutant)}  ${mutant.what}`);
    };
    const known = trials.flatMap(({ id }) => record.found.get(id) ?? []);
    if (known.length > 0) say(`${known.length} were tried before, on the same files`);
    known.forEach(tell);
    const left = trials.filter(({ id }) => !record.found.has(id));
    const onFate = (fate: Fate): void => {
      record.keep(fate);
      tell(fate);
    };
    await (room.inBrowser ? tryInBrowser(left, { signal, onFate }) : tryMutants(left, { tests, signal, onFate }));
    if (signal.aborted) return EXIT_CODES.broken;
    const fates = trials.flatMap(({ id }) => record.found.get(id) ?? []);
    const score = tellScore(fates, started);
    if (flags.out !== undefined) {
      const survivors = fates.flatMap(({ id, fate }) => (fate === 'survived' ? (byId.get(id) ?? []) : []));
      const figures = {
        day: new Date().toISOString().slice(0, 10),
        mutants: fates.length,
        noticed: fates.length - survivors.length,
        equivalent: sample.length - mutants.length,
        ...(sample.length < all.length ? { of: all.length, seed } : {}),
        survivors: survivors.map(({ file, what, code }) => ({ file, what, code })),
      };
      keepFigures(flags.out, { mutation: { [name]: figures } });
    }
    return score >= MUTATION.goal ? EXIT_CODES.pass : EXIT_CODES.breach;
  } catch (error) {
    if (!lifetime.signal.aborted) complain(`mutate: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT_CODES.broken;
  }
}

/** Prints the share of the noticed ones and returns it. */
function tellScore(fates: readonly Fate[], started: number): number {
  const count = (fate: Fate['fate']): number => fates.filter((one) => one.fate === fate).length;
  const noticed = fates.length - count('survived');
  const score = noticed / fates.length;
  say(
    `${noticed} of ${fates.length} mutants noticed (${(100 * score).toFixed(1)} %, goal ${100 * MUTATION.goal} %), ${count('timed out')} of them by a test that did not end; ${showSpan(performance.now() - started)}`,
  );
  return score;
}

const placeOf = ({ file, line, column }: Mutant): string => `${file}:${line}:${column}`;
const isEquivalent = (mutant: Mutant): boolean => reasonOf(mutant) !== undefined;

export function mutantsOfRoom({ files, except = [], kinds }: MutationRoom): Mutant[] {
  const names = globSync([...files], { cwd: ROOT }).map((file) => file.split(path.sep).join('/'));
  return names
    .filter((file) => !except.includes(file))
    .sort()
    .flatMap((file) => mutantsOf(file, readFileSync(path.join(ROOT, file), 'utf8'), kinds));
}
