// npm run audit: Lighthouse alone, on one page or on all of them, in both form factors.
import path from 'node:path';
import { CATEGORIES, type Category } from '../checks/audits/audit-budgets.ts';
import { AUDIT_PAGES } from '../checks/audits/audited-pages.ts';
import { auditsTable } from '../reports/formats/audits-html.ts';
import { readResults } from '../reports/verdict/read-results.ts';
import { AUDIT_RUNS, runAuditJob } from './lib/stages/run-audits.ts';
import { childDeadlineMs } from './lib/stages/stage-context.ts';
import { ensureBrowser } from './lib/ensure-browser.ts';
import { configOrExit, readConfig } from './lib/config.ts';
import { historyLocation } from './lib/history.ts';
import { watchLifetime } from './lib/lifetime.ts';
import { openRunFolder } from './lib/run-folder.ts';

const ids = AUDIT_PAGES.map((page) => page.id);
const config = configOrExit(
  readConfig(
    process.argv.slice(2),
    process.env,
    ['target', 'runs', 'form-factor', 'page', 'only', 'history', 'no-account'],
    ['target'],
    [...CATEGORIES, ...ids],
  ),
  'audit',
);
const { flags, account } = config;
const target = flags.target as URL;
/** `--only performance` is a quick look; `--only audit.home` one page. */
const only = flags.only ?? [];
const categories = CATEGORIES.filter((category) => only.includes(category));
const wanted = AUDIT_PAGES.filter((page) => !ids.some((id) => only.includes(id)) || only.includes(page.id));
const possible = wanted.filter((page) => !(flags['no-account'] === true && page.signedIn === true));
const { least, most, extra, calmMs } = AUDIT_RUNS.nightly;
const asked = Math.max(1, flags.runs ?? least);

const folder = openRunFolder(new Date());
const lifetime = watchLifetime(() => folder.close());
const say = (line: string): void => console.log(line);
const browser = ensureBrowser(say);
process.exitCode = 3;
if (browser) {
  const outcome = await runAuditJob(
    {
      target: target.origin,
      pages: flags.page ? [flags.page] : possible.map((page) => page.id),
      formFactors: flags['form-factor'] ? [flags['form-factor']] : ['mobile', 'desktop'],
      categories: categories.length > 0 ? (categories satisfies readonly Category[]) : CATEGORIES,
      // Fewer than three runs are a quick look: no more are made, however unclear.
      runs: { least: asked, most: asked < least ? asked : Math.max(asked, most), extra, calmMs },
      browserPath: browser.path,
      outDir: path.join(folder.dir, 'lighthouse'),
      resultsFile: folder.results,
    },
    {
      folder,
      account,
      say,
      signal: lifetime.signal,
      history: historyLocation(flags.history),
      deadlineMs: childDeadlineMs('audits', 'nightly'),
    },
  );
  const { records } = readResults(folder.results);
  const checks = records.flatMap((record) => (record.kind === 'check' ? [record] : []));
  say(auditsTable(records));
  say('');
  for (const { outcome: word, id, variant, failures, rerun } of checks) {
    say(`${word.toUpperCase()} ${id} ${variant ?? ''}`);
    for (const { code, message } of failures) say(`  ${code}: ${message}`);
    if (word !== 'pass') say(`  rerun: ${rerun}`);
  }
  if (outcome.reason) say(outcome.reason);
  say(`report: ${path.relative(process.cwd(), folder.dir)}/lighthouse/index.html`);
  process.exitCode = exitCode(
    outcome.status === 'done',
    checks.map((check) => check.outcome),
  );
}
folder.close();
process.exit();

/** As of the gate: a proved breach wins over what broke beside it, and nothing at all is broken. */
function exitCode(done: boolean, outcomes: readonly string[]): number {
  if (outcomes.includes('fail')) return 1;
  if (!done || outcomes.length === 0 || outcomes.includes('broken')) return 3;
  return outcomes.every((outcome) => outcome === 'pass' || outcome === 'warn') ? 0 : 2;
}
