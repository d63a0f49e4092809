// On the setlist page a guest cannot vote. R1 answers 401 and shows nothing, so the visitor believes that the vote was counted.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { SetlistPage } from '../../pages/setlist-page.ts';

test(
  ...proves({
    id: 'journey.voting.guest-on-setlist',
    title: 'A guest who votes on the setlist page is asked to sign in',
    runbook: RUNBOOK.voting,
    on: { desktop: 'nightly', phone: 'nightly' },
    reddens: ['guest-setlist-silent', 'guest-setlist-counted', 'guest-setlist-empty'],
  }),
  async ({ page, site, show }) => {
    const [song] = show.songs;
    const setlist = new SetlistPage(page);
    await setlist.open(show.showId);
    await setlist.songs.upvote(song.title).click();
    await expect(site.toast('Please sign in to vote')).toBeVisible();
    await expect(setlist.songs.net(song.title, song.netVotes)).toBeVisible();
  },
);
