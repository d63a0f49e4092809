// The status site of a seeded history, opened in a browser from disk: with incidents, a gap, maintenance and deployments.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../../checks/browser/find-browser.ts';
import { openHistory } from '../../../monitoring/history/store.ts';
import { writeSite } from '../../../monitoring/page/build-site.ts';
import { readPageData } from '../../../monitoring/page/page-data.ts';
import { simulateHistory } from '../../../monitoring/simulation/simulated-history.ts';

export const NOW = Date.UTC(2026, 2, 1, 12, 2);
const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const folder = mkdtempSync(path.join(tmpdir(), 'status-site-'));
let browser: Browser;
export let seenMs = 0;

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

export const address = (file: string): string => pathToFileURL(path.join(folder, file)).href;

/** A page with its clock at `nowMs`, its console errors and its external requests. */
export async function opened(
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
