// A visitor opens the tabs of the trending page. Its APIs answer 200 when they fail, so an outage appears as an
// empty list, never as an error.
import { expect, proves, RUNBOOK, test } from '../check.ts';
import { LIVE_SPANS, TrendingPage } from '../pages/trending-page.ts';

test(
  ...proves({
    id: 'journey.trending.tabs',
    title: 'Each tab of the trending page lists the kind of entry in its name',
    runbook: RUNBOOK.content,
    on: { desktop: 'gate', phone: 'nightly' },
    tags: ['@smoke'],
    reddens: [
      'h1-missing',
      'database-down',
      'trending-empty',
      'tabs-inert',
      'tab-state-missing',
      'tab-panels-stay',
      'empty-title',
    ],
  }),
  async ({ page }) => {
    const trending = new TrendingPage(page);
    await trending.open();
    await expect(page).toHaveTitle(/Trending/);
    await expect(trending.heading).toBeVisible();
    await expect(trending.tab('All Trending')).toHaveAttribute('aria-selected', 'true');
    for (const [name, listed] of [
      ['All Trending', ['artists', 'shows', 'venues']],
      ['Artists', ['artists']],
      ['Shows', ['shows']],
      ['Venues', ['venues']],
    ] as const)
      await test.step(name, async () => {
        await trending.tab(name).click();
        await expect.poll(() => trending.listed(), `kinds of entries in the tab ${name}`).toEqual(listed);
      });
  },
);

test(
  ...proves({
    id: 'journey.trending.live-cards',
    title: 'The three live cards list entries',
    runbook: RUNBOOK.content,
    on: { desktop: 'nightly', phone: 'nightly' },
    reddens: ['database-down', 'trending-empty', 'live-trending-empty'],
  }),
  async ({ page }) => {
    const trending = new TrendingPage(page);
    await trending.open();
    for (const span of LIVE_SPANS) await expect(trending.liveLinks(span).first(), `an entry of ${span}`).toBeVisible();
  },
);
