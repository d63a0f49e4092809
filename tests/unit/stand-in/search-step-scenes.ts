// How a visitor sees the faults of single steps of a search.
import type { Locator, Page } from '@playwright/test';
import type { FaultId } from '../../../stand-in/faults.ts';
import { address, after, ARTIST, button, focus, PHONE, press, says } from './scene-steps.ts';
import { heroSearch, open, type Scene } from './visiting-the-stand-in.ts';

const NOBODY = 'zzqx nobody';
const header = (page: Page): Locator => page.getByRole('banner').getByRole('searchbox');
const headerResult = (page: Page): Locator => page.getByRole('banner').getByRole('link', { name: 'Silver Harbor' });
const options = (page: Page): Locator => page.getByRole('option');
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
const openSearch = (page: Page): Promise<void> => button(page, 'Search...').click();
async function resize(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1_000, height: 700 });
  await page.waitForFunction(() => innerWidth === 1_000);
  // The page hears of it in the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

export const SEARCH_STEP_SCENES: Partial<Record<FaultId, Scene>> = {
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
};
