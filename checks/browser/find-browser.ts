// The browser of journeys and audits: where it is, and the flags it needs in a container or a closed network.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { Launcher } from 'chrome-launcher';

/**
 * Chrome refuses to start as root with a sandbox. If an ordinary user has no sandbox either, it must be switched off explicitly, because
 * that is less safe.
 */
const hasNoSandbox = process.getuid?.() === 0 || process.env['BROWSER_NO_SANDBOX'] === '1';
export const BROWSER_FLAGS: readonly string[] = [
  ...(hasNoSandbox ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's headless shell runs journeys in half the time of its chromium, so it comes first. It has no window. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';

export type FoundBrowser = { path: string; from: 'BROWSER_PATH' | 'Playwright' | 'system' };

/** The browser that a run would use, or undefined. `withWindow`: a visible window is needed. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env, withWindow = false): FoundBrowser | undefined {
  const asked = env['BROWSER_PATH'];
  if (asked) return existsSync(asked) ? { path: asked, from: 'BROWSER_PATH' } : undefined;
  const own = playwrightsOwn(withWindow);
  if (own) return { path: own, from: 'Playwright' };
  if (!withWindow && existsSync(HEADLESS_SHELL)) return { path: HEADLESS_SHELL, from: 'system' };
  const system = systemChrome();
  return system ? { path: system, from: 'system' } : undefined;
}

/** Playwright's full Chromium, or its headless shell if only that is installed (`playwright install --only-shell`). */
function playwrightsOwn(withWindow: boolean): string | undefined {
  const full = chromium.executablePath();
  if (existsSync(full)) return full;
  // Playwright returns the path of its full Chromium only; the shell is in a folder next to it.
  const at = /^(.*[\\/])chromium-(\d+)[\\/]chrome-([^\\/]+)[\\/]/.exec(full);
  if (withWindow || !at) return undefined;
  const [, root = '', revision = '', platform = ''] = at;
  const folder = path.join(`${root}chromium_headless_shell-${revision}`, `chrome-headless-shell-${platform}`);
  const shell = path.join(folder, `chrome-headless-shell${process.platform === 'win32' ? '.exe' : ''}`);
  return existsSync(shell) ? shell : undefined;
}

function systemChrome(): string | undefined {
  try {
    return Launcher.getInstallations()[0];
  } catch {
    return undefined; // chrome-launcher throws if it finds none
  }
}
