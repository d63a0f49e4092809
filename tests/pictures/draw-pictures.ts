// Draws the pictures in docs/pictures again: `node tests/pictures/draw-pictures.ts [FOLDER]`. The status pages are built from a simulated
// history, the notices from the bodies that are sent. Look at each picture before you commit it.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../checks/browser/find-browser.ts';
import { ROOT } from '../../commands/lib/run-folder.ts';
import { openHistory } from '../../monitoring/history/store.ts';
import { writeSite } from '../../monitoring/page/build-site.ts';
import { readPageData } from '../../monitoring/page/page-data.ts';
import { simulateHistory } from '../../monitoring/simulation/simulated-history.ts';
import { noticePages } from '../unit/notify/render-notices.ts';

const NOW = Date.UTC(2026, 2, 1, 12, 2);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TARGET = 'https://mysetlist-sonnet.vercel.app';
/** A page of the README should not wait for its pictures. */
const MOST_BYTES = 60_000;
const DESKTOP = { viewport: { width: 1200, height: 860 } };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true };
const NOTICES = [
  'slack-opened',
  'slack-resolved',
  'teams-opened',
  'discord-opened',
  'email-opened',
  'pagerduty-opened',
];

type Shot = { name: string; url: string; options: BrowserContextOptions; isWhole?: boolean };

const past = { class: 'server-error', topic: 'availability', takenBy: 'ada', share: 0.4 } as const;
const STATES = {
  healthy: { days: 30, outages: [{ ...past, fromMs: NOW - 12 * DAY, toMs: NOW - 12 * DAY + HOUR / 2 }] },
  outage: {
    days: 8,
    outages: [
      { ...past, fromMs: NOW - 3 * DAY, toMs: NOW - 3 * DAY + HOUR / 2 },
      { class: 'server-error', topic: 'application', fromMs: NOW - 0.4 * HOUR, toMs: NOW + HOUR, share: 1 },
    ],
  },
} as const;

/** Writes a status site for each state below `folder`. */
async function buildSites(folder: string): Promise<void> {
  for (const [name, { days, outages }] of Object.entries(STATES)) {
    const history = await openHistory({ location: ':memory:', target: TARGET });
    await simulateHistory(history, { seed: 7, nowMs: NOW, days, outages: [...outages] });
    writeSite(path.join(folder, name), await readPageData(history, new Date(NOW), []));
    await history.close();
  }
}

function shotsIn(folder: string): Shot[] {
  const incident = readdirSync(path.join(folder, 'outage/incidents')).find((name) => name.startsWith('application-'));
  const page = (file: string): string => pathToFileURL(path.join(folder, file)).href;
  const notices = noticePages();
  return [
    { name: 'page-healthy', url: page('healthy/index.html'), options: DESKTOP },
    { name: 'page-outage-dark', url: page('outage/index.html'), options: { ...DESKTOP, colorScheme: 'dark' } },
    { name: 'page-outage-phone', url: page('outage/index.html'), options: PHONE },
    { name: 'page-incident', url: page(`outage/incidents/${incident}`), options: DESKTOP },
    ...NOTICES.map((name) => {
      const file = path.join(folder, `${name}.html`);
      writeFileSync(file, notices.get(name) ?? '');
      const options = { viewport: { width: 690, height: 400 } };
      return { name: `notice-${name}`, url: pathToFileURL(file).href, options, isWhole: true };
    }),
  ];
}

/** WebP, at the best quality that fits. Playwright writes none itself, so Chromium's own protocol is asked. */
async function draw(browser: Browser, { url, options, isWhole = false }: Shot): Promise<Buffer> {
  const context = await browser.newContext({ timezoneId: 'UTC', locale: 'en-US', ...options });
  try {
    const page = await context.newPage();
    await page.clock.install({ time: NOW });
    await page.goto(url);
    const session = await context.newCDPSession(page);
    const { width, height } = await page.evaluate(() => ({
      width: innerWidth,
      height: document.body.scrollHeight + 24,
    }));
    const clip = { x: 0, y: 0, width, height, scale: 1 };
    for (const quality of [90, 80, 70, 60, 50, 40, 30]) {
      const { data } = await session.send('Page.captureScreenshot', {
        format: 'webp',
        quality,
        captureBeyondViewport: isWhole,
        ...(isWhole ? { clip } : {}),
      });
      const picture = Buffer.from(data, 'base64');
      if (picture.length <= MOST_BYTES) return picture;
    }
    throw new Error(`${url}: more than ${MOST_BYTES} bytes at any quality`);
  } finally {
    await context.close();
  }
}

const out = path.resolve(process.argv[2] ?? path.join(ROOT, 'docs/pictures'));
mkdirSync(out, { recursive: true });
const folder = mkdtempSync(path.join(tmpdir(), 'pictures-'));
const found = findBrowser();
const browser = await chromium.launch({ args: [...BROWSER_FLAGS], ...(found ? { executablePath: found.path } : {}) });
try {
  await buildSites(folder);
  for (const shot of shotsIn(folder)) {
    const picture = await draw(browser, shot);
    writeFileSync(path.join(out, `${shot.name}.webp`), picture);
    console.log(`${shot.name}.webp ${picture.length} bytes`);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
