// Preferences of visitors: larger text, a dark theme, reduced motion.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { brokenRules } from '../../measures/axe.ts';
import { layoutFindings } from '../../measures/page-layout.ts';
import { FRONT_DOOR, pathOf, SHOWN_BY } from '../../pages/front-door-pages.ts';
import { needs } from '../../visitor/preparation.ts';

/** WCAG 1.4.4 Resize Text. */
const TWICE = 2;

test(
  ...proves({
    id: 'journey.responsive.text-zoom',
    title: 'Text of twice the size stays readable and inside the window',
    runbook: RUNBOOK.responsive,
    on: { desktop: 'nightly' },
    tags: ['@responsive'],
    reddens: ['text-fixed', 'horizontal-scroll', 'text-cut', 'header-overlaps'],
  }),
  async ({ page, site, artist, show }) => {
    test.slow();
    for (const name of FRONT_DOOR)
      await test.step(name, async () => {
        await page.goto(pathOf(name, { artist, show }));
        const before = await site.textHeight();
        await site.zoomText(TWICE);
        await expect
          .poll(() => site.textHeight(), `letters of the ${name} page`)
          .toBeGreaterThanOrEqual(TWICE * before - 1);
        const { sideways, overlaps, cut } = await layoutFindings(page);
        expect([...sideways, ...overlaps, ...cut], `${name} with text of twice the size`).toHaveNoFindings();
        await expect(site.navigation.or(site.menuToggle)).toBeVisible();
      });
  },
);

test(
  ...proves({
    id: 'journey.responsive.dark',
    title: 'The dark theme is dark and readable',
    runbook: RUNBOOK.responsive,
    on: { desktop: 'nightly' },
    tags: ['@responsive'],
    reddens: ['dark-ignored', 'dark-unreadable'],
  }),
  async ({ page, site, artist, show }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const name of ['home', 'trending', 'one show'] as const)
      await test.step(name, async () => {
        await page.goto(pathOf(name, { artist, show }));
        await needs(SHOWN_BY[name], () => expect(site.main.getByRole('heading').first()).toBeVisible());
        expect(await site.groundBrightness(), `background brightness of the ${name} page, 0 to 255`).toBeLessThan(64);
        expect(await brokenRules(page, { only: 'color-contrast' }), name).toHaveNoFindings();
      });
  },
);

test(
  ...proves({
    id: 'journey.responsive.theme',
    title: 'The chosen theme is kept on the next page',
    runbook: RUNBOOK.responsive,
    on: { desktop: 'nightly' },
    tags: ['@responsive'],
    reddens: ['theme-toggle-inert', 'theme-deferred'],
  }),
  async ({ page, site }) => {
    await page.goto('/');
    await site.themeToggle.click();
    await site.theme('Dark').click();
    await page.goto('/artists');
    await expect.poll(() => site.groundBrightness(), 'the background of the next page').toBeLessThan(64);
    await site.themeToggle.click();
    await site.theme('Light').click();
    await expect.poll(() => site.groundBrightness(), 'the light background').toBeGreaterThan(192);
  },
);

test(
  ...proves({
    id: 'journey.responsive.calm',
    title: 'Nothing is animated for visitors who ask for reduced motion',
    runbook: RUNBOOK.responsive,
    on: { desktop: 'nightly' },
    tags: ['@responsive'],
    reddens: ['motion-forced'],
  }),
  async ({ page, artist, show }) => {
    test.slow();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const name of FRONT_DOOR)
      await test.step(name, async () => {
        await page.goto(pathOf(name, { artist, show }));
        await needs(SHOWN_BY[name], () => expect(page.getByRole('main').getByRole('heading').first()).toBeVisible());
        await expect
          .poll(() => page.evaluate(() => document.getAnimations().filter((a) => a.playState === 'running').length), {
            message: `animations that run on the ${name} page`,
          })
          .toBe(0);
      });
  },
);
