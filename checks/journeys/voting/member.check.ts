// A member's votes in difficult cases: on the show page, on a locked setlist, in two windows, with a double click, without a network. Every vote cast
// here is restored afterwards.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { untilItReacts } from '../../pages/reactivity.ts';
import { SetlistPage } from '../../pages/setlist-page.ts';
import { ShowPage } from '../../pages/show-page.ts';
import { voteCounts } from '../../visitor/catalogue.ts';
import { needs } from '../../visitor/preparation.ts';

test(
  ...proves({
    id: 'journey.voting.show-page',
    title: "A member's vote on the show page appears at once and after a reload",
    runbook: RUNBOOK.voting,
    on: { desktop: 'nightly', phone: 'nightly' },
    needsAccount: true,
    reddens: ['votes-not-persisted', 'vote-ui-no-update', 'show-vote-silent', 'stale-show-page'],
  }),
  async ({ page, show, signIn, ballots }) => {
    await signIn();
    const song = await ballots.open(show);
    const showPage = new ShowPage(page);
    await showPage.open(show.slug);
    await showPage.predicted.click();
    await showPage.songs.upvote(song.title).click();
    await expect(showPage.songs.net(song.title, song.netVotes + 1), 'the count at once').toBeVisible();
    await page.reload();
    await showPage.predicted.click();
    await expect(showPage.songs.net(song.title, song.netVotes + 1), 'the count after a reload').toBeVisible();
  },
);

test(
  ...proves({
    id: 'journey.voting.closed',
    title: 'A locked setlist has no vote buttons and rejects votes',
    runbook: RUNBOOK.voting,
    on: { desktop: 'nightly' },
    needsAccount: true,
    reddens: ['lock-ignored', 'lock-unlabelled', 'lock-buttons-shown', 'lock-answered-only'],
  }),
  async ({ page, api, locked, signIn, ballots }) => {
    await signIn();
    const [first] = locked.songs;
    const setlist = new SetlistPage(page);
    await setlist.open(locked.showId);
    await expect(setlist.songs.row(first.title)).toBeVisible();
    await expect(setlist.locked).toBeVisible();
    await expect(setlist.songs.row(first.title).getByRole('button')).toHaveCount(0);

    const song = await ballots.claim(first);
    const answer = await api.post('/api/votes', { data: { setlistSongId: song.id, voteType: 'up' } });
    expect(answer.status(), 'POST /api/votes on a locked setlist').toBe(403);
    await page.reload();
    await expect(setlist.songs.net(song.title, song.netVotes)).toBeVisible();
  },
);

test(
  ...proves({
    id: 'journey.voting.two-windows',
    title: 'Two windows of one account show the same votes without a reload',
    runbook: RUNBOOK.voting,
    on: { desktop: 'nightly' },
    needsAccount: true,
    reddens: ['realtime-down', 'live-badge-stuck', 'votes-not-persisted', 'vote-ui-no-update', 'vote-counts-disagree'],
  }),
  async ({ page, show, signIn, ballots }) => {
    await signIn();
    const song = await ballots.open(show);
    const here = new SetlistPage(page);
    await here.open(show.showId);
    const there = new SetlistPage(await page.context().newPage());
    await there.open(show.showId);
    await expect(there.live, 'live updates').toBeVisible();
    await here.songs.upvote(song.title).click();
    for (const [where, window] of [
      ['where it was cast', here],
      ['in the other window', there],
    ] as const)
      await expect(window.songs.net(song.title, song.netVotes + 1), where).toBeVisible();
  },
);

test(
  ...proves({
    id: 'journey.voting.double-click',
    title: 'A double click counts as one vote',
    runbook: RUNBOOK.voting,
    on: { desktop: 'nightly' },
    needsAccount: true,
    reddens: ['votes-not-persisted', 'stale-setlist-page', 'votes-read-stale', 'vote-ui-no-update', 'votes-doubled'],
  }),
  async ({ page, api, show, signIn, ballots }) => {
    await signIn();
    const song = await ballots.open(show);
    const setlist = new SetlistPage(page);
    await setlist.open(show.showId);
    const answer = setlist.voteAnswer();
    await setlist.songs.upvote(song.title).dblclick();
    await answer;
    await expect(setlist.songs.net(song.title, song.netVotes + 1)).toBeVisible();
    await page.reload();
    await expect(setlist.songs.net(song.title, song.netVotes + 1), 'after a reload').toBeVisible();
    // Not at /count: journey.voting.signed-in compares that.
    const counted = await voteCounts(api, `/api/votes?setlistSongId=${song.id}`);
    expect(counted, 'GET /api/votes').toMatchObject({ upvotes: song.upvotes + 1, downvotes: song.downvotes });
  },
);

test(
  ...proves({
    id: 'journey.voting.offline',
    title: 'A vote without a network shows an error and is not counted',
    runbook: RUNBOOK.voting,
    on: { desktop: 'nightly' },
    needsAccount: true,
    reddens: ['vote-ui-no-update', 'vote-failure-silent', 'vote-failure-counted'],
  }),
  async ({ page, site, show, signIn, ballots, guards }) => {
    guards.provoke(/ERR_INTERNET_DISCONNECTED/);
    await signIn();
    const song = await ballots.open(show);
    const setlist = new SetlistPage(page);
    await setlist.open(show.showId);
    // Without a network a page that still loads its scripts would never react, and that would be our fault.
    await needs('guard.reactions', () => untilItReacts(page));
    await page.context().setOffline(true);
    await setlist.songs.upvote(song.title).click();
    await expect(site.toast(/^(Voting failed|Failed to vote)\b/)).toBeVisible();
    await expect(setlist.songs.net(song.title, song.netVotes), 'nothing is counted').toBeVisible();
    await page.context().setOffline(false);
    await setlist.songs.upvote(song.title).click();
    await expect(setlist.songs.net(song.title, song.netVotes + 1), 'the next vote counts').toBeVisible();
  },
);
