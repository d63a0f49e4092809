// A visitor looks for an artist, from every place that has a search box, and says so when there is none. The runbook's
// acceptance test "test search functionality". R1's own search answers 500 exactly when it finds something.
import { expect, proves, test } from '../../check.ts';
import { ArtistPage } from '../../pages/artist-page.ts';
import { ArtistsPage } from '../../pages/artists-page.ts';
import { HomePage } from '../../pages/home-page.ts';

const NOBODY = 'zzqx no such artist';

test('the header search leads to the artist', proves('journey.search.header'), async ({ page, site, artist }) => {
  await page.goto('/trending');
  await site.headerSearch.fill(artist.name);
  await site.headerResult(artist.name).first().click();
  await expect(page).toHaveURL(new RegExp(`/artists/${artist.slug}$`));
  await expect(new ArtistPage(page).heading(artist.name)).toBeVisible();
});

test('the search on the home page leads to the artist', proves('journey.search.hero'), async ({ page, artist }) => {
  const home = new HomePage(page);
  await home.open();
  await home.search.fill(artist.name);
  await home.suggestion(artist.name).first().click();
  await expect(page).toHaveURL(new RegExp(`/artists/${artist.slug}$`));
  await expect(new ArtistPage(page).heading(artist.name)).toBeVisible();
});

test(
  'the search on the artists page finds the artist',
  proves('journey.search.artists-page'),
  async ({ page, artist }) => {
    const artists = new ArtistsPage(page);
    await artists.open();
    await expect(artists.heading).toBeVisible();
    await artists.search.fill(NOBODY);
    await expect(artists.noResult(NOBODY)).toBeVisible();
    await expect(artists.view).toHaveCount(0);
    await artists.search.fill(artist.name);
    await artists.view.first().click();
    await expect(page).toHaveURL(new RegExp(`/artists/${artist.slug}$`));
    await expect(new ArtistPage(page).heading(artist.name)).toBeVisible();
  },
);

test('a search without a result says so', proves('journey.search.no-result'), async ({ page }) => {
  const home = new HomePage(page);
  await home.open();
  await home.search.fill(NOBODY);
  await expect(home.noResult(NOBODY)).toBeVisible();
});

test(
  'the search behind the phone button leads to the artist',
  proves('journey.search.phone'),
  async ({ page, site, artist }) => {
    await page.goto('/trending');
    await site.searchButton.click();
    await site.phoneSearch.fill(artist.name);
    await site.phoneResult(artist.name).first().click();
    await expect(page).toHaveURL(new RegExp(`/artists/${artist.slug}$`));
    await expect(new ArtistPage(page).heading(artist.name)).toBeVisible();
  },
);
