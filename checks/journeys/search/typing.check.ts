// Typing into a search box: how many requests it sends, what the keys do, and that special characters are treated as text.
import type { Locator, Page } from '@playwright/test';
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { expectArtistPage } from '../../pages/artist-page.ts';
import { HomePage } from '../../pages/home-page.ts';
import { needs } from '../../visitor/preparation.ts';

/** Faster than the debounce of 300 ms (mysetlist-app.md 3.4), as a person types; then longer. On the page's own clock. */
const BETWEEN_KEYS_MS = 40;
const PAUSE_MS = 1_000;

async function type(page: Page, box: Locator, words: string): Promise<void> {
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000));
  for (const letter of words) {
    await box.pressSequentially(letter);
    await page.clock.runFor(BETWEEN_KEYS_MS);
  }
}

test(
  ...proves({
    id: 'journey.search.debounce',
    title: 'Typing sends one search after a pause, not one for each key',
    runbook: RUNBOOK.search,
    on: { desktop: 'nightly' },
    reddens: ['search-undebounced'],
  }),
  async ({ page, artist, site }) => {
    const home = new HomePage(page);
    let sent = 0;
    page.on('request', (request) => {
      sent += new URL(request.url()).pathname.startsWith('/api/search') ? 1 : 0;
    });
    await page.clock.install();
    for (const [where, path, box] of [
      ['on the home page', '/', home.search],
      ['in the header', '/trending', site.headerSearch],
    ] as const)
      await test.step(where, async () => {
        await page.clock.resume(); // a page that loads while its clock is stopped can wait forever
        await page.goto(path);
        sent = 0;
        await type(page, box, artist.name);
        await page.clock.runFor(PAUSE_MS);
        await expect.poll(() => sent, `searches sent for one word typed ${where}`).toBe(1);
      });
  },
);

test(
  ...proves({
    id: 'journey.search.keyboard',
    title: 'Arrow keys select a result, Enter opens it, Escape closes the list',
    runbook: RUNBOOK.search,
    on: { desktop: 'nightly' },
    reddens: ['hero-keyboard-inert', 'hero-arrows-inert', 'hero-enter-inert', 'hero-escape-inert'],
  }),
  async ({ page, artist, letters }) => {
    const home = new HomePage(page);
    await home.open();
    await home.search.fill(letters);
    await needs('journey.search.hero', () => expect(home.suggestions.nth(1), 'a second result').toBeVisible());
    for (const [key, place] of [
      ['ArrowDown', 1],
      ['ArrowUp', 0],
    ] as const) {
      await home.search.press(key);
      await expect.poll(() => home.chosenPlaces(), `aria-selected results after ${key}`).toEqual([place]);
    }
    await home.search.press('Escape');
    await expect(home.suggestions, 'results after Escape').toHaveCount(0);

    await home.search.fill(artist.name);
    await needs('journey.search.hero', () => expect(home.suggestion(artist.name).first()).toBeVisible());
    await home.search.press('Enter');
    await expectArtistPage(page, artist.name);
  },
);

/** Input that breaks a filter, a query, a URL or a page where it is not treated as text. */
const ODD_WORDS = [
  ['a wildcard', '%%'],
  ['another wildcard', '__'],
  ['a quote', "zz' OR '1'='1"],
  ['a comma and brackets', 'zz,(qq)'],
  ['an ampersand', 'zz&limit=0#qq'],
  ['accents', 'žž ñandú Ærø'],
  ['other scripts', 'зз 東京 🎵🎵'],
  ['a script tag', '<script>document.title = "taken"</script>'],
  ['a picture tag', '<img src=x onerror="document.title = \'taken\'">'],
  ['300 characters', 'zq '.repeat(100).trim()],
] as const;
const MOST_TOLD = 3;

test(
  ...proves({
    id: 'journey.search.odd-words',
    title: 'Special characters, long input and markup are treated as text',
    runbook: RUNBOOK.search,
    on: { desktop: 'nightly' },
    reddens: ['search-wrong-artist', 'no-result-silent', 'search-wildcards', 'search-html-injected', 'sql-error-leak'],
  }),
  async ({ page }) => {
    test.slow();
    const home = new HomePage(page);
    await home.open();
    for (const [name, words] of ODD_WORDS)
      await test.step(name, async () => {
        await home.search.fill(words);
        // Soft, so that one run names several inputs that fail; after MOST_TOLD the others would only wait.
        await expect.soft(home.noResult(words), name).toBeVisible();
        expect(test.info().errors.length, 'inputs that failed').toBeLessThan(MOST_TOLD);
      });
    await expect(page).not.toHaveTitle('taken');
  },
);

test(
  ...proves({
    id: 'journey.search.clear',
    title: 'The clear button empties the header search, and Escape closes its results',
    runbook: RUNBOOK.search,
    on: { desktop: 'nightly' },
    reddens: ['clear-inert', 'clear-keeps-text', 'clear-keeps-results', 'clear-focus-lost', 'header-escape-inert'],
  }),
  async ({ page, artist, site }) => {
    await page.goto('/trending');
    await site.headerSearch.fill(artist.name);
    await needs('journey.search.header', () => expect(site.headerResult(artist.name).first()).toBeVisible());
    await site.headerSearch.press('Escape');
    await expect(site.headerResult(artist.name)).toHaveCount(0);
    // Where Escape keeps the text, the same text again would be no change.
    await site.headerSearch.fill('');
    await site.headerSearch.fill(artist.name);
    await needs('journey.search.header', () => expect(site.headerResult(artist.name).first()).toBeVisible());
    await site.clearSearch.click();
    await expect(site.headerSearch).toHaveValue('');
    await expect(site.headerResult(artist.name)).toHaveCount(0);
    await expect(site.headerSearch).toBeFocused();
  },
);
