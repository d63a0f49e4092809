// Every guard of checks/guards/guards.ts, seen to complain of a fault and to be content without it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, type Browser, type Page } from '@playwright/test';
import { Guards } from '../../../checks/guards/guards.ts';
import { intercept } from '../../../checks/guards/intercept.ts';
import { READ_PAGE_KEY, readPage, watchVitals } from '../../../checks/measures/web-vitals.ts';
import { softFailure } from '../../../checks/api/soft-failure.ts';
import { BROWSER_FLAGS, findBrowser } from '../../../checks/browser/find-browser.ts';
import type { FaultId } from '../../../stand-in/faults.ts';
import { startStandIn, type StandIn } from '../../../stand-in/server.ts';

let browser: Browser;
let site: StandIn;
before(async () => {
  const found = findBrowser();
  browser = await chromium.launch({ args: [...BROWSER_FLAGS], ...(found ? { executablePath: found.path } : {}) });
  site = await startStandIn();
});
after(async () => {
  await browser.close();
  await site.close();
});

/** `sees`: what must have happened before the guards are asked. */
type Visit = { path: string; ask?: string; provoke?: RegExp; sees?: (page: Page) => Promise<unknown> };
const DEADLINE_MS = 10_000;
const SHOW = '/shows/silver-harbor-meridian-ballroom-1';

/** What the guards find on a visit of `path`, whose page then fetches `ask`. */
async function findings(faults: FaultId[], { path, ask, provoke, sees }: Visit): Promise<string[]> {
  site.setFaults(faults);
  const target = new URL(site.url);
  const context = await browser.newContext({ baseURL: site.url });
  try {
    await intercept(context, target);
    const guards = new Guards(target);
    guards.watch(context);
    if (provoke) guards.provoke(provoke);
    const page = await context.newPage();
    const seen = faults.length > 0 ? sees?.(page) : undefined;
    // A page that comes as a download is none.
    await page.goto(path).catch((error: unknown) => assert.match(String(error), /Download is starting|ERR_ABORTED/));
    await seen;
    if (ask !== undefined)
      await page.evaluate(async (url) => (await fetch(url)).text().catch(() => ''), ask).catch(() => '');
    const found = await guards.findings([{ page: page.url(), text: await page.locator('body').innerText() }]);
    return found.map(({ guard, text, page: where }) => `${guard} on ${where}: ${text}`);
  } finally {
    await context.close();
  }
}

