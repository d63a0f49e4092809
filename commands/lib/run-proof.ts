// Runs the proof: `npm start` once or more for each fault, each verdict held against what must turn red. Writes proof.json.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Profile } from '../../kpis.ts';
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
import { proofSubjects, runsOf, type ProofSubject } from '../../proof/proof-subjects.ts';
import { verdictSchema } from '../../reports/verdict/verdict-format.ts';
import { runNode } from './child-process.ts';
import type { Config } from './config.ts';
import { watchLifetime } from './lifetime.ts';
import { RUN_MARK } from './marked-processes.ts';
import { openRunFolder, ROOT } from './run-folder.ts';

/** Of one `npm start`. */
const DEADLINE_MS: Record<Profile, number> = { quick: 300_000, gate: 600_000, nightly: 3_600_000 };

/** The exit code: 0 all proved (gaps are shown), 1 something differs, 3 stopped before the end. */
export async function prove({ flags }: Config): Promise<number> {
  const profile = flags.profile ?? 'quick';
  const folder = openRunFolder(new Date());
  const lifetime = watchLifetime(() => folder.close());
  const rows: ProofRow[] = [];

  const proveOnce = async (subject: ProofSubject, { only, env, flags: more = [] }: ProofRun): Promise<ProofRow> => {
    const args = ['commands/start.ts', '--profile', profile, '--only', only.join(','), ...more];
    if (subject.faults.length > 0) args.push('--fault', subject.faults.join(','));
    let out = '';
    await runNode(args, {
      cwd: ROOT,
      env: { [RUN_MARK]: folder.runId, RESULTS_ROOT: folder.dir, ...env },
      onLine: (line) => (out += `${line}\n`),
      deadlineMs: DEADLINE_MS[profile],
      signal: lifetime.signal,
    });
    try {
      const text = readFileSync(path.join(folder.dir, 'latest', 'verdict.json'), 'utf8');
      return judgeRun(subject, only, verdictSchema.parse(JSON.parse(text)));
    } catch (error) {
      return brokenRow(subject, only, `${String(error).slice(0, 200)}; it said: ${out.slice(-400)}`);
    }
  };

  for (const subject of proofSubjects(flags.fault)) {
    if (lifetime.signal.aborted) break;
    const isGap =
      subject.quiet === undefined &&
      subject.faults.length > 0 &&
      subject.noticedBy.length + subject.warnedBy.length === 0;
    const parts: ProofRow[] = [];
    for (const run of isGap ? [] : runsOf(subject, profile, flags.only))
      if (!lifetime.signal.aborted) parts.push(await proveOnce(subject, run));
    const row = isGap ? gapRow(subject.id) : joinedRow(subject.id, parts);
    rows.push(row);
    console.log(rowText(row));
  }

  writeFileSync(path.join(folder.dir, 'proof.json'), `${JSON.stringify(rows, null, 2)}\n`);
  const { proved, wrong, gaps } = proofCounts(rows);
  const file = path.join(path.relative(process.cwd(), folder.dir), 'proof.json');
  console.log(`${proved} proved, ${wrong} differ, ${gaps} without a check; ${file}`);
  folder.close();
  if (lifetime.signal.aborted || rows.length === 0) return 3;
  return wrong > 0 ? 1 : 0;
}
