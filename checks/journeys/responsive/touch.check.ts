// On a phone: the drawer works by keyboard, and rotating the phone keeps what was typed.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { layoutFindings } from '../../measures/page-layout.ts';
import { HomePage } from '../../pages/home-page.ts';
import { needs } from '../../visitor/preparation.ts';

test(
  ...proves({
    id: 'journey.responsive.drawer',
    title: 'The drawer can be opened, used and closed by keyboard',
    runbook: RUNBOOK.responsive,
    on: { phone: 'nightly' },
    tags: ['@responsive', '@a11y'],
    reddens: ['menu-inert', 'drawer-no-trending', 'drawer-links-inert', 'drawer-escape-inert', 'drawer-focus-lost'],
  }),
  async ({ page, site }) => {
    await page.goto('/artists');
    await site.menuToggle.focus();
    await page.keyboard.press('Enter');
    for (const next of ['Home', 'Artists', 'Shows', 'Venues', 'Trending'] as const) {
      await page.keyboard.press('Tab');
      await expect(site.drawerLink(next), 'the next stop in the drawer').toBeFocused();
    }
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/trending$/);

    await site.menuToggle.focus();
    await page.keyboard.press('Enter');
    await needs('journey.responsive.navigation', () => expect(site.drawer).toBeVisible());
    await page.keyboard.press('Escape');
    await expect(site.menuToggle, 'where the focus returns to').toBeFocused();
    await expect(site.drawer, 'after Escape').toBeHidden();
  },
);

test(
  ...proves({
    id: 'journey.responsive.turned',
    title: 'Rotating the phone keeps the input and the navigation',
    runbook: RUNBOOK.responsive,
    on: { phone: 'nightly' },
    tags: ['@responsive'],
    reddens: ['turn-empties-search', 'turn-closes-results', 'nav-gap', 'menu-gap', 'horizontal-scroll'],
  }),
  async ({ page, site }) => {
    const upright = { width: 390, height: 844 };
    const home = new HomePage(page);
    await home.open();
    await home.search.fill('zzqx no such artist');
    await needs('journey.search.no-result', () => expect(home.noResult('zzqx no such artist')).toBeVisible());
    for (const screen of [{ width: upright.height, height: upright.width }, upright])
      await test.step(`${String(screen.width)} px`, async () => {
        await page.setViewportSize(screen);
        await expect(home.search).toHaveValue('zzqx no such artist');
        await expect(home.noResult('zzqx no such artist')).toBeVisible();
        await expect(site.navigation.or(site.menuToggle)).toBeVisible();
        expect((await layoutFindings(page)).sideways).toHaveNoFindings();
      });
  },
);
