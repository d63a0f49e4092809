// npm run report: the status page from the history; with --allure, the Allure 3 report of a run.
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './lib/run-command.ts';

await runCommand('report', async ({ flags }) => {
  const { complain, say } = await import('./lib/say.ts');
  const { EXIT_CODES, USAGE_EXIT } = await import('../reports/verdict/exit-codes.ts');
  const { RESULTS } = await import('./lib/run-folder.ts');
  process.exitCode = EXIT_CODES.broken;
  if (flags.allure) {
    const { allureReport, NoAllureReport } = await import('./lib/allure-report.ts');
    const run = path.resolve(flags.run ?? path.join(RESULTS, 'latest'));
    if (!existsSync(run)) return complain(`report: ${run} does not exist. Name a run's folder with --run DIR.`);
    const dir = realpathSync(run);
    const asked = path.resolve(flags.out ?? path.join(dir, 'allure-report'));
    const out = asked.endsWith('.html') ? asked : path.join(asked, 'index.html');
    try {
      await allureReport({ dir, out, runbook: process.env['RUNBOOK_URL'] || undefined });
    } catch (error) {
      if (!(error instanceof NoAllureReport)) throw error;
      return complain(`report: ${error.message}`);
    }
    say(`Allure report: ${path.relative(process.cwd(), out)} (one file, opens from disk)`);
  } else if (!flags.target) {
    complain(
      'report: --target is missing (or set TARGET_URL): it names the site whose history is shown. --allure makes the Allure report of a run.',
    );
    process.exitCode = USAGE_EXIT;
    return;
  } else {
    const { readMaintenance } = await import('../monitoring/alerts/maintenance.ts');
    const { writeSite } = await import('../monitoring/page/build-site.ts');
    const { readPageData } = await import('../monitoring/page/page-data.ts');
    const { historyLocation, missingHistory, openHistoryOf } = await import('./lib/open-history.ts');
    const missing = missingHistory(flags.history);
    if (missing !== undefined) {
      complain(`report: ${missing}`);
      process.exitCode = USAGE_EXIT;
      return;
    }
    const { readLinkBases } = await import('../monitoring/notify/notice-links.ts');
    const location = historyLocation(flags.history);
    const history = await openHistoryOf(flags.target.origin, location);
    // Earlier releases wrote one file: use its folder.
    const asked = path.resolve(flags.out ?? path.join(RESULTS, 'site'));
    const out = asked.endsWith('.html') ? path.dirname(asked) : asked;
    const base = process.env['STATUS_PAGE_URL'];
    const data = await readPageData(history, new Date(), readMaintenance(flags.maintenance)).finally(() =>
      history.close(),
    );
    const pages = writeSite(out, data, {
      runsFolder: RESULTS,
      bases: readLinkBases(process.env, location).bases,
      ...(base ? { base } : {}),
    });
    say(`report: ${path.relative(process.cwd(), out)}/index.html (${pages} pages)`);
  }
  process.exitCode = EXIT_CODES.pass;
});
