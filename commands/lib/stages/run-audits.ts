// The audits stage: runs Lighthouse in a child process, reads earlier medians from the history, and stores the new ones.
import path from 'node:path';
import type { Profile } from '../../../kpis.ts';
import { CATEGORIES } from '../../../checks/audits/audit-budgets.ts';
import type { AuditJob } from '../../../checks/audits/audits-child.ts';
import type { Runs } from '../../../checks/audits/sequential-runs.ts';
import { FORM_FACTORS } from '../../../checks/audits/audited-pages.ts';
import { readResults } from '../../../reports/verdict/read-results.ts';
import { auditsPage } from '../../../reports/formats/audits-html.ts';
import { writeFileSync } from 'node:fs';
import { endOf, runNode } from '../child-process.ts';
import { ensureBrowser, NO_BROWSER } from '../ensure-browser.ts';
import { RUN_MARK } from '../marked-processes.ts';
import { historyLocation } from '../open-history.ts';
import { readPast, storeMedians } from '../audit-history.ts';
import { ROOT } from '../run-folder.ts';
import { childDeadlineMs, type StageContext, type StageOutcome } from './stage-context.ts';

/**
 * Median of three (design), up to seven while unclear; `quick` makes and reports a single run. `extra` limits the extra runs of all
 * pages, `idleWaitMs` their waits for an idle machine: the gate has 150 s for everything, and a run takes 6 s.
 */
export const AUDIT_RUNS: Record<Profile, Runs> = {
  quick: { least: 1, most: 3, extra: 2, idleWaitMs: 5_000 },
  gate: { least: 3, most: 7, extra: 4, idleWaitMs: 10_000 },
  nightly: { least: 3, most: 7, extra: 1_000, idleWaitMs: 60_000 },
};

export async function audits(context: StageContext): Promise<StageOutcome> {
  const { target, folder, profile, signal } = context;
  const browser = await ensureBrowser(context.log, signal);
  if (!browser) return { status: 'broken', reason: NO_BROWSER };
  const job: Omit<AuditJob, 'past'> = {
    target: target.origin,
    pages: [...context.selected].filter((id) => id.startsWith('audit.')),
    formFactors: FORM_FACTORS[profile],
    categories: CATEGORIES,
    runs: AUDIT_RUNS[profile],
    browserPath: browser.path,
    outDir: path.join(folder.dir, 'lighthouse'),
    resultsFile: folder.results,
  };
  // A quick run is one run of one page, mostly of the built-in stand-in, which has a different port each time.
  const history = profile === 'quick' ? undefined : historyLocation();
  return runAuditJob(job, { ...context, history, deadlineMs: childDeadlineMs('audits', profile) });
}

export type JobContext = Pick<StageContext, 'log' | 'signal' | 'account' | 'folder'> & {
  /** File or URL; undefined: nothing is compared and nothing stored. */
  history: string | undefined;
  deadlineMs: number;
};

/** Runs checks/audits/audits-child.ts as a child process, and builds lighthouse/index.html from its files. */
export async function runAuditJob(job: Omit<AuditJob, 'past'>, context: JobContext): Promise<StageOutcome> {
  const { folder, account, history, log, deadlineMs, signal } = context;
  const past = history === undefined ? [] : await readPast(history, job.target, log);
  const end = await runNode([path.join(ROOT, 'checks/audits/audits-child.ts')], {
    cwd: ROOT,
    env: {
      [RUN_MARK]: folder.runId,
      TMPDIR: folder.tmp,
      AUDIT_JOB: JSON.stringify({ ...job, past } satisfies AuditJob),
      SYNTHETIC_EMAIL: account?.email ?? '',
      SYNTHETIC_PASSWORD: account?.password ?? '',
    },
    onLine: (line, from) => from === 'stdout' && log(line),
    deadlineMs,
    signal,
  });
  const { records } = readResults(folder.results);
  if (records.some((record) => record.kind === 'budget'))
    writeFileSync(path.join(job.outDir, 'index.html'), auditsPage(records, job.target));
  if (history !== undefined && end.code === 0) await storeMedians(history, job.target, folder.runId, records, log);
  if (end.code === 0) return { status: 'done' };
  for (const line of end.lastWords.lines) log(`| ${line}`);
  return { status: 'broken', reason: endOf('Lighthouse', end, deadlineMs) };
}
