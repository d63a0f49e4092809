// Runs the proof: `npm start` once or more for each fault, and compares each verdict with the checks that must turn red. Writes proof.json.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inParallel } from '../../common/in-parallel.ts';
import { showSpan } from '../../common/number-text.ts';
import { PROOFS_AT_ONCE } from '../../judging.ts';
import { subjectIn } from '../../proof/http-runs.ts';
import {
  brokenRow,
  gapRow,
  joinedRow,
  judgeRun,
  proofCounts,
  rowText,
  type ProofRow,
} from '../../proof/proof-matrix.ts';
import { needsIdleMachine, type ProofRun } from '../../proof/proof-runs.ts';
import { subjectsOfShard } from '../../proof/proof-shards.ts';
import { proofSubjects, runsOf, type ProofSubject } from '../../proof/proof-subjects.ts';
import type { Config } from './config.ts';
import { watchLifetime } from './lifetime.ts';
import { verdictOn } from './proof-stand-in.ts';
import { openRunFolder } from './run-folder.ts';
import { say } from './say.ts';

/** A few names as they are, many by their number. */
const askedOf = ({ only }: ProofRun): string => (only.length > 4 ? `${only.length} checks` : only.join(', '));

const isGap = ({ quiet, faults, noticedBy, warnedBy }: ProofSubject): boolean =>
  quiet === undefined && faults.length > 0 && noticedBy.length + warnedBy.length === 0;

/** Its parts, in any order of their end. */
type Proving = { subject: ProofSubject; runs: ProofRun[]; parts: ProofRow[]; left: number; tookMs: number };

/** The exit code: 0 all proved (gaps are shown), 1 something differs, 3 stopped before the end. */
export async function prove({ flags }: Config): Promise<number> {
  const { profile = 'quick', 'at-once': atOnce = PROOFS_AT_ONCE } = flags;
  const folder = openRunFolder(new Date());
  const { signal } = watchLifetime(() => folder.close());
  const started = performance.now();
  const runs = (subject: ProofSubject): ProofRun[] => runsOf(subject, profile, flags.only);
  const all = proofSubjects(flags.fault, flags.markup);
  const subjects = flags.shard ? subjectsOfShard(all, runs, flags.shard) : all;
  const rows = new Map<ProofSubject, ProofRow>();
  const conclude = (subject: ProofSubject, row: ProofRow): void => {
    rows.set(subject, row);
    say(rowText(row));
  };

  const proving = subjects.map((subject): Proving => {
    const own = isGap(subject) ? [] : runs(subject);
    if (own.length === 0) conclude(subject, isGap(subject) ? gapRow(subject.id) : joinedRow(subject.id, []));
    return { subject, runs: own, parts: [], left: own.length, tookMs: 0 };
  });
  const proveRun = async ({ one, run }: { one: Proving; run: ProofRun }): Promise<void> => {
    const { subject } = one;
    const part = one.runs.indexOf(run);
    const begun = performance.now();
    say(`running ${subject.id}, part ${part + 1} of ${one.runs.length}: ${askedOf(run)}`);
    const end = await verdictOn(subject.faults, run, { folder, profile, signal }, flags.markup);
    // Our own stop is no verdict.
    if (signal.aborted) return;
    one.parts[part] =
      'problem' in end
        ? brokenRow(subject, run.only, end.problem)
        : judgeRun(subjectIn(subject, run.only), run.only, end.verdict);
    one.tookMs += performance.now() - begun;
    one.left -= 1;
    if (one.left > 0) return;
    conclude(subject, { ...joinedRow(subject.id, one.parts), seconds: Math.round(one.tookMs / 1_000) });
  };
  const tasks = proving.flatMap((one) => one.runs.map((run) => ({ one, run })));
  // First what mostly waits, several at the same time; then, one by one, what needs the machine for itself.
  await inParallel(
    tasks.filter(({ run }) => !needsIdleMachine(run)),
    atOnce,
    proveRun,
    signal,
  );
  await inParallel(
    tasks.filter(({ run }) => needsIdleMachine(run)),
    1,
    proveRun,
    signal,
  );

  const found = subjects.flatMap((subject) => rows.get(subject) ?? []);
  writeFileSync(path.join(folder.dir, 'proof.json'), `${JSON.stringify(found, null, 2)}\n`);
  const { proved, wrong, gaps } = proofCounts(found);
  const file = path.join(path.relative(process.cwd(), folder.dir), 'proof.json');
  const took = showSpan(performance.now() - started);
  say(`${proved} proved, ${wrong} differ, ${gaps} without a check in ${took}; ${file}`);
  folder.close();
  if (signal.aborted || found.length === 0) return 3;
  return wrong > 0 ? 1 : 0;
}
