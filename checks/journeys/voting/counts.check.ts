// Voting is the purpose of the site. Guests have one vote and see the limit; a member's vote must be stored. The runbook's acceptance test
// "validate voting system". Every vote cast here is restored afterwards.
import { openSetlist, voteCounts } from '../../visitor/catalogue.ts';
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { SetlistPage } from '../../pages/setlist-page.ts';
import { ShowPage } from '../../pages/show-page.ts';
import { needs } from '../../visitor/preparation.ts';

test(
  ...proves({
    id: 'journey.voting.guest-limit',
    title: 'A guest can vote once, sees the vote counted and a message about the limit',
    runbook: RUNBOOK.voting,
    on: { desktop: 'gate', phone: 'gate' },
    reddens: [
      'guest-limit-missing',
      'guest-limit-silent',
      'guest-limit-leaky',
      'guest-count-stale',
      'guest-vote-silent',
      'guest-vote-forgotten',
      'guest-buttons-locked',
      'guest-mobile-refused',
    ],
  }),
  async ({ page, show, site }) => {
    const [first, second] = show.songs;
    const showPage = new ShowPage(page);
    const { songs } = showPage;
    const openSongs = async (): Promise<void> => {
      await needs('journey.show.content', () => expect(showPage.predicted).toBeEnabled());
      await showPage.predicted.click();
    };
    await showPage.open(show.slug);
    await openSongs();
    await songs.upvote(first.title).click();
    await expect(site.toast('Vote recorded! Sign up to vote on more songs.')).toBeVisible();
    for (const [when, comeBack] of [
      ['at once', () => {}],
      [
        'after a reload',
        async () => {
          await page.reload();
          await openSongs();
        },
      ],
    ] as const)
      await test.step(when, async () => {
        await comeBack();
        await expect(songs.net(first.title, first.netVotes + 1), `the vote ${when}`).toBeVisible();
        await songs.upvote(second.title).click();
        await expect(site.toast("You've used your free vote! Sign up to vote more.")).toBeVisible();
        await expect(songs.net(second.title, second.netVotes), 'the second song').toBeVisible();
      });
  },
);

const MEMBER_STEPS = [
  { does: 'votes up', button: 'upvote', vote: 'up', up: 1, down: 0 },
  { does: 'switches to down', button: 'downvote', vote: 'down', up: 0, down: 1 },
  { does: 'removes the vote', button: 'downvote', vote: null, up: 0, down: 0 },
] as const;

test(
  ...proves({
    id: 'journey.voting.signed-in',
    title: 'A member can vote, change and remove a vote, and page and APIs agree',
    runbook: RUNBOOK.voting,
    on: { desktop: 'gate', phone: 'gate' },
    needsAccount: true,
    reddens: [
      'votes-not-persisted',
      'vote-remove-ignored',
      'vote-counts-disagree',
      'setlist-counts-stale',
      'stale-setlist-page',
      'votes-read-stale',
      'vote-ui-no-update',
      'soft-404-known',
    ],
  }),
  async ({ page, api, show, signIn, ballots }) => {
    test.slow();
    await signIn();
    const song = await ballots.open(show);
    const setlist = new SetlistPage(page);
    await setlist.open(show.showId);
    await expect(setlist.songs.row(song.title)).toBeVisible();
    for (const { does, button, vote, up, down } of MEMBER_STEPS)
      await test.step(does, async () => {
        const counts = {
          upvotes: song.upvotes + up,
          downvotes: song.downvotes + down,
          netVotes: song.netVotes + up - down,
        };
        const answer = setlist.voteAnswer();
        await setlist.songs[button](song.title).click();
        await answer;
        await expect(setlist.songs.net(song.title, counts.netVotes), 'the count at once').toBeVisible();
        await page.reload();
        await expect(setlist.songs.net(song.title, counts.netVotes), 'the count after a reload').toBeVisible();

        const own = await voteCounts(api, `/api/votes?setlistSongId=${song.id}`);
        expect(own, 'GET /api/votes').toMatchObject({ ...counts, userVote: vote });
        const count = await voteCounts(api, `/api/votes/${song.id}/count`);
        expect(count, 'GET /api/votes/{id}/count').toMatchObject(counts);
        const listed = (await openSetlist(api, show.showId)).find(({ id }) => id === song.id);
        expect(listed, 'GET /api/setlists/{showId}').toMatchObject({ ...counts, userVote: vote });
      });
  },
);

test(
  ...proves({
    id: 'journey.voting.named-buttons',
    title: 'Every vote button has an accessible name and a pressed state',
    runbook: RUNBOOK.voting,
    on: { desktop: 'gate', phone: 'nightly' },
    tags: ['@a11y'],
    reddens: ['unnamed-vote-buttons', 'vote-state-missing', 'guest-songs-hidden'],
  }),
  async ({ page, show }) => {
    const showPage = new ShowPage(page);
    const setlist = new SetlistPage(page);
    for (const [name, openPage] of [
      ['show', () => showPage.open(show.slug)],
      ['setlist', () => setlist.open(show.showId)],
    ] as const)
      await test.step(name, async () => {
        await openPage();
        await needs('journey.show.content', () => expect(setlist.songs.row(show.songs[0].title)).toBeVisible());
        await expect(setlist.songs.voteButtons, `vote buttons of the ${name} page`).toHaveCount(2 * show.songs.length);
      });
    await expect(setlist.songs.voteButtons.first()).toHaveAttribute('aria-pressed', 'false');
  },
);
