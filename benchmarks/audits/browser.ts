// The browser that benchmarks use. Commands find or install one; a benchmark takes what is there.
import { existsSync } from 'node:fs';
import { Launcher } from 'chrome-launcher';

/** Throws where there is none. */
export function browserPath(): string {
  const known = [process.env['BROWSER_PATH'] ?? '', '/usr/bin/chromium-headless-shell'].find((p) => existsSync(p));
  const found = known ?? Launcher.getInstallations()[0];
  if (found === undefined) throw new Error('no browser: `npm run doctor` says how to get one');
  return found;
}
