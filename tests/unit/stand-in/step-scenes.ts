// How a visitor sees the faults of faults-of-steps.ts that show only in a browser.
import type { Page } from '@playwright/test';
import type { FaultId } from '../../../stand-in/faults.ts';
import { address, after, ARTIST, button, focus, follow, PHONE, press, says } from './scene-steps.ts';
import { net, open, SHOW, showId, signIn, styleOf, upvote, type Scene, type Visit } from './visiting-the-stand-in.ts';

const TABLET = 820;

const onSetlist =
  (see: (visit: Visit) => Promise<unknown>): Scene['see'] =>
  async (visit) => {
    await open(visit, `/setlists/${await showId(visit.site)}`);
    return see(visit);
  };

const openDrawer = (page: Page): Promise<void> => button(page, 'Toggle menu').click();
const isShown = (name: string) => (page: Page) => button(page, name).isVisible();
const vote = (row: number) => (page: Page) => upvote(page, row).click();
/** The net count of the first song after a member's vote that the server refuses. */
async function failedVote(visit: Visit): Promise<string> {
  await signIn(visit, SHOW);
  await visit.page.route('**/api/votes', (route) => route.fulfill({ status: 500 }));
  await upvote(visit.page).click();
  await visit.page.waitForFunction(() => !document.querySelector('[data-song][data-busy]'));
  return net(visit.page);
}

export const STEP_SCENES: Partial<Record<FaultId, Scene>> = {
  'guest-count-stale': { see: after(SHOW, (page) => net(page), vote(0)) },
  'guest-vote-silent': { see: after(SHOW, says('Vote recorded!'), vote(0)) },
  'guest-limit-silent': { see: after(SHOW, says("You've used your free vote!"), vote(1), vote(0)) },
  'guest-limit-leaky': { see: after(SHOW, (page) => net(page, 1), vote(1), vote(0)) },
  'guest-setlist-counted': { see: onSetlist(async ({ page }) => (await upvote(page).click(), net(page))) },
  'vote-failure-counted': { see: failedVote },
  'vote-focus-lost': { see: after(SHOW, focus, vote(0)) },
  'vote-link-inert': {
    see: after(
      SHOW,
      address,
      follow((page) => page.getByRole('link', { name: 'Vote on Songs' })),
    ),
  },
  'live-badge-stuck': {
    see: onSetlist(({ page }) => {
      const live = page.getByRole('main').getByText('Live updates active').waitFor({ timeout: 2_000 });
      return live.then(
        () => 'live',
        () => 'connecting',
      );
    }),
  },

  'email-untyped': { see: after('/auth/sign-in', (page) => page.locator('#email').getAttribute('type')) },
  'menu-gap': { width: TABLET, see: after('/', isShown('Toggle menu')) },
  'search-gap': { width: TABLET, see: after('/', isShown('Search...')) },
  'drawer-links-inert': {
    width: PHONE,
    see: after(
      '/',
      address,
      follow((page) => page.locator('#drawer nav a[href="/trending"]')),
      openDrawer,
    ),
  },
  'drawer-focus-lost': { width: PHONE, see: after('/', focus, press('Escape'), openDrawer) },
  'text-fixed': {
    see: after('/about', (page) =>
      page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
        return getComputedStyle(document.querySelector('main') ?? document.body).fontSize;
      }),
    ),
  },
  'dark-ignored': {
    see: async (visit) => {
      await visit.page.emulateMedia({ colorScheme: 'dark' });
      return styleOf(visit, '/about', 'body', 'background-color');
    },
  },
  'theme-deferred': {
    see: after(
      '/',
      (page) => page.locator('html').getAttribute('class'),
      async (page) => {
        await button(page, 'Toggle theme').click();
        await page.getByRole('menuitem', { name: 'Dark' }).click();
      },
    ),
  },

  'artist-show-links-inert': {
    see: after(
      ARTIST,
      address,
      follow((page) => page.locator('#panel-upcoming a').first()),
    ),
  },
  'follow-guest-accepted': { see: after(ARTIST, says('Following'), (page) => page.locator('[data-follow]').click()) },
  'tab-panels-stay': {
    see: after(
      ARTIST,
      (page) => page.getByRole('tabpanel').count(),
      (page) => page.locator('#tab-past').click(),
    ),
  },
  'tabs-focus-stays': {
    see: after(ARTIST, focus, press('ArrowRight'), (page) => page.locator('#tab-upcoming').focus()),
  },
  'menu-faint': { see: (visit) => styleOf(visit, '/about', '#theme-menu button', 'color') },
  'toast-faint': {
    see: after(
      ARTIST,
      (page) =>
        page
          .locator('.toaster li')
          .first()
          .evaluate((one) => getComputedStyle(one).color),
      (page) => page.locator('[data-follow]').click(),
    ),
  },
};
