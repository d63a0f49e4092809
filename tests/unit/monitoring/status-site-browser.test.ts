// The status site in a browser, from disk, as a person opens it: every page of a history with incidents, gaps and deployments.
import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../../checks/browser/find-browser.ts';
import { PAGE_RULES } from '../../../judging.ts';
import { openHistory } from '../../../monitoring/history/store.ts';
import { writeSite } from '../../../monitoring/page/build-site.ts';
import { readPageData } from '../../../monitoring/page/page-data.ts';
import { simulateHistory } from '../../../monitoring/simulation/simulated-history.ts';

const NOW = Date.UTC(2026, 2, 1, 12, 2);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const folder = mkdtempSync(path.join(tmpdir(), 'status-site-'));
let browser: Browser;
let seenMs = 0;

before(async () => {
  const found = findBrowser();
  browser = await chromium.launch({ args: [...BROWSER_FLAGS], ...(found ? { executablePath: found.path } : {}) });
  const history = await openHistory({ location: ':memory:', target: 'https://site.example' });
  const outage = { class: 'server-error', topic: 'availability', takenBy: 'ada' } as const;
  await simulateHistory(history, {
    seed: 11,
    nowMs: NOW,
    days: 3,
    outages: [
      { ...outage, fromMs: NOW - 2 * DAY, toMs: NOW - 2 * DAY + HOUR / 2, share: 0.4 },
      { ...outage, fromMs: NOW - 3 * HOUR, toMs: NOW - 2.5 * HOUR, share: 1, topic: 'application' },
    ],
    gaps: [{ fromMs: NOW - 7 * HOUR, toMs: NOW - 6 * HOUR }],
  });
  const data = await readPageData(history, new Date(NOW), [
    { reason: 'database move', once: { at: '2026-02-28T22:00', zone: 'UTC', minutes: 60 } },
  ]);
  seenMs = data.lastSeenMs ?? 0;
  writeSite(folder, data);
  await history.close();
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const address = (file: string): string => pathToFileURL(path.join(folder, file)).href;

/** A page with its clock at `nowMs`, and what it complained of or asked for beyond the folder. */
async function opened(
  file: string,
  options: BrowserContextOptions = {},
  nowMs = NOW,
): Promise<{ page: Page; trouble: string[] }> {
  const context = await browser.newContext({ timezoneId: 'UTC', ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(address('')) && !request.url().startsWith('data:'))
      trouble.push(`request: ${request.url()}`);
  });
  await page.clock.install({ time: nowMs });
  await page.goto(address(file));
  return { page, trouble };
}

test('all links are live, no page complains or asks for anything beyond its folder, and axe finds nothing', async () => {
  const { page, trouble } = await opened('index.html', { viewport: { width: 390, height: 844 } });
  const known = new Set(['index.html']);
  const audited = new Set<string>();
  for (const file of known) {
    if (!file.endsWith('.html')) continue;
    await page.goto(address(file));
    assert.deepEqual(trouble, [], file);
    const links = await page
      .locator('a[href], link[rel=alternate]')
      .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
    for (const link of links) {
      assert.ok(link.startsWith(address('')), `${file} links to ${link}`);
      const relative = path.relative(folder, decodeURIComponent(new URL(link).pathname));
      assert.ok(statSync(path.join(folder, relative)).isFile(), `${file} links to ${relative}`);
      known.add(relative);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${file} is ${wide} px wider than a phone`);
    // One of each kind: the others are made by the same function.
    const kind = file.startsWith('last-') ? 'last-' : file.includes('/') ? path.dirname(file) : file;
    if (audited.has(kind)) continue;
    audited.add(kind);
    assert.deepEqual(await axe(page), [], file);
  }
  const of = (name: string): string[] => [...known].filter((file) => path.dirname(file) === name);
  assert.ok(
    of('incidents').length === 2 && of('runs').length >= 5 && known.has('last-90-days.html'),
    [...known].join(' '),
  );
  assert.equal(audited.size, 9);
  await page.context().close();
});

const axe = async (page: Page): Promise<string[]> =>
  // What lies within a chart is one picture with a name: a calendar has 700 parts that say nothing.
  (await new AxeBuilder({ page }).exclude('svg.chart > *').analyze()).violations.map(
    (v) => `${v.id}: ${v.nodes[0]?.html}`,
  );

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing on the first page, ${colorScheme}, also when it has become stale`, async () => {
    const { page } = await opened('index.html', { colorScheme, viewport: { width: 1280, height: 900 } });
    assert.deepEqual(await axe(page), []);
    const old = await opened('index.html', { colorScheme, viewport: { width: 1280, height: 900 } }, NOW + DAY);
    assert.equal(await old.page.locator('header.state.bad').count(), 1);
    assert.deepEqual(await axe(old.page), []);
    await Promise.all([page.context().close(), old.page.context().close()]);
  });

test('it becomes stale by its own clock, a second too late and not before', async () => {
  const { page } = await opened('index.html', {}, seenMs + 60_000);
  const text = await page.locator('h1').textContent();
  assert.match((await page.locator('[data-seen]').textContent()) ?? '', /^last seen 1 min ago$/);
  await page.clock.runFor(PAGE_RULES.staleMs - 2 * 60_000);
  assert.equal(await page.locator('h1').textContent(), text);
  await page.clock.runFor(60_000 + 6_000);
  assert.match(
    (await page.locator('h1').textContent()) ?? '',
    /^No news for 20 min: the monitor or the publishing of this page has stopped$/,
  );
  assert.equal(await page.locator('header.state.bad').count(), 1);
  assert.match(await page.title(), /^Stale: /);
  await page.context().close();
});

test("times stand in the reader's zone beside UTC, and without a script UTC alone", async () => {
  const { page } = await opened('incidents.html', { timezoneId: 'Asia/Tokyo' });
  const first = page.locator('time').first();
  assert.match((await first.textContent()) ?? '', /^2026-03-01 09:02 UTC \(18:02 here\)$/);
  const plain = await opened('incidents.html', { javaScriptEnabled: false });
  assert.match((await plain.page.locator('time').first().textContent()) ?? '', /^2026-03-01 09:02 UTC$/);
  await Promise.all([page.context().close(), plain.page.context().close()]);
});

test('the first screen stays small, and another script would not run', async () => {
  assert.ok(statSync(path.join(folder, 'index.html')).size <= 200_000);
  const { page, trouble } = await opened('index.html');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "injected"';
    document.body.append(script);
  });
  assert.doesNotMatch(await page.title(), /injected/);
  assert.match(trouble.join(), /Content Security Policy/);
  assert.match(readFileSync(path.join(folder, 'incidents.atom'), 'utf8'), /<entry>/);
  await page.context().close();
});
