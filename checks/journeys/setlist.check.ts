// An open setlist page must not poll in a loop. R1's page requests its setlist about thirty times a second: a thousand open pages would overload
// the site.
import { MOST_REQUESTS_OF_ONE_ADDRESS } from '../../judging.ts';
import { expect, proves, RUNBOOK, test } from '../check.ts';
import { watchFor } from '../measures/watch-for.ts';
import { SetlistPage } from '../pages/setlist-page.ts';
import { needs } from '../visitor/preparation.ts';

/** How long the page is watched, and how many requests of one address are allowed in that time. */
const WATCHED_MS = 2_000;

test(
  ...proves({
    id: 'journey.setlist.rests',
    title: 'An open setlist page does not poll in a loop',
    runbook: RUNBOOK.content,
    on: { desktop: 'nightly' },
    reddens: ['setlists-refetch-loop'],
  }),
  async ({ page, show }) => {
    const asked = new Map<string, number>();
    page.on('request', (request) => {
      const path = new URL(request.url()).pathname;
      asked.set(path, (asked.get(path) ?? 0) + 1);
    });
    const setlist = new SetlistPage(page);
    await setlist.open(show.showId);
    await needs('journey.voting.guest-on-setlist', () => expect(setlist.songs.row(show.songs[0].title)).toBeVisible());
    await watchFor(page, WATCHED_MS);
    const storms = [...asked].flatMap(([path, times]) =>
      times > MOST_REQUESTS_OF_ONE_ADDRESS ? [`${path}: ${String(times)} times`] : [],
    );
    expect(
      storms,
      `addresses requested more than ${String(MOST_REQUESTS_OF_ONE_ADDRESS)} times in ${String(WATCHED_MS)} ms`,
    ).toHaveNoFindings();
  },
);

test(
  ...proves({
    id: 'journey.setlist.activity',
    title: 'The live activity of a setlist names songs of that setlist',
    runbook: RUNBOOK.content,
    on: { desktop: 'gate' },
    reddens: ['activity-invented'],
  }),
  async ({ page, show }) => {
    const setlist = new SetlistPage(page);
    await setlist.open(show.showId);
    await needs('journey.voting.guest-on-setlist', () => expect(setlist.songs.row(show.songs[0].title)).toBeVisible());
    const titles = show.songs.map(({ title }) => title);
    const invented = (await setlist.activity()).filter((entry) => !titles.some((title) => entry.includes(title)));
    expect(invented, 'activity about songs that the setlist does not have').toHaveNoFindings();
  },
);
