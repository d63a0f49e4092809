// `npx playwright show-report` without a path opens the folder playwright-report beside package.json: a link to the last run's report.
import { existsSync, lstatSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './run-folder.ts';
import { besides } from './side-channels.ts';

/** Points the link at the report of the run in `dir`, where there is one. With RESULTS_ROOT nothing is written into the checkout. */
export function linkPlaywrightReport(dir: string, link = path.join(ROOT, 'playwright-report')): void {
  const report = path.join(dir, 'playwright-report');
  if (process.env['RESULTS_ROOT'] || !existsSync(path.join(report, 'index.html'))) return;
  besides(`the link ${link}`, () => {
    // Somebody's own folder stays.
    if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === false) return;
    rmSync(link, { force: true });
    // A junction needs no rights on Windows; other systems ignore the word.
    symlinkSync(report, link, 'junction');
  });
}
