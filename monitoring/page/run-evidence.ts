// What a run left in its folder, while it is still there (the last 20 are kept): its verdict, and pictures and traces of its failures.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { verdictSchema, type Verdict } from '../../reports/verdict/verdict-format.ts';

/** A picture of a page is some 200 kB, a trace some MB: the page must stay one that can be published. */
const MOST_BYTES = 8_000_000;

export type Evidence = { from: string; name: string; isPicture: boolean };

/** Undefined where there is no such run any more, or it cannot be read. */
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

/** Pictures and traces of a check that did not pass; secrets were removed from them when the run ended. */
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