const SEARCH = '/api/search?q=silver';
/** The first load and two reloads. */
async function threeLoads(page: Page): Promise<void> {
  for (let loads = 0; loads < 3; loads += 1) await page.waitForEvent('load', { timeout: DEADLINE_MS });
}
for (const [guard, fault, visit, line] of [
  ['an uncaught error', 'page-crash', { path: '/about' }, /^guard.page-errors on \/about: page error: .*reading 'map'/],
  [
    'a console error',
    'console-error',
    { path: '/about' },
    /^guard.console-errors on \/about: console error: Failed to initialise analytics/,
  ],
  [
    'an error text on the page',
    'page-crash',
    { path: '/about' },
    /^guard.error-texts on \/about: error text on the page: Something went wrong$/,
  ],
  [
    'a page that is refused',
    'edge-challenge',
    { path: '/about' },
    /^guard.failed-requests on \/about: request failed: GET \/about HTTP 403$/,
  ],
  [
    'a 5xx of the site',
    'search-500',
    { path: '/about', ask: SEARCH },
    /^guard.failed-requests on \/about: request failed: GET \/api\/search HTTP 500$/,
  ],
  [
    'a 4xx of the site',
    'footer-dead-links',
    { path: '/about', ask: '/setlists' },
    /^guard.failed-requests on \/about: request failed: GET \/setlists HTTP 404$/,
  ],
  [
    'a connection that breaks off',
    'connection-reset',
    { path: '/about', ask: SEARCH },
    /^guard.failed-requests on \/about: request failed: GET \/api\/search net::ERR_/,
  ],
  [
    'a fallback in a 200',
    'trending-fallback',
    { path: '/about', ask: '/api/trending' },
    /^guard.soft-failures on \/about: soft failure: GET \/api\/trending answered 200 with fallback: true$/,
  ],
  [
    'invented data',
    'mock-source',
    { path: '/about', ask: '/api/artists/search?q=silver' },
    /^guard.soft-failures on \/about: soft failure: .*source: mock/,
  ],
  [
    'a violation of the policy',
    'csp-violation',
    { path: '/shows' },
    /^guard.policy-violations on \/shows: violation: .*Content Security Policy/,
  ],
  [
    'mixed content',
    'mixed-content',
    { path: '/shows' },
    /^guard.mixed-content on \/shows: mixed content: GET \/pixel\.gif of images\.mysetlist\.example/,
  ],
  [
    'a dialog',
    'page-dialog',
    { path: '/about', sees: (page: Page) => page.waitForEvent('dialog', { timeout: DEADLINE_MS }) },
    /^guard.interruptions on \/about: the page opens a dialog \(alert\): Turn on notifications/,
  ],
  [
    'a download in the place of a page',
    'page-download',
    { path: '/about', sees: (page: Page) => page.waitForEvent('download', { timeout: DEADLINE_MS }) },
    /^guard.interruptions on \/about: the page starts a download: page\.html$/,
  ],
  [
    'a page that reloads itself',
    'self-reload',
    { path: '/about', sees: threeLoads },
    /^guard.interruptions on \/about: the page reloads itself$/,
  ],
  [
    'an embedded page that its own headers keep out',
    'map-blocked',
    {
      path: SHOW,
      sees: async (page: Page) => {
        const failed = page.waitForEvent('requestfailed', { timeout: DEADLINE_MS });
        await page.locator('iframe').scrollIntoViewIfNeeded({ timeout: DEADLINE_MS });
        await failed;
      },
    },
    /^guard.policy-violations on \/shows\/\S+: embedded page blocked by its own headers: GET \/venues\/\S+ of 127\.0\.0\.1:\d+$/,
  ],
] as const satisfies readonly (readonly [string, FaultId, Visit, RegExp])[]) {
  test(`The guards find ${guard}, and nothing without the fault`, async () => {
    const found = await findings([fault], visit);
    assert.ok(
      found.some((f) => line.test(f)),
      found.join('\n'),
    );
    assert.deepEqual(await findings([], { ...visit, path: '/about' }), []);
  });
}

test('An error screen without user input makes its page unusable; one after a key press can be its result', async () => {
  site.setFaults(['page-crash']);
  const context = await browser.newContext({ baseURL: site.url });
  try {
    await watchVitals(context);
    const page = await context.newPage();
    await page.goto('/about');
    const unusable = async (): Promise<string[]> => {
      const guards = new Guards(new URL(site.url));
      await guards.findings([{ page: page.url(), ...(await page.evaluate(readPage, READ_PAGE_KEY)) }]);
      return [...guards.unusable];
    };
    assert.deepEqual(await unusable(), ['guard.error-texts: /about shows "Something went wrong"']);
    await page.keyboard.press('a');
    assert.deepEqual(await unusable(), []);
  } finally {
    await context.close();
  }
});

test('An error that a check causes on purpose is not a finding; any other error is', async () => {
  const visit = { path: '/about', ask: SEARCH };
  assert.deepEqual(await findings(['search-500'], { ...visit, provoke: /\/api\/search HTTP 500/ }), []);
  assert.equal((await findings(['search-500'], { ...visit, provoke: /\/api\/other/ })).length, 1);
});

test('A 401 is an answer and no failure', async () => {
  assert.deepEqual(await findings([], { path: '/about', ask: '/api/votes/history' }), []);
});

for (const [body, says] of [
  [{ fallback: true, shows: [] }, 'fallback: true'],
  [{ artists: [], error: 'no database' }, 'an error: no database'],
  [{ tracks: [{ source: 'mock' }] }, 'invented data (source: mock)'],
  [{ source: 'mock' }, 'invented data (source: mock)'],
  [{ fallback: false, artists: [{ source: 'database' }] }, undefined],
  [[], undefined],
  [null, undefined],
  ['error', undefined],
] as const)
  test(`A 200 with ${JSON.stringify(body)} is ${says === undefined ? 'no soft failure' : 'a soft failure'}`, () => {
    assert.equal(softFailure(body), says);
  });
