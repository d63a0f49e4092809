// What a command's end means for the workflow: the verdict's word, its exit code, and one line for a person.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

export const BROKEN_EXIT = 3;
export type Outcome = {
  verdict: string;
  code: number;
  /** One line. */
  summary: string;
  failedKpis: string[];
  /** What is uploaded; empty where there is nothing. */
  folder: string;
  /** The deployment to go back to, where the history knows one with an address of its own. */
  lastGood?: { url: string; commit: string };
};

const WORDS: Readonly<Record<number, string>> = { 0: 'pass', 1: 'breach', 2: 'inconclusive', 3: 'broken', 4: 'usage' };

/** A code that no verdict has is our own trouble. */
export function outcomeOfCode(command: string, ended: number): Outcome {
  const code = WORDS[ended] === undefined ? BROKEN_EXIT : ended;
  const verdict = WORDS[code] ?? 'broken';
  return { verdict, code, summary: `${command}: ${verdict}`, failedKpis: [], folder: '' };
}

type Row = { id: string; verdict: string };
type VerdictFile = {
  verdict: string;
  exitCode: number;
  kpis: Row[];
  checks: { id: string; verdict?: string; outcome?: string }[];
  causes?: { verdict: string; id: string; message: string; sameAs?: string }[];
};

/** The newest run below `results`. Without a readable verdict, or with one that contradicts the exit code, the gate is broken. */
export function outcomeOfGate(results: string, ended: number): Outcome {
  const latest = path.join(results, 'latest');
  const file = path.join(latest, 'verdict.json');
  if (!existsSync(file)) {
    const code = ended === 4 ? 4 : BROKEN_EXIT;
    const summary =
      code === 4 ? "gate: wrong usage, see the step's log" : `gate: no verdict was written (exit code ${ended})`;
    return { ...outcomeOfCode('gate', code), summary };
  }
  const folder = realpathSync(latest);
  const read = JSON.parse(readFileSync(file, 'utf8')) as VerdictFile;
  if (read.exitCode !== ended)
    return {
      ...outcomeOfCode('gate', BROKEN_EXIT),
      summary: `gate: verdict.json says ${read.exitCode}, the command ended with ${ended}`,
      folder,
    };
  const failedKpis = read.kpis.filter((row) => row.verdict === 'breach').map((row) => row.id);
  // One fact that reddens several checks is one cause.
  const [first, ...more] = (read.causes ?? []).filter(({ sameAs }) => sameAs === undefined);
  const why =
    first === undefined
      ? ''
      : `: ${first.id}: ${first.message.split('\n')[0] ?? ''}${more.length > 0 ? ` (and ${more.length} more)` : ''}`;
  const lastGood = lastGoodIn(folder);
  return {
    verdict: read.verdict,
    code: ended,
    summary: `${read.verdict}${why}`,
    failedKpis,
    folder,
    ...(lastGood === undefined ? {} : { lastGood }),
  };
}

/** From advice.json, which the gate writes of what its history knows. Advice that cannot be had changes no verdict. */
function lastGoodIn(folder: string): Outcome['lastGood'] {
  try {
    const { lastGood, target } = {
      ...(JSON.parse(readFileSync(path.join(folder, 'advice.json'), 'utf8')) as {
        lastGood: { address: string; commit: string } | null;
      }),
      ...(JSON.parse(readFileSync(path.join(folder, 'verdict.json'), 'utf8')) as { target: string }),
    };
    // The alias itself is nothing that it could be set to.
    if (lastGood === null || new URL(lastGood.address).host === new URL(target).host) return undefined;
    return { url: new URL(lastGood.address).origin, commit: lastGood.commit };
  } catch {
    return undefined;
  }
}
