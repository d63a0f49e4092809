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
    reddens: ['database-down', 'trending-empty', 'tabs-inert', 'empty-title'],
  }),
  async ({ page }) => {
    const trending = new TrendingPage(page);
    await trending.open();
    await expect(page).toHaveTitle(/Trending/);
    await expect(trending.heading).toBeVisible();
    await expect(trending.tab('All Trending')).toHaveAttribute('aria-selected', 'true');
    await expect(trending.links('artists').first()).toBeVisible();
    await expect(trending.links('shows').first()).toBeVisible();

    await trending.tab('Artists').click();
    await expect(trending.links('artists').first()).toBeVisible();
    await expect(trending.links('shows')).toHaveCount(0);

    await trending.tab('Shows').click();
    await expect(trending.links('shows').first()).toBeVisible();
    await expect(trending.links('artists')).toHaveCount(0);

    await trending.tab('Venues').click();
    await expect(trending.links('venues').first()).toBeVisible();
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
