// On a phone: the drawer works by keyboard, and rotating the phone keeps what was typed.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { layoutFindings } from '../../measures/page-layout.ts';
import { HomePage } from '../../pages/home-page.ts';

test(
  ...proves({
    id: 'journey.responsive.drawer',
    title: 'The drawer can be opened, used and closed by keyboard',
    runbook: RUNBOOK.responsive,
    on: { phone: 'nightly' },
    tags: ['@responsive', '@a11y'],
    reddens: ['menu-inert', 'drawer-no-trending', 'drawer-escape-inert'],
  }),
  async ({ page, site }) => {
    await page.goto('/artists');
    await site.menuToggle.focus();
    await page.keyboard.press('Enter');
    await expect(site.drawerLink('Trending')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(site.drawer, 'after Escape').toBeHidden();
    await expect(site.menuToggle, 'where the focus returns to').toBeFocused();

    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect(site.drawerLink('Home'), 'the first stop in the drawer').toBeFocused();
    for (const next of ['Artists', 'Shows', 'Venues', 'Trending'] as const) {
      await page.keyboard.press('Tab');
      await expect(site.drawerLink(next)).toBeFocused();
    }
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/trending$/);
  },
);

test(
  ...proves({
    id: 'journey.responsive.turned',
    title: 'Rotating the phone keeps the input and the navigation',
    runbook: RUNBOOK.responsive,
    on: { phone: 'nightly' },
    tags: ['@responsive'],
    reddens: ['search-wrong-artist', 'nav-gap', 'horizontal-scroll'],
  }),
  async ({ page, site }) => {
    const upright = { width: 390, height: 844 };
    const home = new HomePage(page);
    await home.open();
    await home.search.fill('zzqx no such artist');
    await expect(home.noResult('zzqx no such artist')).toBeVisible();
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
