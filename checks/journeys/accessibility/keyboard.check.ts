// A visitor without a mouse searches and votes with Tab, arrow keys and Enter only.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { ArtistPage } from '../../pages/artist-page.ts';
import { HomePage } from '../../pages/home-page.ts';
import { ShowPage } from '../../pages/show-page.ts';
import { tabTo } from '../../pages/tab-to.ts';
import { needs } from '../../visitor/preparation.ts';

test(
  ...proves({
    id: 'journey.accessibility.keyboard-path',
    title: 'Search and vote work with the keyboard alone',
    runbook: RUNBOOK.accessibility,
    on: { desktop: 'nightly' },
    tags: ['@a11y'],
    reddens: [
      'hero-keyboard-inert',
      'hero-enter-inert',
      'tabs-inert',
      'tabs-focus-stays',
      'artist-show-links-inert',
      'guest-count-stale',
      'vote-focus-lost',
    ],
  }),
  async ({ page, site, show }) => {
    test.slow();
    const [song] = show.songs;
    const { keyboard } = page;
    const home = new HomePage(page);
    await home.open();
    await keyboard.press('Tab');
    await expect(site.skipLink.first(), 'the first stop').toBeFocused();
    await keyboard.press('Enter');
    await tabTo(page, home.search);
    await keyboard.type(show.headliner);
    await expect(home.suggestion(show.headliner).first()).toBeVisible();
    await keyboard.press('Enter');

    const artist = new ArtistPage(page);
    await tabTo(page, artist.tab('View upcoming shows'));
    await keyboard.press('ArrowRight');
    await expect(artist.tab('View past shows')).toBeFocused();
    await expect(artist.panel('View past shows')).toBeVisible();
    await keyboard.press('ArrowLeft');
    await needs('journey.artist.content', () => expect(artist.showLink(show.slug)).toBeVisible());
    await tabTo(page, artist.showLink(show.slug));
    await keyboard.press('Enter');

    const showPage = new ShowPage(page);
    await tabTo(page, showPage.songs.upvote(song.title));
    await keyboard.press('Enter');
    await expect(showPage.songs.net(song.title, song.netVotes + 1)).toBeVisible();
    await expect(showPage.songs.upvote(song.title), 'the focus stays').toBeFocused();
  },
);
