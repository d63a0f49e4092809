// People who hear a page or see it badly. What a machine can judge of WCAG 2.2 AA, on each front-door page, on desktop and
// phone; what it cannot judge is walked in keyboard.check.ts.
import { expect, proves, test } from '../../check.ts';
import { brokenRules } from '../../measures/axe.ts';
import { HomePage } from '../../pages/home-page.ts';
import { pathOf } from '../../pages/front-door-pages.ts';

for (const [id, title, name] of [
  ['axe-home', 'the home page keeps WCAG 2.2 AA', 'home'],
  ['axe-trending', 'the trending page keeps WCAG 2.2 AA', 'trending'],
  ['axe-artist-list', 'the artists page keeps WCAG 2.2 AA', 'artist list'],
  ['axe-one-artist', 'an artist page keeps WCAG 2.2 AA', 'one artist'],
  ['axe-show-list', 'the shows page keeps WCAG 2.2 AA', 'show list'],
  ['axe-one-show', 'a show page keeps WCAG 2.2 AA', 'one show'],
  ['axe-setlist', 'a setlist page keeps WCAG 2.2 AA', 'setlist'],
  ['axe-sign-in', 'the sign-in page keeps WCAG 2.2 AA', 'sign-in'],
] as const)
  test(title, proves(`journey.accessibility.${id}`), async ({ page, artist, show }) => {
    await page.goto(pathOf(name, { artist, show }));
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    expect(await brokenRules(page)).toHaveNoFindings();
  });

test(
  'search results, menus and toasts keep WCAG 2.2 AA',
  proves('journey.accessibility.axe-open-parts'),
  async ({ page, site, artist, show }) => {
    test.slow();

    await test.step('search on the home page', async () => {
      const home = new HomePage(page);
      await home.open();
      await home.search.fill(artist.name);
      await expect(home.suggestion(artist.name).first()).toBeVisible();
      expect(await brokenRules(page, { within: '[role=listbox]' })).toHaveNoFindings();
    });

    await test.step('menu of themes', async () => {
      await page.goto(`/shows/${show.slug}`);
      await site.themeToggle.click();
      await expect(site.theme('Dark')).toBeVisible();
      expect(await brokenRules(page, { within: 'header' })).toHaveNoFindings();
    });

    await test.step('toast', async () => {
      await page.goto(`/artists/${artist.slug}`);
      await page.getByRole('button', { name: 'Follow', exact: true }).click();
      await expect(site.toast('Please sign in to follow artists')).toBeVisible();
      expect(await brokenRules(page, { within: '[data-sonner-toaster]' })).toHaveNoFindings();
    });
  },
);
