// The browser: Playwright's own, else a system Chrome or Chromium, else one is installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { Launcher } from 'chrome-launcher';
import { chromium } from '@playwright/test';

/** Debian's headless shell runs journeys in half the time that its chromium takes, so it is looked for first. */
const KNOWN_PATHS = ['/usr/bin/chromium-headless-shell'];
const INSTALL_DEADLINE_MS = 300_000;

export type FoundBrowser = { path: string; from: 'BROWSER_PATH' | 'Playwright' | 'system' };

/** The browser that a run would use, or undefined. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): FoundBrowser | undefined {
  const asked = env['BROWSER_PATH'];
  if (asked) return existsSync(asked) ? { path: asked, from: 'BROWSER_PATH' } : undefined;
  const own = playwrightsOwn();
  if (own) return { path: own, from: 'Playwright' };
  const known = KNOWN_PATHS.find((p) => existsSync(p));
  if (known) return { path: known, from: 'system' };
  const system = systemChrome();
  return system ? { path: system, from: 'system' } : undefined;
}

/** Playwright's headless shell or its full Chromium, where `playwright install` has put one. */
function playwrightsOwn(): string | undefined {
  const full = chromium.executablePath();
  return existsSync(full) ? full : undefined;
}

function systemChrome(): string | undefined {
  try {
    return Launcher.getInstallations()[0];
  } catch {
    return undefined; // chrome-launcher throws where it finds none
  }
}

/** Finds a browser, or installs one (Playwright's, else the distribution's). Returns undefined with the reason said through `say`. */
export function ensureBrowser(say: (line: string) => void): FoundBrowser | undefined {
  const found = findBrowser();
  if (found) return found;
  const asked = process.env['BROWSER_PATH'];
  if (asked) {
    say(`BROWSER_PATH names ${asked}, which does not exist. Correct or unset it.`);
    return undefined;
  }
  const cli = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
    'cli.js',
  );
  const attempts: [string, string[], NodeJS.ProcessEnv?][] = [
    [process.execPath, [cli, 'install', '--with-deps', 'chromium']],
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
