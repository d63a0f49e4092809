// npm run report: the status page from the history; with --allure, the Allure 3 report of a run.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './lib/run-command.ts';

const ALLURE_DEADLINE_MS = 120_000;

await runCommand('report', async ({ flags }) => {
  const { EXIT_CODES, USAGE_EXIT } = await import('../reports/verdict/exit-codes.ts');
  const { endOf, runNode } = await import('./lib/child-process.ts');
  const { RESULTS, ROOT } = await import('./lib/run-folder.ts');
  process.exitCode = EXIT_CODES.broken;
  if (flags.allure) {
    const run = path.resolve(flags.run ?? path.join(RESULTS, 'latest'));
    const results = path.join(run, 'allure-results');
    if (!existsSync(results))
      return console.error(`report: there are no Allure results in ${run}. Run the journeys first.`);
    // The package does not export its cli.js.
    const cli = path.join(ROOT, 'node_modules', 'allure', 'cli.js');
    const out = path.resolve(flags.out ?? path.join(run, 'allure-report'));
    const end = await runNode([cli, 'generate', results, '--output', out], {
      cwd: ROOT,
      deadlineMs: ALLURE_DEADLINE_MS,
      onLine: (line) => console.log(line),
    });
    if (end.code !== 0) return console.error(`report: ${endOf('Allure', end, ALLURE_DEADLINE_MS)}`);
    console.log(`Allure report: ${path.relative(process.cwd(), out)}/index.html`);
  } else if (!flags.target) {
    console.error(
      'report: --target is missing (or set TARGET_URL): it names the site whose history is shown. --allure makes the Allure report of a run.',
    );
    process.exitCode = USAGE_EXIT;
    return;
  } else {
    const { readMaintenance } = await import('../monitoring/alerts/maintenance.ts');
    const { writeSite } = await import('../monitoring/page/build-site.ts');
    const { readPageData } = await import('../monitoring/page/page-data.ts');
    const { historyLocation, openHistoryOf } = await import('./lib/open-history.ts');
    const history = await openHistoryOf(flags.target.origin, historyLocation(flags.history));
    // Earlier releases wrote one file: its folder is meant.
    const asked = path.resolve(flags.out ?? path.join(RESULTS, 'site'));
    const out = asked.endsWith('.html') ? path.dirname(asked) : asked;
    const base = process.env['STATUS_PAGE_URL'];
    const data = await readPageData(history, new Date(), readMaintenance(flags.maintenance)).finally(() =>
      history.close(),
    );
    const pages = writeSite(out, data, { runsFolder: RESULTS, ...(base ? { base } : {}) });
    console.log(`report: ${path.relative(process.cwd(), out)}/index.html (${pages} pages)`);
  }
  process.exitCode = EXIT_CODES.pass;
});
