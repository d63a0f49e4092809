// The two dialects: the same roles and names on other markup, and a page that reacts late.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, type Browser, type Page } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../../checks/browser/find-browser.ts';
import { Hydration, readRange } from '../../../stand-in/hydration.ts';
import { lines, markup } from '../../../stand-in/pages/html.ts';
import { DIALECTS, type DialectName } from '../../../stand-in/pages/writers/dialects.ts';
import { writePlain } from '../../../stand-in/pages/writers/plain.ts';
import { writeReact } from '../../../stand-in/pages/writers/react.ts';
import { startStandIn, type StandIn } from '../../../stand-in/server.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const PAGES = [
  '/',
  '/artists',
  '/artists/silver-harbor',
  '/shows',
  '/shows/silver-harbor-meridian-ballroom-1',
  '/venues',
  '/venues/meridian-ballroom',
  '/trending',
  '/discover',
  '/search?q=si',
  '/setlists',
  '/activity',
  '/auth/sign-in?error=No',
  '/auth/sign-up',
  '/auth/reset-password',
  '/about',
  '/no-such-page',
];
const isOwned = () => Object.keys(document.body).some((key) => key.startsWith('__reactFiber$'));

let browser: Browser;
before(async () => {
  const found = findBrowser();
  browser = await chromium.launch({ args: [...BROWSER_FLAGS], ...(found ? { executablePath: found.path } : {}) });
});
after(() => browser.close());

async function visit<T>(see: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(10_000);
  try {
    return await see(await context.newPage());
  } finally {
    await context.close();
  }
}
async function onSite<T>(options: Parameters<typeof startStandIn>[0], see: (site: StandIn) => Promise<T>): Promise<T> {
  const site = await startStandIn({ now: () => NOW, ...options });
  try {
    return await see(site);
  } finally {
    await site.close();
  }
}

test('a description is written twice: text in one piece and lists, or split text, spans, breaks and boxes', () => {
  const page = markup`<h1>${lines('Two', 'lines')}</h1><ul class="x"><li title="${'a'} b">${1} of ${2}</li></ul>`;
  assert.equal(writePlain(page), '<h1>Two lines</h1><ul class="x"><li title="a b">1 of 2</li></ul>');
  assert.equal(
    writeReact(page),
    '<h1><span>Two<br/><span>lines</span></span></h1><div role="list" class="x"><div role="listitem" title="a b">1<!-- --> of <!-- -->2</div></div>',
  );
  for (const write of [writePlain, writeReact]) assert.match(write(markup`<p>${'<b>'}</p>`), /<p>&lt;b&gt;<\/p>/);
});

test('healthy pages have the same accessible tree in both dialects', async () => {
  const trees = new Map<DialectName, string[]>();
  for (const dialect of DIALECTS) {
    await onSite({ markup: dialect, hydrationMs: [0, 0] }, (site) =>
      visit(async (page) => {
        const seen: string[] = [];
        for (const path of PAGES) {
          await page.goto(site.url + path);
          if (dialect === 'react') await page.waitForFunction(isOwned);
          await page.getByText('Live updates active').first().waitFor();
          seen.push(`${path}\n${await page.locator('body').ariaSnapshot()}`);
        }
        trees.set(dialect, seen);
      }),
    );
  }
  assert.equal(trees.get('plain')?.length, PAGES.length);
  assert.deepEqual(trees.get('react'), trees.get('plain'));
});

test('a page of the react dialect reacts after its delay, then has React’s keys, and loses text typed before', () =>
  onSite({ markup: 'react', hydrationMs: [900, 900] }, (site) =>
    visit(async (page) => {
      await page.goto(`${site.url}/auth/sign-in`);
      assert.equal(await page.evaluate(isOwned), false);
      await page.getByLabel('Email address').fill('early@mysetlist.example');
      await page.getByRole('button', { name: 'Toggle theme' }).click();
      assert.equal(await page.getByRole('menuitem', { name: 'Dark' }).isVisible(), false);
      await page.waitForFunction(isOwned);
      assert.equal(await page.getByLabel('Email address').inputValue(), '');
      await page.getByLabel('Email address').fill('late@mysetlist.example');
      await page.getByRole('button', { name: 'Toggle theme' }).click();
      assert.equal(await page.getByRole('menuitem', { name: 'Dark' }).isVisible(), true);
      assert.equal(await page.getByLabel('Email address').inputValue(), 'late@mysetlist.example');
    }),
  ));

test('pages of the react dialect carry names and dates in scripts, colours as oklch, and prefetch the links in sight', () =>
  onSite({ markup: 'react', hydrationMs: [0, 0] }, (site) =>
    visit(async (page) => {
      const html = await (await fetch(`${site.url}/trending`)).text();
      assert.match(
        html,
        /self\.__next_f\.push\(\[1,".*Silver Harbor at Meridian Ballroom.*\$D\d{4}-\d\d-\d\dT00:00:00/,
      );
      const prefetch = page.waitForRequest((request) => request.headers()['rsc'] === '1');
      const blocked: string[] = [];
      page.on('console', (message) => void (message.type() === 'error' && blocked.push(message.text())));
      await page.goto(`${site.url}/trending`);
      const answer = await (await prefetch).response();
      assert.equal(answer?.status(), 200);
      assert.match(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), /^oklch\(/);
      assert.deepEqual(blocked, [], 'its own policy lets every script run');
    }),
  ));

test('without script the sign-in form works in both dialects', async () => {
  for (const dialect of DIALECTS) {
    await onSite({ markup: dialect }, async (site) => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(`${site.url}/auth/sign-in`);
      await page.getByLabel('Email address').fill(site.account.email);
      await page.getByLabel('Password').fill(site.account.password);
      await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL(`${site.url}/`);
      assert.equal(await page.getByRole('button', { name: 'S', exact: true }).count(), 1, dialect);
      await context.close();
    });
  }
});

test('delays come from the seed: the same for the same seed, another for another, all within the range', () => {
  const delays = (seed: number) => {
    const hydration = new Hydration([300, 2_000], seed);
    return Array.from({ length: 200 }, () => hydration.nextMs());
  };
  assert.deepEqual(delays(1), delays(1));
  assert.notDeepEqual(delays(1), delays(2));
  assert.ok(delays(1).every((ms) => ms >= 300 && ms <= 2_000));
  assert.ok(Math.max(...delays(1)) - Math.min(...delays(1)) > 1_500, 'they fill the range');
});

test('a range is one number or two in order, at most a minute', () => {
  assert.deepEqual(readRange('0'), [0, 0]);
  assert.deepEqual(readRange('300-2000'), [300, 2_000]);
  for (const wrong of ['', '-1', '2000-300', '1.5', '60001', '1-2-3', 'soon'])
    assert.equal(readRange(wrong), undefined);
});
