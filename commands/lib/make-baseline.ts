// `npm run baseline`: runs the gate, writes the known issues to a file, and prints the gate's verdict with that file.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CHECKS } from '../../checks/index.ts';
import { EXIT_CODES, USAGE_EXIT } from '../../reports/verdict/exit-codes.ts';
import { baselineOf } from '../../reports/verdict/write-baseline.ts';
import { judge } from '../../reports/verdict/judge-run.ts';
import { LONGEST_DAYS } from '../../reports/verdict/known-issues.ts';
import { readResults } from '../../reports/verdict/read-results.ts';
import { WIDTH, wrap } from '../../reports/formats/fold-line.ts';
import type { Config } from './config.ts';
import { DEFAULT_FILE, knownIssuesOrExit, writeKnownIssues } from './known-issues-file.ts';
import { gate } from './run-gate.ts';

/** Without --owner, an owner must be written into the file by hand: the gate rejects an entry without an owner. */
const NOBODY = '';

/** Sets the exit code: the verdict of the gate with the new file; 3 if the run is broken, and then nothing is written. */
export async function makeBaseline(config: Config): Promise<void> {
  const { out, owner = NOBODY, days = LONGEST_DAYS, profile = 'gate', run } = config.flags;
  const target = config.flags.target as URL;
  const file = path.resolve(out ?? DEFAULT_FILE);
  const ids = CHECKS.map(({ id }) => id);
  const previous = existsSync(file) ? knownIssuesOrExit('baseline', file, ids, true) : [];
  const dir =
    run === undefined
      ? (await gate(config, profile, () => ({ target, account: config.account }))).dir
      : path.resolve(run);
  if (!existsSync(dir)) {
    console.error(`baseline: ${dir} does not exist. Name a run's folder with --run DIR.`);
    process.exitCode = USAGE_EXIT;
    return;
  }
  const results = readResults(path.join(dir, 'results.ndjson'));
  const options = { declared: CHECKS, runId: path.basename(dir) };
  const verdict = judge(results, options);
  if (new URL(verdict.target).origin !== target.origin) {
    console.error(`baseline: ${dir} is a run against ${verdict.target}, not ${target.origin}.`);
    process.exitCode = USAGE_EXIT;
    return;
  }
  process.exitCode = EXIT_CODES.broken;
  if (verdict.verdict === 'broken')
    return console.log('No baseline was written: the run is broken. Fix the problem shown above and run it again.');
  const made = baselineOf(verdict, { owner, days, now: new Date(), previous });
  writeKnownIssues(file, made.file);
  const { issues } = made.file;
  const added = issues.length - made.kept;
  const say = (text: string): void => console.log(wrap(text, WIDTH).join('\n'));
  say(
    `${issues.length} known issues in ${path.relative(process.cwd(), file)}: ${added} new, ${made.kept} kept, ${made.dropped} gone.`,
  );
  if (owner === NOBODY && added > 0)
    say('Write an owner and a reason into each new entry: without an owner the gate rejects the file.');
  say('Review the file, correct it and commit it.');
  if (made.never.length > 0) {
    say(`${made.never.length} breaches cannot be known issues, so the gate stays red:`);
    for (const line of made.never) say(`- ${line}`);
  }
  const accepted = judge(results, { ...options, knownIssues: issues });
  say(`verdict with these known issues: ${accepted.verdict}, exit code ${accepted.exitCode}`);
  process.exitCode = accepted.exitCode;
}
