// Visitors with a screen reader or low vision: the WCAG 2.2 AA rules that can be tested automatically, on each front-door page, on desktop and phone.
// keyboard.check.ts covers use by keyboard.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { brokenRules } from '../../measures/axe.ts';
import { ArtistPage } from '../../pages/artist-page.ts';
import { HomePage } from '../../pages/home-page.ts';
import { pathOf, SHOWN_BY } from '../../pages/front-door-pages.ts';
import { needs } from '../../visitor/preparation.ts';

/** Every page has secondary texts, a title and a search box. */
const EVERY_PAGE = ['low-contrast', 'empty-title', 'unlabelled-input'];

for (const [id, title, name, reddens] of [
  ['axe-home', 'The home page meets WCAG 2.2 AA', 'home', ['unnamed-parts']],
  ['axe-trending', 'The trending page meets WCAG 2.2 AA', 'trending', ['icon-buttons-unnamed']],
  ['axe-artist-list', 'The artists page meets WCAG 2.2 AA', 'artist list', []],
  ['axe-one-artist', 'An artist page meets WCAG 2.2 AA', 'one artist', []],
  ['axe-show-list', 'The shows page meets WCAG 2.2 AA', 'show list', []],
  ['axe-one-show', 'A show page meets WCAG 2.2 AA', 'one show', ['unnamed-vote-buttons', 'song-links-unnamed']],
  ['axe-setlist', 'A setlist page meets WCAG 2.2 AA', 'setlist', ['unnamed-vote-buttons', 'icon-buttons-unnamed']],
  ['axe-sign-in', 'The sign-in page meets WCAG 2.2 AA', 'sign-in', ['sign-in-title-empty']],
] as const)
  test(
    ...proves({
      id: `journey.accessibility.${id}`,
      title,
      runbook: RUNBOOK.accessibility,
      on: { desktop: 'nightly', phone: 'nightly' },
      tags: ['@a11y'],
      reddens: [...EVERY_PAGE, ...reddens],
    }),
    async ({ page, artist, show }) => {
      await page.goto(pathOf(name, { artist, show }));
      await needs(SHOWN_BY[name], () => expect(page.getByRole('main').getByRole('heading').first()).toBeVisible());
      expect(await brokenRules(page)).toHaveNoFindings();
    },
  );

test(
  ...proves({
    id: 'journey.accessibility.axe-open-parts',
    title: 'Search results, menus and toasts meet WCAG 2.2 AA',
    runbook: RUNBOOK.accessibility,
    on: { desktop: 'nightly' },
    tags: ['@a11y'],
    reddens: ['low-contrast', 'results-faint', 'menu-faint', 'toast-faint'],
  }),
  async ({ page, site, artist, show }) => {
    test.slow();

    await test.step('search on the home page', async () => {
      const home = new HomePage(page);
      await home.open();
      await home.search.fill(artist.name);
      await needs('journey.search.hero', () => expect(home.suggestion(artist.name).first()).toBeVisible());
      expect(await brokenRules(page, { within: '[role=listbox]' })).toHaveNoFindings();
    });

    await test.step('menu of themes', async () => {
      await page.goto(`/shows/${show.slug}`);
      await site.themeToggle.click();
      await needs('journey.responsive.theme', () => expect(site.theme('Dark')).toBeVisible());
      expect(await brokenRules(page, { within: 'header' })).toHaveNoFindings();
    });

    await test.step('toast', async () => {
      const artistPage = new ArtistPage(page);
      await artistPage.open(artist.slug);
      await needs('journey.artist.follow', () => artistPage.follow.click());
      await needs('journey.artist.follow', () => expect(site.toast('Please sign in to follow artists')).toBeVisible());
      expect(await brokenRules(page, { within: '[data-sonner-toaster]' })).toHaveNoFindings();
    });
  },
);
