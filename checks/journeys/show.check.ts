// A visitor opens a show to see its setlist. Unknown shows answer 200 in R1, so the headliner's name and the songs are checked.
import { expect, proves, RUNBOOK, test } from '../check.ts';
import { ShowPage } from '../pages/show-page.ts';

test(
  ...proves({
    id: 'journey.show.content',
    title: 'A show page shows its headliner and a setlist to vote on',
    runbook: RUNBOOK.content,
    on: { desktop: 'gate', phone: 'nightly' },
    reddens: [
      'h1-missing',
      'soft-404-known',
      'empty-title',
      'guest-songs-hidden',
      'vote-link-inert',
      'guest-setlist-empty',
    ],
  }),
  async ({ page, show }) => {
    const [song] = show.songs;
    const showPage = new ShowPage(page);
    await showPage.open(show.slug);
    await expect.poll(() => page.title()).toContain(show.headliner);
    await expect(showPage.heading(show.headliner)).toBeVisible();
    await expect(showPage.predicted).toBeEnabled();
    await showPage.predicted.click();
    for (const { title } of show.songs) await expect(showPage.songs.row(title)).toBeVisible();

    await showPage.voteOnSongs.click();
    await expect(page).toHaveURL(new RegExp(`/setlists/${show.showId}$`));
    await expect(showPage.songs.row(song.title), 'a song on the setlist page').toBeVisible();
  },
);

test(
  ...proves({
    id: 'journey.show.order',
    title: 'A show page lists its songs in order',
    runbook: RUNBOOK.content,
    on: { desktop: 'nightly' },
    reddens: ['songs-unordered', 'guest-songs-hidden'],
  }),
  async ({ page, show }) => {
    const showPage = new ShowPage(page);
    await showPage.open(show.slug);
    await showPage.predicted.click();
    const inOrder = show.songs.toSorted((a, b) => a.position - b.position).map(({ title }) => title);
    await expect(showPage.songs.titles(inOrder)).toHaveText(inOrder);
  },
);

test(
  ...proves({
    id: 'journey.show.attendance',
    title: 'A guest who marks attendance is asked to sign in',
    runbook: RUNBOOK.content,
    on: { desktop: 'nightly', phone: 'nightly' },
    reddens: ['attendance-silent'],
    warns: ['attendance-doubled'],
  }),
  async ({ page, site, show, warnUnless }) => {
    const showPage = new ShowPage(page);
    await showPage.open(show.slug);
    await expect(showPage.going.first()).toBeVisible();
    // Each has its own state, so one can show "going" while the other does not (mysetlist-app.md 3.8).
    warnUnless((await showPage.going.count()) === 1, 'the page has more than one button "I\'m going"');
    await showPage.going.first().click();
    await expect(site.toast('Please sign in to mark attendance')).toBeVisible();
  },
);
