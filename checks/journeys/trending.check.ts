// A visitor looks through the tabs of the trending page. Its APIs answer 200 when they fail, so an outage shows as an
// empty list, never as an error.
import { expect, proves, test } from '../check.ts';
import { TrendingPage } from '../pages/trending-page.ts';

test('each tab of the trending page lists what it names', proves('journey.trending.tabs'), async ({ page }) => {
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
});

test('the three live cards list what is hot', proves('journey.trending.live-cards'), async ({ page }) => {
  const trending = new TrendingPage(page);
  await trending.open();
  for (const span of ['Last Hour', 'Last 6 Hours', 'Last 24 Hours'] as const)
    await expect(trending.liveLinks(span).first(), `an entry of ${span}`).toBeVisible();
});
