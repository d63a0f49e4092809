// The preset r1 has the accessible trees of a running R1 (tests/fixtures/aria-r1), its doubles and gaps included.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { chromium, type Browser, type Page } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../../checks/browser/find-browser.ts';
import { startStandIn, type StandIn } from '../../../stand-in/server.ts';
import { outline } from './aria-outline.ts';

const TREES = new URL('../../fixtures/aria-r1/', import.meta.url);
const tree = (name: string): string => readFileSync(new URL(`${name}.txt`, TREES), 'utf8');
/** As in the recorded trees the first show is three days away. */
const NOW = new Date('2026-11-24T09:00:00Z');

let browser: Browser;
let site: StandIn;
before(async () => {
  const found = findBrowser();
  browser = await chromium.launch({ args: [...BROWSER_FLAGS], ...(found ? { executablePath: found.path } : {}) });
  site = await startStandIn({ preset: 'r1', hydrationMs: [0, 0], now: () => NOW });
});
after(async () => {
  await browser.close();
  await site.close();
});

const firstShow = async (): Promise<string> => {
  const { shows } = (await (await fetch(`${site.url}/api/shows/upcoming?limit=1`)).json()) as {
    shows: { id: string }[];
  };
  return shows[0]?.id ?? '';
};
async function open(page: Page, path: string): Promise<void> {
  await page.goto(site.url + path);
  await page.waitForFunction(() => Object.keys(document.body).some((key) => key.startsWith('__reactProps$')));
  await page.getByText('Live updates active').first().waitFor();
}

type Scene = { of?: string; see: (page: Page) => Promise<void> };
const at = (path: string): Scene => ({ see: (page) => open(page, path) });
const SCENES: Readonly<Record<string, Scene>> = {
  home: at('/'),
  artists: at('/artists'),
  artist: at('/artists/silver-harbor'),
  show: at('/shows/silver-harbor-meridian-ballroom-1'),
  setlist: { see: async (page) => open(page, `/setlists/${await firstShow()}`) },
  signin: at('/auth/sign-in'),
  trending: at('/trending'),
  'signin-wrong': { of: 'main', ...at('/auth/sign-in?error=Invalid%20email%20or%20password') },
  'signin-right': {
    of: 'header',
    see: async (page) => {
      await open(page, '/auth/sign-in');
      await page.getByLabel('Email address').fill(site.account.email);
      await page.getByLabel('Password').fill(site.account.password);
      await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL(`${site.url}/`);
      await page.getByText('Live updates active').first().waitFor();
    },
  },
  'search-header': {
    of: 'header',
    see: async (page) => {
      await open(page, '/about');
      const answer = page.waitForResponse(/\/api\/search/);
      await page.getByPlaceholder('Search artists...').pressSequentially('silver');
      await answer;
    },
  },
  'search-artists': {
    of: 'main',
    see: async (page) => {
      await open(page, '/artists');
      await page.getByPlaceholder('Search for artists...').pressSequentially('silver');
      await page.getByRole('button', { name: 'View' }).waitFor();
    },
  },
  'search-hero': {
    see: async (page) => {
      await open(page, '/');
      await page.getByPlaceholder('Search artists, shows, or venues...').pressSequentially('silver');
      await page.getByRole('option').waitFor();
    },
  },
};

// They wait more than they work.
describe('trees', { concurrency: 4 }, () => {
  for (const [name, { of = 'body', see }] of Object.entries(SCENES)) {
    test(`r1: the tree of ${name} is the real one`, async () => {
      // A context of its own: one scene signs in.
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      try {
        await see(page);
        assert.equal(outline(await page.locator(of).first().ariaSnapshot()), tree(name));
      } finally {
        await page.close();
      }
    });
  }
});

test('the healthy preset has other trees than r1', async () => {
  const healthy = await startStandIn({ now: () => NOW });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  try {
    for (const [name, path] of [
      ['home', '/'],
      ['show', '/shows/silver-harbor-meridian-ballroom-1'],
      ['trending', '/trending'],
    ] as const) {
      await page.goto(healthy.url + path);
      assert.notEqual(outline(await page.locator('body').ariaSnapshot()), tree(name));
    }
  } finally {
    await page.close();
    await healthy.close();
  }
});

test('an outline has roles, names and order: a missing name, a missing element and another level are detected', () => {
  const full = '- main:\n  - heading "Trending" [level=1]\n  - button "Follow"\n  - text: "5 fans"\n  - text: "7 fans"';
  assert.equal(outline(full), '- main\n  - heading "Trending" [level=1]\n  - button "Follow"\n  - text: N fans\n');
  for (const [from, to] of [
    ['"Follow"', ''],
    ['level=1', 'level=2'],
    ['  - button "Follow"\n', ''],
  ] as const) {
    assert.notEqual(outline(full.replace(from, to)), outline(full));
  }
});
