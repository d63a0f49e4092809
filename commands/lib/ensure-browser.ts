// A browser for this run: the one that is there, else one is installed.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { findBrowser, type FoundBrowser } from '../../checks/browser/find-browser.ts';
import { PLAYWRIGHT_CLI } from '../../checks/browser/playwright-cli.ts';

const INSTALL_DEADLINE_MS = 300_000;

/** Finds a browser, or installs one (Playwright's, else the distribution's). Returns undefined with the reason said through `say`. */
export function ensureBrowser(say: (line: string) => void): FoundBrowser | undefined {
  const found = findBrowser();
  if (found) return found;
  const asked = process.env['BROWSER_PATH'];
  if (asked) {
    say(`BROWSER_PATH names ${asked}, which does not exist. Correct or unset it.`);
    return undefined;
  }
  const attempts: [string, string[], NodeJS.ProcessEnv?][] = [
    [process.execPath, [PLAYWRIGHT_CLI, 'install', '--with-deps', 'chromium']],
    ['apt-get', ['update', '-qq']],
    [
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell'],
      { DEBIAN_FRONTEND: 'noninteractive' },
    ],
    ['apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { DEBIAN_FRONTEND: 'noninteractive' }],
  ];
  for (const [command, args, env] of attempts) {
    say(`no browser here yet: ${path.basename(command)} ${args.map((a) => path.basename(a)).join(' ')}`);
    spawnSync(command, args, { stdio: 'ignore', timeout: INSTALL_DEADLINE_MS, env: { ...process.env, ...env } });
    const now = findBrowser();
    if (now) return now;
  }
  say('no browser could be installed. Install Chrome or Chromium, or set BROWSER_PATH to one.');
  return undefined;
}
