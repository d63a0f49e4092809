// Where and how the browser checks run. Environment: TARGET_URL, SYNTHETIC_EMAIL, SYNTHETIC_PASSWORD, BROWSER_PATH,
// RESULTS_DIR, RESULTS_FILE, ALL_CHECKS=1 (all and not only @gate), EXPECT_TIMEOUT_MS (all deadlines: checks/browser/patience.ts),
// REDACT=off (proves that redaction matters), DIAGNOSTICS=off (`npm run bench -- diagnostics` measures their cost).
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineConfig, firefox, webkit, type ReporterDescription } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from './checks/browser/find-browser.ts';
import { patience } from './checks/browser/patience.ts';
import { holdsSuite, redactTree } from './checks/evidence/redact.ts';
import { installOutputDoor } from './common/output-door.ts';
import { LAST_RUN, RESULTS_ROOT } from './common/results-root.ts';
import { newRunId } from './common/run-id.ts';
import { secretsOf } from './common/secrets.ts';

// Workers load this file again: what the first load decided reaches them through the environment.
const results = resolve(process.env['RESULTS_DIR'] || join(RESULTS_ROOT, newRunId(new Date())));
if (existsSync(results) && holdsSuite(results))
  throw new Error(`RESULTS_DIR=${results} holds the suite itself: name a folder of its own, such as .results/NAME`);
process.env['RESULTS_DIR'] = results;
// `--reporter=html` and `--reporter=blob` on the command line write below the run's folder, too.
process.env['PLAYWRIGHT_HTML_OUTPUT_DIR'] ??= join(results, 'playwright-report');
process.env['PLAYWRIGHT_BLOB_OUTPUT_DIR'] ??= join(results, 'blob-report');
const isWorker = process.env['TEST_WORKER_INDEX'] !== undefined;
// `--last-failed` reads what the run before wrote. Playwright looks for it in the run's folder, which is new each time.
if (!process.env['RESULTS_FILE']) process.env['PLAYWRIGHT_LAST_RUN_OUTPUT_FILE'] ??= LAST_RUN;
const ownTarget = !isWorker && (process.env['TARGET_URL'] === undefined || process.env['TARGET_URL'] === '');
if (ownTarget) process.env['STAND_IN'] = '1';

if (!isWorker && process.env['REDACT'] !== 'off') {
  // GitHub's reporter writes workflow commands itself, and escapes what it puts into them.
  if (!/--reporter[= ]\S*\bgithub\b/.test(process.argv.join(' '))) installOutputDoor(secretsOf(process.env));
  // The very last thing, whatever reporters were chosen: no file of the run keeps a secret or a session.
  process.once('exit', () => {
    const left = existsSync(results) ? redactTree(results, secretsOf(process.env)).failed : [];
    if (left.length === 0) return;
    process.exitCode ||= 1;
    console.error(`Secrets may be left in ${left.join(', ')}: do not upload ${results}.`);
  });
}

const isMachineRead = /--list\b|--reporter[= ]\S*\b(json|junit|blob|github)\b/.test(process.argv.join(' '));
// A run by hand is a run like others: it ends in a verdict, whatever reporters are named. The commands that start Playwright name the file of
// their records and judge it themselves; a list and the UI mode are no run.
const writesNothing = /\s--(list|ui)\b/.test(process.argv.join(' '));
const isByHand = !isWorker && !writesNothing && !process.env['RESULTS_FILE'] && process.argv.includes('test');
const runReporter = resolve(import.meta.dirname, 'commands/lib/run-by-hand.ts');
// A reporter named on the command line takes the place of all of the list below, but not of this one.
if (isByHand && /\s--reporter\b/.test(process.argv.join(' '))) process.env['PW_TEST_REPORTER'] ??= runReporter;
const isTalking = !isWorker && !isMachineRead && process.argv.includes('test');
if (ownTarget && isTalking) console.log('No TARGET_URL: checking the built-in stand-in, started on a free port.');

