// A failed search must not look like a search without a result: the visitor would think that the artist does not exist. The check fails the request
// in its own browser, so no other visitor is affected.
import type { Page } from '@playwright/test';
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import type { Guards } from '../../guards/guards.ts';
import { ArtistsPage } from '../../pages/artists-page.ts';
import { HomePage } from '../../pages/home-page.ts';
import { needs } from '../../visitor/preparation.ts';

const SEARCHES = /\/api\/(search|artists\/search)/;
/** The message of the boxes, and of the API, whose message the artists page shows. */
const FAILED = 'Failed to search artists';

async function breakSearch(page: Page, guards: Guards): Promise<void> {
  guards.provoke(/request failed: GET \/api\/(search|artists\/search)\S* HTTP 500/);
  await page.route(SEARCHES, (route) => route.fulfill({ status: 500, json: { error: FAILED } }));
}

test(
  ...proves({
    id: 'journey.search.failing',
    title: 'A failed search shows an error, and the next search works',
    runbook: RUNBOOK.search,
    on: { desktop: 'nightly' },
    reddens: ['search-failure-silent', 'search-failure-sticks'],
  }),
  async ({ page, site, artist, guards }) => {
    test.slow();
    const home = new HomePage(page);
    const artists = new ArtistsPage(page);
    const result = artist.name;
    for (const { name, path, box, found, alert, shownBy } of [
      { name: 'on the artists page', path: '/artists', box: artists.search, found: artists.view, alert: site.alert, shownBy: 'journey.search.artists-page' }, // prettier-ignore
      { name: 'on the home page', path: '/', box: home.search, found: home.suggestion(result), alert: site.alert, shownBy: 'journey.search.hero' }, // prettier-ignore
      { name: 'in the header', path: '/trending', box: site.headerSearch, found: site.headerResult(result), alert: site.headerAlert, shownBy: 'journey.search.header' }, // prettier-ignore
    ] as const)
      await test.step(name, async () => {
        await page.goto(path);
        // It must first find the artist; otherwise its recovery cannot be tested.
        await box.fill(artist.name);
        await needs(shownBy, () => expect(found.first()).toBeVisible());
        await breakSearch(page, guards);
        await box.fill(`${artist.name}  `);
        // Soft, so that one run names every box.
        await expect.soft(alert, name).toHaveText(FAILED);
        await page.unroute(SEARCHES);
        await box.fill(`${artist.name} `);
        await expect(found.first(), `the next search ${name}`).toBeVisible();
      });
  },
);

test(
  ...proves({
    id: 'journey.search.failure-phone',
    title: 'A failed phone search shows an error, and the next search works',
    runbook: RUNBOOK.search,
    on: { phone: 'nightly' },
    reddens: ['search-failure-silent', 'search-failure-sticks'],
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
    reddens: ['search-dialog-unfocused', 'no-result-silent', 'search-dialog-escape-inert', 'search-dialog-focus-lost'],
  }),
  async ({ page, site, artist }) => {
    await page.goto('/trending');
    await site.searchButton.click();
    await expect(site.phoneSearch).toBeFocused();
    await site.phoneSearch.fill(artist.name);
    await needs('journey.search.phone', () => expect(site.phoneResult(artist.name).first()).toBeVisible());
    await site.phoneSearch.fill('zzqx no such artist');
    await expect(site.phoneDialog.getByText('No results found')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(site.searchButton, 'where the focus returns to').toBeFocused();
    await expect(site.phoneDialog, 'after Escape').toBeHidden();
  },
);
