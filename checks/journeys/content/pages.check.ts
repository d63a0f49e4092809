// The other public pages: each has its heading and its title. A page that does not exist must say so, with the status that search engines and
// monitors read; R1 answers 200 for any artist name.
import { UNKNOWN_ID } from '../../../contracts/contract.ts';
import { expect, proves, RUNBOOK, test } from '../../check.ts';

const PAGES = [
  ['/shows', 'Upcoming Shows'],
  ['/venues', 'Discover Venues'],
  ['/discover', 'Discover Music'],
  ['/about', 'About MySetlist'],
  ['/privacy', 'Privacy Policy'],
  ['/terms', 'Terms of Service'],
] as const;

test(
  ...proves({
    id: 'journey.content.pages',
    title: 'Every other public page has its heading and its own title',
    runbook: RUNBOOK.content,
    on: { desktop: 'nightly', phone: 'nightly' },
    reddens: ['h1-missing', 'empty-title', 'venues-title-empty', 'titles-doubled', 'titles-same', 'about-blank'],
  }),
  async ({ page }) => {
    test.slow();
    const titles = new Set<string>();
    for (const [path, heading] of PAGES)
      await test.step(path, async () => {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
        const title = await page.title();
        expect(title, `the title of ${path}`).not.toBe('');
        expect(title.split('MySetlist').length - 1, `occurrences of MySetlist in "${title}"`).toBeLessThanOrEqual(1);
        titles.add(title);
      });
    expect(titles.size, 'different titles').toBe(PAGES.length);
  },
);

const NOWHERE = [
  ['/artists/no-such-artist-zzqx', 'Artist Not Found'],
  ['/shows/no-such-show-zzqx', 'Show Not Found'],
  [`/setlists/${UNKNOWN_ID}`, 'Show Not Found'],
  ['/no-such-page-zzqx', 'Page not found'],
] as const;

test(
  ...proves({
    id: 'journey.content.not-found',
    title: 'A page that does not exist answers 404 and says so',
    runbook: RUNBOOK.content,
    on: { desktop: 'nightly' },
    reddens: ['soft-404-as-200', 'not-found-silent', 'not-found-dead-end'],
  }),
  async ({ page, guards }) => {
    test.slow();
    guards.provoke(/request failed: GET \S*(zzqx|00000000)\S* HTTP 404/);
    guards.provoke(/error text on the page: (Artist Not Found|Show Not Found|Page not found)/);
    for (const [path, says] of NOWHERE)
      await test.step(path, async () => {
        const answer = await page.goto(path);
        await expect(page.getByText(says).first()).toBeVisible();
        expect(answer?.status(), `status of ${path}`).toBe(404);
        await expect(page.getByRole('main').getByRole('link').first(), 'a link to another page').toBeVisible();
      });
  },
);
