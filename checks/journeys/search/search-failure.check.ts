// A failed search must not look like a search without a result: the visitor would think that the artist does not exist. The check fails the request
// in its own browser, so no other visitor is affected.
import type { Page } from '@playwright/test';
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import type { Guards } from '../../guards/guards.ts';
import { ArtistsPage } from '../../pages/artists-page.ts';
import { HomePage } from '../../pages/home-page.ts';
import { needs } from '../../visitor/preparation.ts';

const SEARCHES = /\/api\/(search|artists\/search)/;
const FAILED = 'Failed to search artists';

async function breakSearch(page: Page, guards: Guards): Promise<void> {
  guards.provoke(/request failed: GET \/api\/(search|artists\/search)\S* HTTP 500/);
  // The messages of the real APIs: the artists page shows its API's message.
  const words = (url: string): string => (url.includes('/api/artists/search') ? FAILED : 'Search failed');
  await page.route(SEARCHES, (route) => route.fulfill({ status: 500, json: { error: words(route.request().url()) } }));
}

test(
  ...proves({
    id: 'journey.search.failing',
    title: 'A failed search shows an error, and the next search works',
    runbook: RUNBOOK.search,
    on: { desktop: 'nightly' },
    reddens: ['search-failure-silent'],
  }),
  async ({ page, site, artist, guards }) => {
    test.slow();
    const home = new HomePage(page);
    const artists = new ArtistsPage(page);

    // Each box must first find the artist; otherwise its recovery cannot be tested. Soft, so that one run names every box.
    await test.step('artists page', async () => {
      await artists.open();
      await artists.search.fill(artist.name);
      await needs('journey.search.artists-page', () => expect(artists.view.first()).toBeVisible());
      await breakSearch(page, guards);
      await artists.search.fill(`${artist.name}  `);
      await expect
        .soft(site.main.getByRole('alert').filter({ hasText: /\S/ }), 'on the artists page')
        .toHaveText(FAILED);
      await page.unroute(SEARCHES);
      await artists.search.fill(`${artist.name} `);
      await expect(artists.view.first()).toBeVisible();
    });

    await test.step('home page', async () => {
      await home.open();
      await home.search.fill(artist.name);
      await needs('journey.search.hero', () => expect(home.suggestion(artist.name).first()).toBeVisible());
      await breakSearch(page, guards);
      await home.search.fill(`${artist.name}  `);
      await expect.soft(site.main.getByRole('alert').filter({ hasText: /\S/ }), 'on the home page').toHaveText(FAILED);
      await page.unroute(SEARCHES);
      await home.search.fill(`${artist.name} `);
      await expect(home.suggestion(artist.name).first()).toBeVisible();
    });

    await test.step('header', async () => {
      await page.goto('/trending');
      await site.headerSearch.fill(artist.name);
      await needs('journey.search.header', () => expect(site.headerResult(artist.name).first()).toBeVisible());
      await breakSearch(page, guards);
      await site.headerSearch.fill(`${artist.name}  `);
      await expect.soft(site.headerAlert, 'in the header').toHaveText(FAILED);
      await page.unroute(SEARCHES);
      await site.headerSearch.fill(`${artist.name} `);
      await expect(site.headerResult(artist.name).first()).toBeVisible();
    });
  },
);

test(
  ...proves({
    id: 'journey.search.failure-phone',
    title: 'A failed phone search shows an error, and the next search works',
    runbook: RUNBOOK.search,
    on: { phone: 'nightly' },
    reddens: ['search-failure-silent'],
  }),
  async ({ page, site, artist, guards }) => {
    await page.goto('/trending');
    await site.searchButton.click();
    await site.phoneSearch.fill(artist.name);
    await needs('journey.search.phone', () => expect(site.phoneResult(artist.name).first()).toBeVisible());
    await breakSearch(page, guards);
    await site.phoneSearch.fill(`${artist.name}  `);
    await expect(site.phoneDialog.getByRole('alert')).toHaveText(FAILED);
    await page.unroute(SEARCHES);
    await site.phoneSearch.fill(`${artist.name} `);
    await expect(site.phoneResult(artist.name).first()).toBeVisible();
  },
);

test(
  ...proves({
    id: 'journey.search.empty-phone',
    title: 'A phone search without a result says so and can be closed',
    runbook: RUNBOOK.search,
    on: { phone: 'nightly' },
    reddens: ['search-dialog-escape-inert'],
  }),
  async ({ page, site, artist }) => {
    await page.goto('/trending');
    await site.searchButton.click();
    await expect(site.phoneSearch).toBeFocused();
    await site.phoneSearch.fill(artist.name);
    await needs('journey.search.phone', () => expect(site.phoneResult(artist.name).first()).toBeVisible());
    await site.phoneSearch.fill('zzqx no such artist');
    await expect(site.phoneDialog.getByText('No results found')).toBeVisible();
    await expect(site.phoneResult(artist.name)).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(site.phoneDialog).toBeHidden();
    await expect(site.searchButton).toBeFocused();
  },
);
