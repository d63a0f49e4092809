// `npx playwright test` from outside: which browsers take part, and where Playwright's own is looked for.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { ROOT, Workplace } from './process.ts';

const place = new Workplace();
after(() => place.remove());

const LISTING_MS = 30_000;

/** What `script` prints as JSON where Playwright's browsers lie in `folder`. */
function said<T>(folder: string, script: string): T {
  const end = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    env: { ...process.env, PLAYWRIGHT_BROWSERS_PATH: folder, BROWSER_PATH: '' },
    encoding: 'utf8',
    timeout: LISTING_MS,
  });
  assert.equal(end.status, 0, end.stderr);
  return JSON.parse(end.stdout) as T;
}

/** Where Playwright looks for `browser`. */
const expectedPath = (browser: string, folder: string): string =>
  said(folder, `import * as all from '@playwright/test'; console.log(JSON.stringify(all.${browser}.executablePath()))`);

/** Puts a file there, as an installation would. */
function install(file: string): void {
  assert.ok(file.startsWith(place.results), file);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '');
}

/** How many checks each project would run. */
async function listed(folder: string): Promise<Record<string, number>> {
  const end = await place.playwright(['test', '--list'], { PLAYWRIGHT_BROWSERS_PATH: folder, ALL_CHECKS: '1' });
  assert.equal(end.code, 0, end.stderr);
  const projects = [...end.stdout.matchAll(/^ +\[(\w+)\] › /gm)].map(([, project = '']) => project);
  return Object.fromEntries([...Map.groupBy(projects, (name) => name)].map(([name, rows]) => [name, rows.length]));
}

test('Firefox and WebKit run the desktop journeys once installed, and are not reported missing before', async () => {
  const folder = path.join(place.results, 'browsers');
  const files = readdirSync(place.results);
  const before = await listed(folder);
  assert.deepEqual(Object.keys(before), ['desktop', 'phone']);
  assert.deepEqual(readdirSync(place.results), files, 'a list writes nothing');
  for (const browser of ['firefox', 'webkit']) install(expectedPath(browser, folder));
  const { firefox = 0, webkit, ...rest } = await listed(folder);
  assert.deepEqual(rest, before);
  assert.equal(firefox, webkit);
  // Contracts and security need no browser, so asking them again would be asking twice.
  assert.ok(firefox > 40 && firefox < (before['desktop'] ?? 0), `${firefox} of ${before['desktop'] ?? 0}`);
});

test("Playwright's headless shell is found if only it is installed, and its full Chromium is preferred", async () => {
  const folder = path.join(place.results, 'chromium');
  const found = (withWindow = false): unknown =>
    said(
      folder,
      `import { findBrowser } from './checks/browser/find-browser.ts'; console.log(JSON.stringify(findBrowser(process.env, ${withWindow}) ?? null))`,
    );
  const dryRun = await place.playwright(['install', '--dry-run', 'chromium-headless-shell'], {
    PLAYWRIGHT_BROWSERS_PATH: folder,
  });
  const [, home = ''] = /Install location: +(\S*headless_shell\S*)/.exec(dryRun.stdout) ?? [];
  const full = expectedPath('chromium', folder);
  const [, platform = ''] = /[\\/]chrome-([^\\/]+)[\\/]/.exec(full) ?? [];
  const shell = path.join(home, `chrome-headless-shell-${platform}`, 'chrome-headless-shell');
  install(shell);
  assert.deepEqual(found(), { path: shell, from: 'Playwright' });
  assert.notDeepEqual(found(true), { path: shell, from: 'Playwright' });
  install(full);
  for (const withWindow of [false, true]) assert.deepEqual(found(withWindow), { path: full, from: 'Playwright' });
});
