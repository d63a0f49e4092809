// A browser for this run: an installed one, otherwise it installs one.
import { findBrowser, type FoundBrowser } from '../../checks/browser/find-browser.ts';
import { PLAYWRIGHT_CLI } from '../../checks/browser/playwright-cli.ts';
import { endOf, runNode, runProgram, type ChildEnd, type ChildOptions } from './child-process.ts';

const INSTALL_DEADLINE_MS = 300_000;
const APT = ['install', '-y', '-qq', '--no-install-recommends'];
const ATTEMPTS: readonly [shown: string, run: (options: ChildOptions) => Promise<ChildEnd>][] = [
  [
    'npx playwright install --with-deps chromium',
    (options) => runNode([PLAYWRIGHT_CLI, 'install', '--with-deps', 'chromium'], options),
  ],
  ['apt-get update', (options) => runProgram('apt-get', ['update', '-qq'], options)],
  [
    'apt-get install chromium-headless-shell',
    (options) => runProgram('apt-get', [...APT, 'chromium-headless-shell'], options),
  ],
  ['apt-get install chromium', (options) => runProgram('apt-get', [...APT, 'chromium'], options)],
];

export const NO_BROWSER = 'no browser: `npm run doctor` shows how to install one';

/** Finds a browser, or installs one (Playwright's, else the distribution's). Undefined if none is found or installed; `say` gets the reason. */
export async function ensureBrowser(
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<FoundBrowser | undefined> {
  const found = findBrowser();
  if (found) return found;
  const asked = process.env['BROWSER_PATH'];
  if (asked) {
    say(`BROWSER_PATH is ${asked}, which does not exist. Correct it or unset it.`);
    return undefined;
  }
  for (const [shown, run] of ATTEMPTS) {
    if (signal?.aborted) return undefined;
    say(`No browser found. Installing: ${shown}`);
    const end = await run({
      deadlineMs: INSTALL_DEADLINE_MS,
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      ...(signal ? { signal } : {}),
    });
    if (end.code !== 0) say(`  ${endOf(shown, end, INSTALL_DEADLINE_MS)}`);
    const now = findBrowser();
    if (now) return now;
  }
  say('No browser could be installed. Install Chrome or Chromium, or set BROWSER_PATH to one.');
  return undefined;
}
