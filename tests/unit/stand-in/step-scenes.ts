// How a visitor sees the faults of faults-of-steps.ts that show only in a browser.
import type { Locator, Page } from '@playwright/test';
import type { FaultId } from '../../../stand-in/faults.ts';
import {
  heroSearch,
  net,
  open,
  SHOW,
  showId,
  signIn,
  styleOf,
  upvote,
  type Scene,
  type Visit,
} from './visiting-the-stand-in.ts';

const PHONE = 390;
const TABLET = 820;
const ARTIST = '/artists/silver-harbor';
const NOBODY = 'zzqx nobody';

/** Opens `path`, does the steps, and reads something. */
const after =
  (path: string, ...[read, ...steps]: ((page: Page) => unknown)[]): Scene['see'] =>
  async (visit) => {
    await open(visit, path);
    for (const step of steps.toReversed()) await step(visit.page);
    return read?.(visit.page);
  };
const onSetlist =
  (see: (visit: Visit) => Promise<unknown>): Scene['see'] =>
  async (visit) => {
    await open(visit, `/setlists/${await showId(visit.site)}`);
    return see(visit);
  };

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const header = (page: Page): Locator => page.getByRole('banner').getByRole('searchbox');
const headerResult = (page: Page): Locator => page.getByRole('banner').getByRole('link', { name: 'Silver Harbor' });
const options = (page: Page): Locator => page.getByRole('option');
const says = (text: string) => (page: Page) => page.getByText(text).count();
const focus = (page: Page): Promise<string> =>
  page.evaluate(
    () => `${document.activeElement?.tagName} ${document.activeElement?.id} ${document.activeElement?.className}`,
  );
const address = (page: Page): string => new URL(page.url()).pathname;
const press = (key: string) => (page: Page) => page.keyboard.press(key);
const findHero = async (page: Page): Promise<void> => {
  await heroSearch(page).fill('silver');
  await options(page).first().waitFor();
};
const findNobody = async (page: Page): Promise<void> => {
  await heroSearch(page).fill(NOBODY);
  await page.getByText('Try searching for different artists').waitFor();
};
const findHeader = async (page: Page): Promise<void> => {
  await header(page).fill('silver');
  await headerResult(page).first().waitFor();
};
const clear = (page: Page): Promise<void> => button(page, 'Clear search').click();
const openDrawer = (page: Page): Promise<void> => button(page, 'Toggle menu').click();
const openSearch = (page: Page): Promise<void> => button(page, 'Search...').click();
const isShown = (name: string) => (page: Page) => button(page, name).isVisible();
const vote = (row: number) => (page: Page) => upvote(page, row).click();
/** What a click on a link leads to. */
const follow = (link: (page: Page) => Locator) => async (page: Page) => {
  const gone = page.waitForURL((url) => url.pathname !== address(page), { timeout: 1_500 }).catch(() => undefined);
  await link(page).click();
  await gone;
};
/** The net count of the first song after a member's vote that the server refuses. */
async function failedVote(visit: Visit): Promise<string> {
  await signIn(visit, SHOW);
  await visit.page.route('**/api/votes', (route) => route.fulfill({ status: 500 }));
  await upvote(visit.page).click();
  await visit.page.waitForFunction(() => !document.querySelector('[data-song][data-busy]'));
  return net(visit.page);
}

