// `npm run prove -- --http`: every fault against all checks over HTTP, in one process, several at a time. The matrix also contains
// the checks that must stay green. Writes proof.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { showSpan } from '../../common/number-text.ts';
import { inParallel } from '../../common/in-parallel.ts';
import { CHECKS } from '../../checks/index.ts';
import { HTTP_STAGES, httpRunsOf, httpStagesOf, subjectIn } from '../../proof/http-runs.ts';
import type { ProofFigures } from '../../proof/proof-figures.ts';
import {
  gapRow,
  joinedRow,
  NO_CHECK,
  judgeRun,
  proofCounts,
  rowText,
  type ProofRow,
} from '../../proof/proof-matrix.ts';
import { proofSubjects, type ProofSubject } from '../../proof/proof-subjects.ts';
import type { Stage } from '../../kpis.ts';
import { REACTIONS } from '../../proof/reactions.ts';
import { judge } from '../../reports/verdict/judge-run.ts';
import { readResults } from '../../reports/verdict/read-results.ts';
import type { Verdict } from '../../reports/verdict/verdict-format.ts';
import { startStandIn, type StandInOptions } from '../../stand-in/server.ts';
import type { Config } from './config.ts';
import { keepFigures } from './proof-figures-file.ts';
import { watchLifetime, type Lifetime } from './lifetime.ts';
import { openRunFolder, type RunFolder } from './run-folder.ts';
import { runStages } from './run-stages.ts';
import { say } from './say.ts';

/** Slow faults mostly wait. More of them in parallel would slow down healthy answers. */
export const AT_A_TIME = 6;
const NOTHING_SET = { account: undefined, heartbeat: undefined, headers: {}, secrets: [], names: [] };

type Site = Pick<StandInOptions, 'markup' | 'ordinaryLife' | 'seed'> & {
  /** Default: all stages over HTTP. */
  stages?: readonly Stage[];
};

/** The verdict on the stand-in with these faults. Throws if a stage breaks. */
export async function verdictOverHttp(
  faults: readonly string[],
  dir: string,
  lifetime: Lifetime,
  { stages = HTTP_STAGES, ...options }: Site = {},
): Promise<Verdict> {
  mkdirSync(dir, { recursive: true });
  const runId = path.basename(dir);
  const folder: RunFolder = { runId, dir, results: path.join(dir, 'results.ndjson'), tmp: dir, close: () => {} };
  const site = await startStandIn({ faults, ...options });
  try {
    await runStages({
      config: { ...NOTHING_SET, flags: { only: [...stages] } },
      target: new URL(site.url),
      profile: 'quick',
      account: site.account,
      folder,
      lifetime,
      say: () => {},
    });
  } finally {
    await site.close();
  }
  return judge(readResults(folder.results), { declared: CHECKS, runId });
}

/** As in the whole proof, except that a fault visible only in a browser or a load run must leave everything green here. */
export function judgeOverHttp(
  subject: ProofSubject,
  verdict: Verdict,
  stages: readonly Stage[] = HTTP_STAGES,
): ProofRow {
  const row = judgeRun(subject, [...stages], verdict);
  const isForOthers = row.expected.length + row.found.length === 0 && verdict.exitCode === 0;
  return isForOthers ? { ...row, proved: true } : row;
}

/** The exit code: 0 all as declared, 1 something differs, 3 stopped before the end. */
export async function proveOverHttp({ flags }: Config): Promise<number> {
  const folder = openRunFolder(new Date());
  const lifetime = watchLifetime(() => folder.close());
  const started = performance.now();
  const subjects = proofSubjects(flags.fault).filter(({ oracle }) => oracle === undefined);
  const site = flags.markup ? { markup: flags.markup } : {};
  const prove = async (subject: ProofSubject): Promise<ProofRow> => {
    const isGap =
      subject.quiet === undefined &&
      subject.faults.length > 0 &&
      subject.noticedBy.length + subject.warnedBy.length === 0;
    const parts: ProofRow[] = [];
    for (const [i, stages] of (isGap ? [] : httpStagesOf(subject)).entries()) {
      const dir = path.join(folder.dir, `${subject.id}-${i}`);
      const verdict = await verdictOverHttp(subject.faults, dir, lifetime, { ...site, stages });
      parts.push(judgeOverHttp(subjectIn(subject, stages), verdict, stages));
    }
    const row = isGap ? gapRow(subject.id) : joinedRow(subject.id, parts);
    if (!row.proved || flags.fault) say(rowText(row));
    return row;
  };
  const rows = (await inParallel(subjects, AT_A_TIME, prove, lifetime.signal)).filter(Boolean);
  writeFileSync(path.join(folder.dir, 'proof.json'), `${JSON.stringify(rows, null, 2)}\n`);
  const { proved, wrong, gaps } = proofCounts(rows);
  const cells = rows.length * CHECKS.filter(({ stage }) => (HTTP_STAGES as readonly string[]).includes(stage)).length;
  const took = showSpan(performance.now() - started);
  const file = path.join(path.relative(process.cwd(), folder.dir), 'proof.json');
  say(`${proved} proved, ${wrong} differ, ${gaps} without a check; ${cells} cells in ${took}; ${file}`);
  folder.close();
  if (lifetime.signal.aborted || rows.length === 0) return 3;
  if (flags.out !== undefined) keepFigures(flags.out, { http: figuresOf(rows, subjects) });
  return wrong > 0 ? 1 : 0;
}

function figuresOf(rows: readonly ProofRow[], subjects: readonly ProofSubject[]): ProofFigures['http'] {
  const visible = new Set(REACTIONS.filter((one) => httpRunsOf(one).length > 0).map(({ fault }) => fault));
  const without = new Set(rows.filter(({ note }) => note === NO_CHECK).map(({ fault }) => fault));
  return {
    day: new Date().toISOString().slice(0, 10),
    // A fault without a check is not switched on.
    faults: subjects.filter(({ id, faults }) => faults.length > 0 && !without.has(id)).length,
    withoutCheck: without.size,
    visible: visible.size,
    caught: rows.filter(({ fault, proved }) => proved && visible.has(fault)).length,
    differ: proofCounts(rows).wrong,
  };
}
