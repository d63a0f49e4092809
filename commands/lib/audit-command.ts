// `npm run audit`: audits the selected pages, prints their table and sets the exit code.
import path from 'node:path';
import { CATEGORIES } from '../../checks/audits/audit-budgets.ts';
import { AUDIT_PAGES } from '../../checks/audits/audited-pages.ts';
import { auditsTable } from '../../reports/formats/audits-html.ts';
import { EXIT_CODES, USAGE_EXIT, verdictOfOutcomes } from '../../reports/verdict/exit-codes.ts';
import { readResults } from '../../reports/verdict/read-results.ts';
import type { Config } from './config.ts';
import { ensureBrowser } from './ensure-browser.ts';
import { historyLocation } from './open-history.ts';
import { watchLifetime } from './lifetime.ts';
import { openRunFolder } from './run-folder.ts';
import { AUDIT_RUNS, runAuditJob } from './stages/run-audits.ts';
import { childDeadlineMs } from './stages/stage-context.ts';
import { complain, say } from './say.ts';

const ids = AUDIT_PAGES.map((page) => page.id);

/** The exit code. `--only performance` is a quick check; `--only audit.home` one page. */
export async function runAuditCommand({ flags, account }: Config): Promise<number> {
  const only = flags.only ?? [];
  const refused = only.filter((name) => !ids.includes(name) && !(CATEGORIES as readonly string[]).includes(name));
  if (refused.length > 0 || (flags.page !== undefined && only.some((name) => ids.includes(name)))) {
    for (const name of refused)
      complain(`audit: --only ${name} is not an audit. Expected ${[...CATEGORIES, ...ids].join(', ')}`);
    if (refused.length === 0) complain('audit: --page and the page in --only exclude each other.');
    return USAGE_EXIT;
  }
  const categories = CATEGORIES.filter((category) => only.includes(category));
  const wanted = AUDIT_PAGES.filter((page) => !ids.some((id) => only.includes(id)) || only.includes(page.id));
  const possible = wanted.filter((page) => !(flags['no-account'] === true && page.signedIn === true));
  const { least, most, extra, idleWaitMs } = AUDIT_RUNS.nightly;
  const asked = flags.runs ?? least;
  const folder = openRunFolder(new Date());
  const lifetime = watchLifetime(() => folder.close());
  const browser = await ensureBrowser(say, lifetime.signal);
  if (!browser) return EXIT_CODES.broken;
  const outcome = await runAuditJob(
    {
      target: (flags.target as URL).origin,
      pages: flags.page ? [flags.page] : possible.map((page) => page.id),
      formFactors: flags['form-factor'] ? [flags['form-factor']] : ['mobile', 'desktop'],
      categories: categories.length > 0 ? categories : CATEGORIES,
      // With fewer than three runs no extra runs are made, even if the verdict is unclear.
      runs: { least: asked, most: asked < least ? asked : Math.max(asked, most), extra, idleWaitMs },
      browserPath: browser.path,
      outDir: path.join(folder.dir, 'lighthouse'),
      resultsFile: folder.results,
    },
    {
      folder,
      ...(account ? { account } : {}),
      log: say,
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
  const outcomes = checks.map((check) => check.outcome);
  return EXIT_CODES[verdictOfOutcomes(outcomes, outcome.status === 'done')];
}
