// Runs the proof: `npm start` once or more for each fault, and compares each verdict with the checks that must turn red. Writes proof.json.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  brokenRow,
  gapRow,
  joinedRow,
  judgeRun,
  proofCounts,
  rowText,
  type ProofRow,
} from '../../proof/proof-matrix.ts';
import type { ProofRun } from '../../proof/proof-runs.ts';
import { subjectsOfShard } from '../../proof/proof-shards.ts';
import { proofSubjects, runsOf, type ProofSubject } from '../../proof/proof-subjects.ts';
import type { Config } from './config.ts';
import { watchLifetime } from './lifetime.ts';
import { verdictOn } from './proof-stand-in.ts';
import { openRunFolder } from './run-folder.ts';
import { say } from './say.ts';

/** A few names as they are, many by their number. */
const askedOf = ({ only }: ProofRun): string => (only.length > 4 ? `${only.length} checks` : only.join(', '));

/** The exit code: 0 all proved (gaps are shown), 1 something differs, 3 stopped before the end. */
export async function prove({ flags }: Config): Promise<number> {
  const profile = flags.profile ?? 'quick';
  const folder = openRunFolder(new Date());
  const { signal } = watchLifetime(() => folder.close());
  const rows: ProofRow[] = [];

  const all = proofSubjects(flags.fault, flags.markup);
  const runs = (subject: ProofSubject): ProofRun[] => runsOf(subject, profile, flags.only);
  for (const subject of flags.shard ? subjectsOfShard(all, runs, flags.shard) : all) {
    if (signal.aborted) break;
    const isGap =
      subject.quiet === undefined &&
      subject.faults.length > 0 &&
      subject.noticedBy.length + subject.warnedBy.length === 0;
    const parts: ProofRow[] = [];
    const own = isGap ? [] : runs(subject);
    for (const [i, run] of own.entries()) {
      if (signal.aborted) break;
      say(`running ${subject.id}, part ${i + 1} of ${own.length}: ${askedOf(run)}`);
      const end = await verdictOn(subject.faults, run, { folder, profile, signal }, flags.markup);
      parts.push(
        'problem' in end ? brokenRow(subject, run.only, end.problem) : judgeRun(subject, run.only, end.verdict),
      );
    }
    const row = isGap ? gapRow(subject.id) : joinedRow(subject.id, parts);
    rows.push(row);
    say(rowText(row));
  }

  writeFileSync(path.join(folder.dir, 'proof.json'), `${JSON.stringify(rows, null, 2)}\n`);
  const { proved, wrong, gaps } = proofCounts(rows);
  const file = path.join(path.relative(process.cwd(), folder.dir), 'proof.json');
  say(`${proved} proved, ${wrong} differ, ${gaps} without a check; ${file}`);
  folder.close();
  if (signal.aborted || rows.length === 0) return 3;
  return wrong > 0 ? 1 : 0;
}