export const STEP_SCENES: Partial<Record<FaultId, Scene>> = {
  'no-result-silent': { see: after('/', says('No results found'), findNobody) },
  'search-failure-sticks': {
    see: async (visit) => {
      await open(visit, '/');
      await visit.page.route('**/api/search/**', (route) => route.fulfill({ status: 500 }));
      await heroSearch(visit.page).fill('silver');
      await visit.page.getByText('Failed to search artists').waitFor();
      await visit.page.unroute('**/api/search/**');
      const answered = visit.page.waitForResponse(/\/api\/search\//);
      await heroSearch(visit.page).fill('silver harbor');
      await answered;
      const shown = options(visit.page).first().waitFor({ timeout: 1_000 });
      return shown.then(
        () => 'found',
        () => 'nothing',
      );
    },
  },
  'search-dialog-unfocused': { width: PHONE, see: after('/', focus, openSearch) },
  'search-dialog-focus-lost': { width: PHONE, see: after('/', focus, press('Escape'), openSearch) },
  'hero-arrows-inert': {
    see: after(
      '/',
      (page) => options(page).first().getAttribute('aria-selected'),
      press('ArrowDown'),
      async (page) => {
        await heroSearch(page).fill('ar');
        await options(page).nth(1).waitFor();
      },
    ),
  },
  'hero-enter-inert': {
    see: after(
      '/',
      address,
      async (page) => {
        const gone = page.waitForURL(`**${ARTIST}`, { timeout: 1_500 }).catch(() => undefined);
        await page.keyboard.press('Enter');
        await gone;
      },
      findHero,
    ),
  },
  'hero-escape-inert': { see: after('/', (page) => options(page).count(), press('Escape'), findHero) },
  'header-escape-inert': { see: after('/about', (page) => headerResult(page).count(), press('Escape'), findHeader) },
  'clear-keeps-text': { see: after('/about', (page) => header(page).inputValue(), clear, findHeader) },
  'clear-keeps-results': { see: after('/about', (page) => headerResult(page).count(), clear, findHeader) },
  'clear-focus-lost': { see: after('/about', focus, clear, findHeader) },
  'turn-empties-search': { see: after('/', (page) => heroSearch(page).inputValue(), resize, findHero) },
  'turn-closes-results': { see: after('/', (page) => options(page).count(), resize, findHero) },

  'guest-count-stale': { see: after(SHOW, (page) => net(page), vote(0)) },
  'guest-vote-silent': { see: after(SHOW, says('Vote recorded!'), vote(0)) },
  'guest-limit-silent': { see: after(SHOW, says("You've used your free vote!"), vote(1), vote(0)) },
  'guest-limit-leaky': { see: after(SHOW, (page) => net(page, 1), vote(1), vote(0)) },
  'guest-setlist-counted': { see: onSetlist(async ({ page }) => (await upvote(page).click(), net(page))) },
  'vote-failure-counted': { see: failedVote },
  'vote-focus-lost': { see: after(SHOW, focus, vote(0)) },
  'vote-link-inert': {
    see: after(
      SHOW,
      address,
      follow((page) => page.getByRole('link', { name: 'Vote on Songs' })),
    ),
  },
  'live-badge-stuck': {
    see: onSetlist(({ page }) => {
      const live = page.getByRole('main').getByText('Live updates active').waitFor({ timeout: 2_000 });
      return live.then(
        () => 'live',
        () => 'connecting',
      );
    }),
  },

  'menu-gap': { width: TABLET, see: after('/', isShown('Toggle menu')) },
  'search-gap': { width: TABLET, see: after('/', isShown('Search...')) },
  'drawer-links-inert': {
    width: PHONE,
    see: after(
      '/',
      address,
      follow((page) => page.locator('#drawer nav a[href="/trending"]')),
      openDrawer,
    ),
  },
  'drawer-focus-lost': { width: PHONE, see: after('/', focus, press('Escape'), openDrawer) },
  'text-fixed': {
    see: after('/about', (page) =>
      page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
        return getComputedStyle(document.querySelector('main') ?? document.body).fontSize;
      }),
    ),
  },
  'dark-ignored': {
    see: async (visit) => {
      await visit.page.emulateMedia({ colorScheme: 'dark' });
      return styleOf(visit, '/about', 'body', 'background-color');
    },
  },
  'theme-deferred': {
    see: after(
      '/',
      (page) => page.locator('html').getAttribute('class'),
      async (page) => {
        await button(page, 'Toggle theme').click();
        await page.getByRole('menuitem', { name: 'Dark' }).click();
      },
    ),
  },

  'artist-show-links-inert': {
    see: after(
      ARTIST,
      address,
      follow((page) => page.locator('#panel-upcoming a').first()),
    ),
  },
  'follow-guest-accepted': { see: after(ARTIST, says('Following'), (page) => page.locator('[data-follow]').click()) },
  'tab-panels-stay': {
    see: after(
      ARTIST,
      (page) => page.getByRole('tabpanel').count(),
      (page) => page.locator('#tab-past').click(),
    ),
  },
  'tabs-focus-stays': {
    see: after(ARTIST, focus, press('ArrowRight'), (page) => page.locator('#tab-upcoming').focus()),
  },
  'results-faint': {
    see: after(
      '/',
      (page) =>
        options(page)
          .first()
          .evaluate((one) => getComputedStyle(one).color),
      findHero,
    ),
  },
  'menu-faint': { see: (visit) => styleOf(visit, '/about', '#theme-menu button', 'color') },
  'toast-faint': {
    see: after(
      ARTIST,
      (page) =>
        page
          .locator('.toaster li')
          .first()
          .evaluate((one) => getComputedStyle(one).color),
      (page) => page.locator('[data-follow]').click(),
    ),
  },
};

async function resize(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1_000, height: 700 });
  await page.waitForFunction(() => innerWidth === 1_000);
}
