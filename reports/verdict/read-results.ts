// Reads results.ndjson: returns the records and all problems. Nothing is repaired silently.
import { readFileSync } from 'node:fs';
import { STAGES, type Stage } from '../../kpis.ts';
import { resultRecord, type HttpRecord, type ResultRecord } from '../result.ts';

/** The result of reading. With a problem the results are unreliable, and the verdict is `broken`. */
export type Results = { records: ResultRecord[]; problems: string[] };

/** The lines a stage wrote, as its own record counts them: checks, http and metric records, not its end. */
export const recordsOfStage = (records: readonly ResultRecord[], stage: Stage): number =>
  records.filter((r) => r.kind !== 'run' && r.kind !== 'end' && r.kind !== 'stage' && r.stage === stage).length;

/** Reads and validates a results file. A missing, empty, truncated or foreign file is a problem; it never throws. */
export function readResults(path: string): Results {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const what = code === 'ENOENT' ? 'the results file is missing' : `the results file cannot be read (${code})`;
    return { records: [], problems: [what] };
  }
  return parseResults(text);
}

/** In a foreign file every line is wrong: only the first few are listed. */
const SHOWN = 20;

/** As readResults, on the text of the file. */
export function parseResults(text: string): Results {
  if (text.trim() === '') return { records: [], problems: ['the results file is empty'] };
  const records: ResultRecord[] = [];
  const problems: string[] = [];
  let bad = 0;
  const lines = text.split('\n');
  const last = lines.pop();
  if (last !== '') {
    problems.push(`the results file is cut off: line ${lines.length + 1} has no end`);
  }
  lines.forEach((line, i) => {
    const parsed = parseLine(line);
    if (typeof parsed !== 'string') records.push(parsed);
    else if ((bad += 1) <= SHOWN) problems.push(`line ${i + 1} of the results ${parsed}`);
  });
  if (bad > SHOWN) problems.push(`${bad - SHOWN} more lines of the results are not records`);
  return { records, problems };
}

function parseLine(line: string): ResultRecord | string {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  const result = resultRecord.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  return `is not a record: ${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'invalid'}`;
}

/** A request is counted once at most: valid, 5xx or 429. */
export const addsUp = (r: HttpRecord): boolean => r.valid + r.serverErrors + r.rateLimited <= r.requests;

/** Inconsistencies in the records: lost lines, an incomplete run. */
export function integrity(records: readonly ResultRecord[]): string[] {
  const problems: string[] = [];
  const count = (kind: ResultRecord['kind']): number => records.filter((r) => r.kind === kind).length;
  if (count('run') === 0) problems.push('the results have no run record: the planned checks are unknown');
  else if (count('run') > 1) problems.push(`the results hold ${count('run')} run records, of more than one run`);
  else if (records[0]?.kind !== 'run') problems.push('the run record is not the first line of the results');

  for (const stage of STAGES) {
    const ends = records.filter((r) => r.kind === 'stage' && r.stage === stage);
    if (ends.length > 1) problems.push(`stage ${stage} ended ${ends.length} times`);
    const stageEnd = ends[0];
    const seen = recordsOfStage(records, stage);
    if (stageEnd?.kind === 'stage' && stageEnd.records !== seen) {
      problems.push(`stage ${stage} wrote ${stageEnd.records} records, ${seen} are in the results`);
    }
  }

  for (const r of records) {
    if (r.kind === 'http' && !addsUp(r)) problems.push(`${r.endpoint}: more answers than its ${r.requests} requests`);
  }

  const end = records.at(-1);
  if (count('end') === 0) problems.push('the results have no end record: the run did not end');
  else if (end?.kind !== 'end') problems.push('the results continue after their end record');
  else if (end.records !== records.length - 1) {
    problems.push(`the run wrote ${end.records} records before its end, ${records.length - 1} are in the results`);
  }
  return problems;
}
