// A visitor opens the home page. An empty one also answers 200, so its content is checked. The runbook's smoke test requests the trending API; this
// check reads the visible page.
import { LEAST_TILES } from '../../judging.ts';
import { expect, proves, RUNBOOK, test } from '../check.ts';
import { kpi } from '../../kpis.ts';
import { shiftSeen, watchLayoutShift } from '../measures/layout-shift.ts';
import { watchFor } from '../measures/watch-for.ts';
import { HomePage } from '../pages/home-page.ts';
import { needs } from '../visitor/preparation.ts';

/** How long the page is watched after it has loaded: late advertisements and banners come within this time. */
const WATCHED_MS = 4_000;

test(
  ...proves({
    id: 'journey.home.content',
    title: 'The home page shows trending artists and shows',
    runbook: RUNBOOK.content,
    on: { desktop: 'gate', phone: 'gate' },
    tags: ['@smoke'],
    reddens: [
      'h1-missing',
      'database-down',
      'trending-empty',
      'home-artists-empty',
      'home-shows-empty',
      'home-sections-untitled',
      'home-without-heading',
      'empty-title',
      'r2-brand',
    ],
  }),
  async ({ page }) => {
    const home = new HomePage(page);
    await home.open();
    await expect(page).toHaveTitle(/MySetlist/);
    await expect(home.heading).toBeVisible();
    await expect(home.sections).toHaveText(['Trending Artists', 'Trending Shows']);
    await expect.poll(() => home.artistLinks.count(), 'artists to choose from').toBeGreaterThanOrEqual(LEAST_TILES);
    await expect.poll(() => home.showLinks.count(), 'shows to choose from').toBeGreaterThanOrEqual(LEAST_TILES);
  },
);

test(
  ...proves({
    id: 'journey.home.calls',
    title: 'The two buttons at the end of the home page lead to a page',
    runbook: RUNBOOK.content,
    on: { desktop: 'nightly' },
    reddens: ['calls-inert', 'about-blank'],
  }),
  async ({ page, site }) => {
    const home = new HomePage(page);
    for (const name of ['Get Started', 'Learn More'] as const)
      await test.step(name, async () => {
        await home.open();
        await needs('journey.home.content', () => expect(home.heading).toBeVisible());
        await home.call(name).last().click();
        // Soft, so that one run names both.
        await expect.soft(page, `after "${name}"`).not.toHaveURL(/^[^/]+\/\/[^/]+\/$/);
        await expect(site.main.getByRole('heading').first()).toBeVisible();
      });
  },
);

test(
  ...proves({
    id: 'journey.home.stays',
    title: 'The home page does not move after it has loaded',
    runbook: RUNBOOK.content,
    on: { desktop: 'gate' },
    reddens: ['layout-shift-late'],
  }),
  async ({ page }) => {
    const home = new HomePage(page);
    await home.open();
    await needs('journey.home.content', () => expect(home.heading).toBeVisible());
    await page.evaluate(watchLayoutShift);
    await watchFor(page, WATCHED_MS);
    expect(await page.evaluate(shiftSeen), 'layout shift after the load').toBeLessThanOrEqual(kpi('cls').target.limit);
  },
);
