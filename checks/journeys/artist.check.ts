// A visitor opens an artist and goes on to one of the shows. R1 hides the whole page until an import has answered; the
// import is answered by check.ts, because it costs the site its quota at Ticketmaster.
import { expect, proves, test } from '../check.ts';
import { ArtistPage } from '../pages/artist.ts';
import { ShowPage } from '../pages/show.ts';

test(
  'an artist page shows the artist and the shows to come',
  proves('journey.artist.content'),
  async ({ page, artist }) => {
    const artistPage = new ArtistPage(page);
    await artistPage.open(artist.slug);
    await expect.poll(() => page.title()).toContain(artist.name);
    await expect(artistPage.heading(artist.name)).toBeVisible();
    await expect(artistPage.breadcrumbHome).toBeVisible();
    await expect(artistPage.tab('View upcoming shows')).toHaveAttribute('aria-selected', 'true');
    await expect(artistPage.upcomingShows.first()).toBeVisible();

    await artistPage.upcomingShows.first().click();
    await expect(page).toHaveURL(/\/shows\/[^/]+$/);
    await expect(new ShowPage(page).heading(artist.name)).toBeVisible();
  },
);
