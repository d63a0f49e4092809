// A visitor opens an artist and goes on to one of the shows. R1 hides the whole page until an import has answered. The suite answers the
// import itself (checks/guards/intercept.ts), because an import costs the site its quota at Ticketmaster.
import { expect, proves, RUNBOOK, test } from '../check.ts';
import { ArtistPage } from '../pages/artist-page.ts';
import { ShowPage } from '../pages/show-page.ts';

test(
  ...proves({
    id: 'journey.artist.content',
    title: 'An artist page shows the artist and the upcoming shows',
    runbook: RUNBOOK.content,
    on: { desktop: 'gate', phone: 'nightly' },
    reddens: [
      'h1-missing',
      'artist-shows-empty',
      'artist-shows-foreign',
      'artist-show-links-inert',
      'artist-breadcrumb-missing',
      'tab-state-missing',
      'soft-404-known',
      'empty-title',
    ],
  }),
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

const TABS = [
  'View past shows',
  'View setlists',
  'View artist music',
  'About the artist',
  'View upcoming shows',
] as const;

test(
  ...proves({
    id: 'journey.artist.tabs',
    title: 'Each tab of an artist page shows its own panel',
    runbook: RUNBOOK.content,
    on: { desktop: 'nightly', phone: 'nightly' },
    reddens: ['tabs-inert', 'tab-state-missing', 'tab-panels-stay'],
  }),
  async ({ page, artist }) => {
    const artistPage = new ArtistPage(page);
    await artistPage.open(artist.slug);
    for (const name of TABS)
      await test.step(name, async () => {
        await artistPage.tab(name).click();
        await expect(artistPage.tab(name)).toHaveAttribute('aria-selected', 'true');
        // Not visible ones have no role, so this fails where a second one is open.
        await expect(artistPage.panels, 'the open panel').toHaveAccessibleName(name);
      });
  },
);

test(
  ...proves({
    id: 'journey.artist.follow',
    title: 'A guest who follows an artist is asked to sign in',
    runbook: RUNBOOK.content,
    on: { desktop: 'nightly', phone: 'nightly' },
    reddens: ['toasts-doubled', 'follow-covered', 'follow-guest-accepted'],
  }),
  async ({ page, artist }) => {
    const artistPage = new ArtistPage(page);
    await artistPage.open(artist.slug);
    await artistPage.follow.click();
    await expect(page.getByText('Please sign in to follow artists'), 'number of messages').toHaveCount(1);
    await expect(artistPage.follow).toHaveText('Follow');
  },
);
