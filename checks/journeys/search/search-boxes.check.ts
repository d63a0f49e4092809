// A visitor searches for an artist in every search box; a search without a result says so. The runbook's acceptance test "test search functionality".
// R1's own search answers 500 whenever it finds something.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { expectArtistPage } from '../../pages/artist-page.ts';
import { ArtistsPage } from '../../pages/artists-page.ts';
import { HomePage } from '../../pages/home-page.ts';

const NOBODY = 'zzqx no such artist';

test(
  ...proves({
    id: 'journey.search.header',
    title: 'The search in the header leads to the artist',
    runbook: RUNBOOK.search,
    on: { desktop: 'gate' },
    reddens: ['search-500', 'search-returns-nothing', 'search-wrong-artist', 'r2-search-shape'],
  }),
  async ({ page, site, artist }) => {
    await page.goto('/trending');
    await site.headerSearch.fill(artist.name);
    await site.headerResult(artist.name).first().click();
    await expectArtistPage(page, artist.name);
  },
);

test(
  ...proves({
    id: 'journey.search.hero',
    title: 'The search on the home page leads to the artist',
    runbook: RUNBOOK.search,
    on: { desktop: 'gate', phone: 'gate' },
    reddens: ['search-returns-nothing', 'search-wrong-artist', 'home-without-heading'],
  }),
  async ({ page, artist }) => {
    const home = new HomePage(page);
    await home.open();
    await home.search.fill(artist.name);
    await home.suggestion(artist.name).first().click();
    await expectArtistPage(page, artist.name);
  },
);

test(
  ...proves({
    id: 'journey.search.artists-page',
    title: 'The search on the artists page leads to the artist',
    runbook: RUNBOOK.search,
    on: { desktop: 'gate', phone: 'nightly' },
    reddens: [
      'h1-missing',
      'artists-search-500',
      'no-result-silent',
      'search-returns-nothing',
      'search-wrong-artist',
      'r2-missing-routes',
    ],
  }),
  async ({ page, artist }) => {
    const artists = new ArtistsPage(page);
    await artists.open();
    await expect(artists.heading).toBeVisible();
    await artists.search.fill(NOBODY);
    await expect(artists.noResult(NOBODY)).toBeVisible();
    await artists.search.fill(artist.name);
    await artists.view.first().click();
    await expectArtistPage(page, artist.name);
  },
);

test(
  ...proves({
    id: 'journey.search.no-result',
    title: 'A search without a result says so',
    runbook: RUNBOOK.search,
    on: { desktop: 'gate', phone: 'nightly' },
    reddens: ['connection-reset', 'search-wrong-artist', 'no-result-silent', 'home-without-heading'],
  }),
  async ({ page }) => {
    const home = new HomePage(page);
    await home.open();
    await home.search.fill(NOBODY);
    await expect(home.noResult(NOBODY)).toBeVisible();
  },
);

test(
  ...proves({
    id: 'journey.search.phone',
    title: "The search behind the phone's search button leads to the artist",
    runbook: RUNBOOK.search,
    on: { phone: 'gate' },
    reddens: ['search-500', 'search-returns-nothing', 'search-wrong-artist', 'mobile-search-inert', 'r2-search-shape'],
  }),
  async ({ page, site, artist }) => {
    await page.goto('/trending');
    await site.searchButton.click();
    await site.phoneSearch.fill(artist.name);
    await site.phoneResult(artist.name).first().click();
    await expectArtistPage(page, artist.name);
  },
);
