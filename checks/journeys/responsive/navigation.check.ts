// Navigation on phones, tablets and desktops. The runbook's acceptance test "check mobile responsiveness". R1 shows neither navigation nor search
// between 768 and 1023 px; a test on a phone and a desktop does not find that.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { SHOWN_BY } from '../../pages/front-door-pages.ts';
import { needs } from '../../visitor/preparation.ts';

/** Small phone, phone, tablet upright, desktop (mysetlist-app.md 3.10). */
const SCREENS = [
  { width: 375, height: 667 },
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1280, height: 720 },
] as const;

test(
  ...proves({
    id: 'journey.responsive.navigation',
    title: 'Navigation and search can be reached at every width',
    runbook: RUNBOOK.responsive,
    on: { desktop: 'gate' },
    tags: ['@responsive'],
    reddens: ['nav-gap', 'menu-gap', 'search-gap', 'menu-inert', 'drawer-no-trending', 'drawer-links-inert'],
  }),
  async ({ page, site }) => {
    test.slow();
    for (const screen of SCREENS)
      await test.step(`${String(screen.width)} px`, async () => {
        await page.setViewportSize(screen);
        await page.goto('/artists');
        const where = `at ${String(screen.width)} px`;
        await expect(site.navigation.or(site.menuToggle), `navigation or menu button ${where}`).toBeVisible();
        await expect(site.headerSearch.or(site.searchButton), `search box or search button ${where}`).toBeVisible();
      });

    // The button must also do something.
    await page.setViewportSize(SCREENS[1]);
    await site.menuToggle.click();
    await site.drawerLink('Trending').click();
    await expect(page).toHaveURL(/\/trending$/);
  },
);

test(
  ...proves({
    id: 'journey.responsive.no-horizontal-scroll',
    title: 'No page scrolls sideways at any width',
    runbook: RUNBOOK.responsive,
    on: { desktop: 'gate' },
    tags: ['@responsive'],
    reddens: ['horizontal-scroll'],
  }),
  async ({ page, site }) => {
    test.slow();
    for (const [path, shownBy] of [
      ['/', SHOWN_BY.home],
      ['/trending', SHOWN_BY.trending],
      ['/artists', SHOWN_BY['artist list']],
      ['/shows', SHOWN_BY['show list']],
    ] as const)
      await test.step(path, async () => {
        await page.goto(path);
        await needs(shownBy, () =>
          expect(site.main.getByRole('heading').first(), `a heading on ${path}`).toBeVisible(),
        );
        for (const screen of SCREENS) {
          await page.setViewportSize(screen);
          await expect
            .poll(() => site.sidewaysPixels(), `pixels that ${path} is too wide at ${String(screen.width)} px`)
            .toBeLessThanOrEqual(0);
        }
      });
  },
);
