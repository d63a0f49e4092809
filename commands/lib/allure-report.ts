// Allure 3's report of a run: one HTML file that opens from disk and makes no outside requests.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isLoopback } from '../../common/loopback.ts';
import { makeFolder } from '../../common/make-folder.ts';
import { allureHistoryPoint } from '../../reports/allure/allure-history.ts';
import { allureMetricTitles } from '../../reports/allure/allure-kpis.ts';
import type { AllureResult } from '../../reports/allure/allure-format.ts';
import { withoutTraces } from '../../reports/allure/allure-traces.ts';
import { offlineHtml } from '../../reports/formats/offline-html.ts';
import { verdictSchema, type Verdict } from '../../reports/verdict/verdict-format.ts';
import { writeAllureResults } from './allure-files.ts';
import { endOf, runNode } from './child-process.ts';
import { ROOT } from './run-folder.ts';

const DEADLINE_MS = 120_000;
/** Earlier runs in the history: as many as are stored. */
const MOST_HISTORY = 20;

/** There is no report. The message says what to do. */
export class NoAllureReport extends Error {
  override name = 'NoAllureReport';
}

export type AllureJob = {
  /** The run's folder. */
  dir: string;
  /** The file to write. */
  out: string;
  /** Address of the runbook as a page. */
  runbook: string | undefined;
};

/** Writes the report. Throws NoAllureReport. */
export async function allureReport({ dir, out, runbook }: AllureJob): Promise<void> {
  const verdict = verdictIn(dir);
  if (verdict === undefined)
    throw new NoAllureReport(
      `there is no verdict.json in ${dir}. Judge the run first: npm run verdict -- --run ${dir}`,
    );
  const work = mkdtempSync(path.join(os.tmpdir(), 'mysetlist-allure-'));
  try {
    const results = path.join(work, 'results');
    writeAllureResults(dir, verdict, runbook ?? localRunbook(out), results);
    removeTraces(results);
    const history = earlierRuns(dir, verdict).map((one) => JSON.stringify(allureHistoryPoint(one)));
    writeFileSync(path.join(work, 'history.jsonl'), history.map((line) => `${line}\n`).join(''));
    writeFileSync(path.join(work, 'allurerc.json'), JSON.stringify(configOf(work, verdict)));
    // The package does not export its cli.js.
    const cli = path.join(ROOT, 'node_modules', 'allure', 'cli.js');
    if (!existsSync(cli)) throw new NoAllureReport('Allure is not installed. Install it with: npm ci');
    const args = ['generate', results, '--config', path.join(work, 'allurerc.json')];
    const end = await runNode([cli, ...args], { cwd: work, deadlineMs: DEADLINE_MS });
    const made = path.join(work, 'report', 'index.html');
    if (end.code !== 0 || !existsSync(made))
      throw new NoAllureReport([endOf('Allure', end, DEADLINE_MS), ...end.lastWords.lines].join('\n'));
    makeFolder(path.dirname(out));
    writeFileSync(out, offlineHtml(readFileSync(made, 'utf8')));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const configOf = (work: string, verdict: Verdict): object => ({
  name: `MySetlist: ${verdict.verdict}, ${verdict.profile ?? 'no profile'}, ${new URL(verdict.target).host}`,
  output: path.join(work, 'report'),
  historyPath: path.join(work, 'history.jsonl'),
  appendHistory: false,
  performance: { metrics: allureMetricTitles() },
  plugins: {
    awesome: {
      options: {
        singleFile: true,
        reportLanguage: 'en',
        groupBy: ['parentSuite', 'suite'],
        sections: ['charts'],
        defaultSortBy: 'status,asc',
      },
    },
  },
});

/** Path of this repository's runbook relative to the report. A runner's folder no longer exists when the report is read. */
const localRunbook = (out: string): string | undefined =>
  process.env['GITHUB_ACTIONS'] === 'true'
    ? undefined
    : path.relative(path.dirname(out), path.join(ROOT, 'docs', 'runbook.md')).replaceAll(path.sep, '/');

/** A trace has megabytes, and Allure opens it with a page on another host, so the description names its file instead. */
function removeTraces(results: string): void {
  for (const name of readdirSync(results).filter((one) => one.endsWith('-result.json'))) {
    const file = path.join(results, name);
    const { result, traces } = withoutTraces(JSON.parse(readFileSync(file, 'utf8')) as AllureResult);
    if (traces.length === 0) continue;
    for (const source of traces) rmSync(path.join(results, source), { force: true });
    writeFileSync(file, JSON.stringify(result));
  }
}

/** Verdicts of the other runs against the same site, oldest first. */
function earlierRuns(dir: string, { target, startedAt }: Verdict): Verdict[] {
  const beside = path.dirname(dir);
  const all = readdirSync(beside)
    .map((name) => path.join(beside, name))
    .filter((one) => path.basename(one) !== 'latest' && path.resolve(one) !== path.resolve(dir));
  return all
    .flatMap((one) => verdictIn(one) ?? [])
    .filter((one) => siteOf(one.target) === siteOf(target) && (one.startedAt ?? '') < (startedAt ?? ''))
    .sort((a, b) => ((a.startedAt ?? '') < (b.startedAt ?? '') ? -1 : 1))
    .slice(-MOST_HISTORY);
}

/** The stand-in has another port each time. */
function siteOf(target: string): string {
  if (!URL.canParse(target)) return target;
  const url = new URL(target);
  return isLoopback(url) ? url.hostname : url.origin;
}

/** Undefined if there is none of this release. */
function verdictIn(dir: string): Verdict | undefined {
  try {
    return verdictSchema.parse(JSON.parse(readFileSync(path.join(dir, 'verdict.json'), 'utf8')));
  } catch {
    return undefined;
  }
}
