// The end of a run: its results are judged, its reports written, secrets removed from all its files, and the verdict printed.
import { makeFolder } from '../../common/make-folder.ts';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHECKS } from '../../checks/index.ts';
import { redactTree } from '../../checks/evidence/redact.ts';
import { consoleReport } from '../../reports/formats/console-report.ts';
import { ctrf } from '../../reports/formats/ctrf.ts';
import { junit } from '../../reports/formats/junit.ts';
import { prometheus } from '../../reports/formats/prometheus.ts';
import { summary } from '../../reports/formats/summary-markdown.ts';
import { wantsColour } from '../../reports/formats/terminal-colour.ts';
import { EXIT_CODES } from '../../reports/verdict/exit-codes.ts';
import { judge } from '../../reports/verdict/judge-run.ts';
import { readResults } from '../../reports/verdict/read-results.ts';
import type { Verdict } from '../../reports/verdict/verdict-format.ts';
import { whatNow, type AdviceFacts } from '../../reports/verdict/what-now.ts';
import { ALLURE_RESULTS, writeAllureResults } from './allure-files.ts';
import { issuesOfRun } from './known-issues-file.ts';
import { besides } from './side-channels.ts';

export type Conclusion = {
  dir: string;
  secrets: readonly string[];
  say: (text: string) => void;
  /** The command that reruns this run, where the records' own would not: its stand-in is gone by then. */
  rerun?: string | undefined;
  /** What the advice at its end is made of; without it the advice is shorter. */
  advice?: AdviceFacts;
  /** On the console only what was judged: Playwright has listed the checks. */
  brief?: boolean;
};

/** Judges the run's folder and writes verdict.json, summary.md, junit.xml, ctrf.json, metrics.prom and Allure's results. Sets the exit code. */
export function concludeRun({ dir, secrets, say, rerun, advice, brief = false }: Conclusion): Verdict {
  const verdict = judge(readResults(path.join(dir, 'results.ndjson')), {
    declared: CHECKS,
    runId: path.basename(dir),
    knownIssues: issuesOfRun(dir),
  });
  if (rerun !== undefined)
    for (const check of verdict.checks)
      for (const variant of check.variants) variant.rerun = `${rerun} --only ${check.id}`;
  const now = whatNow(verdict, advice);
  const reports: [name: string, text: () => string][] = [
    ['verdict.json', () => `${JSON.stringify(verdict, null, 2)}\n`],
    ['summary.md', () => summary(verdict, undefined, now)],
    ['junit.xml', () => junit(verdict)],
    ['metrics.prom', () => prometheus(verdict)],
    ['ctrf.json', () => ctrf(verdict)],
    // What a workflow acts on: the decision, and the deployment to go back to.
    ['advice.json', () => `${JSON.stringify({ ...now, lastGood: advice?.lastGood ?? null }, null, 2)}\n`],
  ];
  besides(`the folder ${dir}`, () => void makeFolder(dir));
  for (const [name, text] of reports) besides(path.join(dir, name), () => writeFileSync(path.join(dir, name), text()));
  besides(path.join(dir, ALLURE_RESULTS), () =>
    writeAllureResults(dir, verdict, process.env['RUNBOOK_URL'] || undefined),
  );
  process.exitCode = verdict.exitCode;
  const left = removeSecrets(dir, secrets);
  say(consoleReport(verdict, { color: wantsColour(process.env, process.stdout.isTTY === true), advice: now, brief }));
  if (left.length > 0) {
    say(`Secrets may be left in ${left.join(', ')}: they could be neither redacted nor removed. Do not upload ${dir}.`);
    // A proved breach stands; anything else must not look well.
    if (verdict.verdict !== 'breach') process.exitCode = EXIT_CODES.broken;
  }
  return verdict;
}

/** Files below `dir` that may still hold a secret. */
export function removeSecrets(dir: string, secrets: readonly string[]): string[] {
  if (process.env['REDACT'] === 'off') return [];
  try {
    return redactTree(dir, secrets).failed;
  } catch (error) {
    return [`${dir} (${error instanceof Error ? error.message : String(error)})`];
  }
}
