// What a long command found so far, in .results: a run that was cut off goes on where it stopped, as long as no file has changed.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RESULTS_ROOT } from '../../common/results-root.ts';
import type { Mutant } from '../../proof/mutation/mutants.ts';

/** The mutant by its edit: the same in each run on the same files. */
export const idOf = ({ file, from, to, text }: Mutant): string => `${file}:${from}-${to}:${text}`;

export const digestOf = (files: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
};

export type ResumableRecord<T> = { found: ReadonlyMap<string, T>; keep: (one: T) => void };

/** What is known under this digest; older findings are dropped. A last line that was cut off is no finding. `name`: `mutation/contracts`. */
export function openRecord<T extends { id: string }>(name: string, digest: string): ResumableRecord<T> {
  const file = path.join(RESULTS_ROOT, `${name}.ndjson`);
  mkdirSync(path.dirname(file), { recursive: true });
  const [first, ...lines] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const found = new Map<string, T>();
  if (first === digest) for (const line of lines) for (const one of findingIn<T>(line)) found.set(one.id, one);
  writeFileSync(file, `${[digest, ...[...found.values()].map((one) => JSON.stringify(one))].join('\n')}\n`);
  return {
    found,
    keep: (one) => {
      found.set(one.id, one);
      appendFileSync(file, `${JSON.stringify(one)}\n`);
    },
  };
}

function findingIn<T extends { id: string }>(line: string): T[] {
  try {
    const one = JSON.parse(line) as T | null;
    return typeof one?.id === 'string' ? [one] : [];
  } catch {
    return [];
  }
}