// Named, or Playwright's own (which chooses its shell itself), or one of the system's. Without any Playwright says how to get one.
const withWindow = /\s--(headed|debug)\b/.test(process.argv.join(' ')) || Boolean(process.env['PWDEBUG']);
const found = findBrowser(process.env, withWindow);
const executablePath = process.env['BROWSER_PATH'] || (found?.from === 'system' ? found.path : undefined);
if (executablePath !== undefined) process.env['BROWSER_PATH'] = executablePath;
const launchOptions = {
  ...(executablePath !== undefined && { executablePath }),
  args: [...BROWSER_FLAGS],
};

const DESKTOP = { width: 1280, height: 800 };
const isCi = process.env['CI'] !== undefined && process.env['CI'] !== '';
const writers: ReporterDescription[] = [
  ['html', { open: 'never', outputFolder: join(results, 'playwright-report') }],
  ['allure-playwright', { resultsDir: join(results, 'allure-results') }],
  [isByHand ? runReporter : './checks/reporter/record-reporter.ts'],
];
const reporters: ReporterDescription[] = [
  // The gate shows its progress from the list's lines.
  [isCi && process.env['RESULTS_FILE'] === undefined ? 'dot' : 'list'],
  ...(writesNothing ? [] : writers),
];

export default defineConfig({
  testDir: 'checks',
  testMatch: '**/*.check.ts',
  outputDir: join(results, 'playwright'),
  globalSetup: './checks/votes/vote-cleanup.ts',
  // One account, one vote a song: checks share what they touch, and a second worker gains nothing on two cores.
  workers: 1,
  fullyParallel: false,
  // A single failure may be another visitor's vote or a lost packet: checks/reporter/confirmation.ts says when a check runs twice.
  retries: process.env['CONFIRM_FAILURES'] === '0' ? 0 : 1,
  forbidOnly: isCi,
  timeout: 20_000,
  expect: { timeout: patience.stepMs },
  ...(process.env['ALL_CHECKS'] !== '1' && { grep: /@gate/ }),
  reporter: reporters,
  use: {
    baseURL: process.env['TARGET_URL'],
    // The stand-in and the real site show dates without a zone; west of Greenwich they would be a day early.
    timezoneId: 'UTC',
    locale: 'en-US',
    navigationTimeout: patience.pageMs,
    actionTimeout: patience.stepMs,
    // Without the film and the page at each step: they cost a passing run a third and about a tenth of its time (`npm run bench --
    // diagnostics`), and checks/evidence/evidence.ts keeps how a failing one ended. `--trace=on`, as the rerun of a failure says, has both.
    trace:
      process.env['DIAGNOSTICS'] === 'off'
        ? 'off'
        : { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: true },
    // Failing checks are pictured by checks/check.ts.
    screenshot: 'off',
    // A service worker would answer what the guards have to see.
    serviceWorkers: 'block',
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    { name: 'desktop', grepInvert: /@phone-only/, use: { viewport: DESKTOP, launchOptions } },
    {
      name: 'phone',
      grepInvert: process.env['ALL_CHECKS'] === '1' ? /@desktop-only/ : /@desktop-only|@phone-nightly/,
      testIgnore: ['**/api/**', '**/security/**'],
      use: {
        launchOptions,
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 2,
        isMobile: true,
        hasTouch: true,
        userAgent:
          'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36 MySetlistSynthetic/1',
      },
    },
    // The journeys of a desktop, in the browsers that Playwright has on this machine (`npx playwright install firefox webkit`).
    ...[firefox, webkit]
      .filter((browser) => existsSync(browser.executablePath()))
      .map((browser) => ({
        name: browser.name(),
        grepInvert: /@phone-only/,
        testIgnore: ['**/api/**', '**/security/**'],
        use: { browserName: browser.name() as 'firefox' | 'webkit', viewport: DESKTOP },
      })),
  ],
  ...(ownTarget && {
    webServer: {
      command: `exec "${process.execPath}" --import ./checks/browser/server-leash.ts stand-in/main.ts --json --port 0`,
      name: 'stand-in',
      timeout: 10_000,
      gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 1_000 },
      wait: {
        stdout:
          /"url":"(?<target_url>[^"]+)".*"email":"(?<synthetic_email>[^"]+)".*"password":"(?<synthetic_password>[^"]+)"/,
      },
    },
  }),
});
