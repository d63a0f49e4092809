// Reads a run's folder, if it still exists (the last 20 are kept): the verdict, and screenshots and traces of failures.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { verdictSchema, type Verdict } from '../../reports/verdict/verdict-format.ts';

/** Limits the size of the published site: a screenshot has about 200 kB, a trace several MB. */
const MOST_BYTES = 8_000_000;

export type Evidence = { from: string; name: string; isPicture: boolean };

/** Undefined if the run's folder is gone or cannot be read. */
export function readVerdict(runsFolder: string | undefined, run: string): Verdict | undefined {
  if (runsFolder === undefined || !/^[\w.-]+$/.test(run)) return undefined;
  try {
    const parsed = verdictSchema.safeParse(
      JSON.parse(readFileSync(path.join(runsFolder, run, 'verdict.json'), 'utf8')),
    );
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Screenshots and traces of a check that did not pass. Secrets were removed from them at the end of the run. */
export function evidenceOf(runsFolder: string, verdict: Verdict, check: string): Evidence[] {
  const folder = path.join(runsFolder, verdict.runId);
  const row = verdict.checks.find(({ id }) => id === check);
  return (row?.variants ?? [])
    .filter(({ outcome }) => outcome !== 'pass')
    .flatMap(({ evidence }) => evidence)
    .filter((file) => /\.(png|zip)$/.test(file) && !path.relative(folder, path.join(folder, file)).startsWith('..'))
    .map((file) => path.join(folder, file))
    .filter((from) => existsSync(from) && statSync(from).size <= MOST_BYTES)
    .map((from) => ({
      from,
      name: path.relative(folder, from).replaceAll(/[^\w.-]+/g, '-'),
      isPicture: from.endsWith('.png'),
    }));
}
