// `npx playwright test` from outside: which browsers take part.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { ROOT, Workplace } from './process.ts';

const place = new Workplace();
after(() => place.remove());

const LISTING_MS = 30_000;

/** Where Playwright would look for `browser` if its browsers lay in `folder`. */
function expectedPath(browser: string, folder: string): string {
  const script = `console.log(require('@playwright/test').${browser}.executablePath())`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    cwd: ROOT,
    env: { ...process.env, PLAYWRIGHT_BROWSERS_PATH: folder },
    encoding: 'utf8',
    timeout: LISTING_MS,
  });
  assert.ok(stdout.startsWith(folder), stderr);
  return stdout.trim();
}

/** How many checks each project would run. */
async function listed(folder: string): Promise<Record<string, number>> {
  const end = await place.playwright(['test', '--list'], { PLAYWRIGHT_BROWSERS_PATH: folder, ALL_CHECKS: '1' });
  assert.equal(end.code, 0, end.stderr);
  const projects = [...end.stdout.matchAll(/^ +\[(\w+)\] › /gm)].map(([, project = '']) => project);
  return Object.fromEntries([...Map.groupBy(projects, (name) => name)].map(([name, rows]) => [name, rows.length]));
}

test('Firefox and WebKit run the journeys of a desktop once Playwright has them, and are no lack before', async () => {
  const folder = path.join(place.results, 'browsers');
  const before = await listed(folder);
  assert.deepEqual(Object.keys(before), ['desktop', 'phone']);
  for (const browser of ['firefox', 'webkit']) {
    const file = expectedPath(browser, folder);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '');
  }
  const { firefox = 0, webkit, ...rest } = await listed(folder);
  assert.deepEqual(rest, before);
  assert.equal(firefox, webkit);
  // Contracts and security need no browser, so asking them again would be asking twice.
  assert.ok(firefox > 40 && firefox < (before['desktop'] ?? 0), `${firefox} of ${before['desktop'] ?? 0}`);
});
