// Stored results of `npm run mutate`, in .results/mutation: an interrupted run continues where it stopped, if no file has changed.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RESULTS_ROOT } from '../../common/results-root.ts';
import type { Mutant } from '../../proof/mutation/mutants.ts';
import type { Fate } from './mutant-workers.ts';

/** The mutant by its edit: the same in each run on the same files. */
export const idOf = ({ file, from, to, text }: Mutant): string => `${file}:${from}-${to}:${text}`;

export const digestOf = (files: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
};

export type MutationRecord = { fates: ReadonlyMap<string, Fate>; keep: (fate: Fate) => void };

/** The results for this digest; older results are deleted. A truncated last line is ignored. */
export function openRecord(room: string, digest: string): MutationRecord {
  const folder = path.join(RESULTS_ROOT, 'mutation');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${room}.ndjson`);
  const [first, ...lines] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const fates = new Map<string, Fate>();
  if (first === digest) for (const line of lines) for (const fate of fateIn(line)) fates.set(fate.id, fate);
  writeFileSync(file, `${[digest, ...[...fates.values()].map((fate) => JSON.stringify(fate))].join('\n')}\n`);
  return {
    fates,
    keep: (fate) => {
      fates.set(fate.id, fate);
      appendFileSync(file, `${JSON.stringify(fate)}\n`);
    },
  };
}

function fateIn(line: string): Fate[] {
  try {
    return [JSON.parse(line) as Fate];
  } catch {
    return [];
  }
}
