// Imports a finished run's folder into a history, as the gate does at its end, for a run that used another history.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { History } from '../../monitoring/history/store.ts';
import { readResults } from '../../reports/verdict/read-results.ts';
import { verdictSchema, type Verdict } from '../../reports/verdict/verdict-format.ts';
import { entriesOfRun } from './remember-run.ts';

/** The folder is not a finished run of this site. The message says what to do. */
export class NotARun extends Error {
  override name = 'NotARun';
}

/** Stores the run and returns a message. Throws NotARun before anything is written, and HistoryError. */
export async function ingestRun(history: History, dir: string): Promise<string> {
  const verdict = verdictOf(dir);
  if (verdict.startedAt === null || verdict.runId === 'unknown')
    throw new NotARun(`${dir} has no run record: the run failed before its start, so there is nothing to store`);
  if (originOf(verdict.target) !== history.target)
    throw new NotARun(`${dir} is a run against ${verdict.target}, not ${history.target}: name its site with --target`);
  const { records } = readResults(path.join(dir, 'results.ndjson'));
  const known = await history.rows('SELECT 1 FROM runs WHERE target = ? AND run = ?', [verdict.runId]);
  await history.addEntries(entriesOfRun(history.target, verdict, records));
  const what = `run ${verdict.runId} (${verdict.profile ?? 'no profile'}, ${verdict.verdict})`;
  return known.length > 0 ? `${what} is already in the history` : `${what} was imported into the history`;
}

function verdictOf(dir: string): Verdict {
  const file = path.join(dir, 'verdict.json');
  const hint = `Judge the run first: npm run verdict -- --run ${dir}`;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new NotARun(`cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? String(error)}). ${hint}`);
  }
  try {
    return verdictSchema.parse(JSON.parse(text));
  } catch {
    throw new NotARun(`${file} is not a verdict of this release. ${hint}`);
  }
}

const originOf = (target: string): string => (URL.canParse(target) ? new URL(target).origin : target);
