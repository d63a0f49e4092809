// What Playwright's own commands look for after a run: `npx playwright show-report` without a path opens the folder playwright-report next
// to package.json, a link to the last run's report; `npx playwright test --last-failed` reads which checks failed.
import { copyFileSync, existsSync, lstatSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../common/make-folder.ts';
import { LAST_RUN } from '../../common/results-root.ts';
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

/** The failed journeys of a gate can be run again by hand. A run by hand writes the file itself; a gate without journeys leaves it. */
export function shareLastRun(dir: string, to = LAST_RUN): void {
  const from = path.join(dir, 'playwright', '.last-run.json');
  if (!existsSync(from)) return;
  besides(`the list of failed journeys ${to}`, () => {
    makeFolder(path.dirname(to));
    copyFileSync(from, to);
  });
}
