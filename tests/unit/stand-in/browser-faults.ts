// How a visitor sees the faults that show only in a browser: what to do there, and what of the page must change.
import type { FaultId } from '../../../stand-in/faults.ts';
import { SEARCH_STEP_SCENES } from './search-step-scenes.ts';
import { STEP_SCENES } from './step-scenes.ts';
import {
  addsUpTo,
  heroSearch,
  kept,
  KEY,
  memberVote,
  net,
  open,
  reacts,
  SHOW,
  showId,
  signIn,
  styleOf,
  upvote,
  type Scene,
} from './visiting-the-stand-in.ts';

export const SCENES: Partial<Record<FaultId, Scene>> = {
  'nav-gap': {
    width: 820,
    see: async (visit) => {
      await open(visit, '/');
      return visit.page.getByRole('button', { name: 'Toggle menu' }).isVisible();
    },
  },
  'menu-inert': {
    width: 390,
    see: async (visit) => {
      await open(visit, '/');
      await visit.page.getByRole('button', { name: 'Toggle menu' }).click();
      return visit.page.getByRole('navigation', { name: 'Mobile navigation' }).isVisible();
    },
  },
  'mobile-search-inert': {
    width: 390,
    see: async (visit) => {
      await open(visit, '/');
      await visit.page.getByRole('button', { name: 'Search...' }).click();
      await visit.page.getByPlaceholder('Search artists, shows, venues...').fill('silver');
      const results = visit.page.locator('#mobile-results');
      await results.locator('*').first().waitFor();
      return results.innerText();
    },
  },
  'horizontal-scroll': {
    width: 390,
    see: async (visit) => {
      await open(visit, '/');
      return visit.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    },
  },
  'low-contrast': {
    see: async (visit) => {
      await open(visit, '/trending');
      return visit.page.locator('.lead').evaluate((element) => getComputedStyle(element).color);
    },
  },
  'tabs-inert': {
    see: async (visit) => {
      await open(visit, '/trending');
      await visit.page.getByRole('tab', { name: 'Venues' }).click();
      return visit.page.getByRole('tab', { name: 'Venues' }).getAttribute('aria-selected');
    },
  },
  'theme-toggle-inert': {
    see: async (visit) => {
      await open(visit, '/');
      await visit.page.getByRole('button', { name: 'Toggle theme' }).click();
      await visit.page.getByRole('menuitem', { name: 'Dark' }).click();
      return visit.page.locator('html').getAttribute('class');
    },
  },
  'attendance-silent': {
    see: async (visit) => {
      await open(visit, SHOW);
      await visit.page.getByRole('main').getByRole('button', { name: "I'm going" }).first().click();
      return visit.page.getByText('Please sign in to mark attendance').count();
    },
  },
  'toasts-doubled': {
    see: async (visit) => {
      await open(visit, '/artists/silver-harbor');
      await visit.page.getByRole('button', { name: 'Follow' }).click();
      return visit.page.getByText('Please sign in to follow artists').count();
    },
  },
  'search-undebounced': {
    see: async (visit) => {
      const asked: string[] = [];
      visit.page.on('request', (request) => void (request.url().includes('/api/search') && asked.push(request.url())));
      await visit.page.clock.install();
      await open(visit, '/');
      await visit.page.clock.pauseAt(await visit.page.evaluate(() => Date.now() + 1_000));
      await heroSearch(visit.page).fill('silver');
      await visit.page.clock.runFor(100);
      return asked.length;
    },
  },
  'search-html-injected': {
    see: async (visit) => {
      await open(visit, '/');
      await heroSearch(visit.page).fill('<b>zzqx</b>');
      await visit.page.getByText('No results found').waitFor();
      return visit.page.getByText('<b>zzqx</b>').count();
    },
  },
  'search-failure-silent': {
    see: async (visit) => {
      await visit.page.route('**/api/search/**', (route) => route.abort());
      await open(visit, '/');
      const failed = visit.page.waitForEvent('requestfailed');
      await heroSearch(visit.page).fill('silver');
      await failed;
      const alert = visit.page.getByRole('alert').waitFor({ timeout: 1_000 });
      return alert.then(
        () => 'told',
        () => 'silent',
      );
    },
  },
  'hero-keyboard-inert': {
    see: async (visit) => {
      await open(visit, '/');
      await heroSearch(visit.page).fill('a');
      await heroSearch(visit.page).fill('ar');
      await visit.page.getByRole('option').first().waitFor();
      await heroSearch(visit.page).press('ArrowDown');
      return visit.page.getByRole('option').nth(1).getAttribute('aria-selected');
    },
  },
  'vote-failure-silent': {
    see: async (visit) => {
      await signIn(visit, SHOW);
      await visit.page.route('**/api/votes', (route) => route.fulfill({ status: 500 }));
      await upvote(visit.page).click();
      await visit.page.waitForFunction(() => !document.querySelector('[data-song][data-busy]'));
      return visit.page.getByText('Voting failed').count();
    },
  },
  'drawer-escape-inert': {
    width: 390,
    see: async (visit) => {
      await open(visit, '/');
      await visit.page.getByRole('button', { name: 'Toggle menu' }).click();
      await visit.page.keyboard.press('Escape');
      return visit.page.getByRole('navigation', { name: 'Mobile navigation' }).isVisible();
    },
  },
  'clear-inert': {
    see: async (visit) => {
      await open(visit, '/about');
      await visit.page.getByRole('banner').getByRole('searchbox').fill('silver');
      await visit.page.getByRole('button', { name: 'Clear search' }).click();
      return visit.page.getByRole('banner').getByRole('searchbox').inputValue();
    },
  },
  'search-dialog-escape-inert': {
    width: 390,
    see: async (visit) => {
      await open(visit, '/');
      await visit.page.getByRole('button', { name: 'Search...' }).click();
      await visit.page.keyboard.press('Escape');
      return visit.page.getByRole('dialog', { name: 'Search' }).isVisible();
    },
  },
  'text-cut': { see: (visit) => styleOf(visit, '/about', 'h1', 'overflow-x') },
  'header-overlaps': { see: (visit) => styleOf(visit, '/about', '.bar-end', 'margin-left') },
  'targets-small': { see: (visit) => styleOf(visit, '/about', '.site-footer a[href="/artists"]', 'font-size') },
  'motion-forced': { see: (visit) => styleOf(visit, '/about', '.logo', 'animation-name') },
  'dark-unreadable': {
    see: async (visit) => {
      await visit.page.emulateMedia({ colorScheme: 'dark' });
      return styleOf(visit, '/about', 'h1', 'color');
    },
  },
  'setlists-refetch-loop': {
    see: async (visit) => {
      await open(visit, `/setlists/${await showId(visit.site)}`);
      const asked = visit.page.waitForRequest(/\/api\/setlists\//, { timeout: 1_000 });
      return asked.then(
        () => 'asks again',
        () => 'rests',
      );
    },
  },
  'unlabelled-input': {
    see: async (visit) => {
      await open(visit, '/');
      return visit.page.getByRole('textbox', { name: 'Search artists, shows, or venues...' }).count();
    },
  },
  'vote-ui-no-update': { see: async (visit) => memberVote(visit, `/setlists/${await showId(visit.site)}`) },
  'show-vote-silent': { see: (visit) => memberVote(visit, SHOW) },
  'guest-limit-missing': {
    see: async (visit) => {
      await open(visit, SHOW);
      await upvote(visit.page, 0).click();
      await upvote(visit.page, 1).click();
      return net(visit.page, 1);
    },
  },
  'guest-vote-forgotten': {
    see: async (visit) => {
      await open(visit, SHOW);
      await upvote(visit.page).click();
      await visit.page.reload();
      await reacts(visit);
      return visit.page.evaluate((key) => localStorage.getItem(key) === null, KEY);
    },
  },
  'guest-buttons-locked': {
    see: async (visit) => {
      await open(visit, SHOW);
      await upvote(visit.page).click();
      await visit.page.reload();
      await reacts(visit);
      return upvote(visit.page, 1).isDisabled();
    },
  },
  'guest-mobile-refused': {
    width: 390,
    see: async (visit) => {
      await open(visit, SHOW);
      await upvote(visit.page).click();
      return visit.page.locator('[data-sonner-toaster] li').innerText();
    },
  },
  'guest-setlist-silent': {
    see: async (visit) => {
      await open(visit, `/setlists/${await showId(visit.site)}`);
      await upvote(visit.page).click();
      return visit.page.getByText('Please sign in to vote').count();
    },
  },
  'page-crash': {
    see: async (visit) => {
      await open(visit, '/');
      return visit.page.getByRole('heading', { level: 1 }).innerText();
    },
  },
  'console-error': {
    see: async (visit) => {
      await open(visit, '/');
      return visit.errors.length;
    },
  },
  'nested-forms': {
    see: async (visit) => {
      await open(visit, '/auth/sign-in');
      return visit.errors;
    },
  },
  'attendance-405': {
    see: async (visit) => {
      const answers: number[] = [];
      visit.page.on('response', (response) => answers.push(response.status()));
      await open(visit, SHOW);
      await visit.page.evaluate(() => fetch('/api/cron/keep-alive'));
      return answers.includes(405);
    },
  },
  'layout-shift-home': {
    see: async (visit) => {
      await open(visit, '/');
      return addsUpTo(visit.page, 'layout-shift', 0.25, 2_500);
    },
  },
  'hero-slow-image': {
    see: async (visit) => {
      const startedMs = performance.now();
      await open(visit, '/');
      return performance.now() - startedMs > 2_900;
    },
  },
  'blocking-script': {
    see: async (visit) => {
      const startedMs = performance.now();
      await visit.page.goto(`${visit.site.url}/about`, { waitUntil: 'domcontentloaded' });
      return performance.now() - startedMs > 950;
    },
  },
  'never-hydrates': {
    see: async (visit) => {
      await visit.page.goto(`${visit.site.url}/about`);
      await reacts(visit, 1_000).catch(() => undefined);
      await visit.page.getByRole('button', { name: 'Toggle theme' }).click();
      return visit.page.getByRole('menuitem', { name: 'Dark' }).isVisible();
    },
  },
  'typed-text-lost': {
    // A page that React takes over loses it in any case: tests/unit/stand-in/dialects.test.ts.
    dialects: ['plain'],
    see: async (visit) => {
      await open(visit, '/auth/sign-in');
      const email = visit.page.getByLabel('Email address');
      await email.fill('early@mysetlist.example');
      const lost = visit.page.waitForFunction(() => document.querySelector<HTMLInputElement>('#email')?.value === '');
      return Promise.race([lost.then(() => 'lost'), kept(visit, 1_500)]);
    },
  },
  'typed-text-wiped': {
    see: async (visit) => {
      await open(visit, '/auth/sign-in');
      await visit.page.getByLabel('Email address').fill('somebody@mysetlist.example');
      const wiped = visit.page.waitForFunction(() => document.querySelector<HTMLInputElement>('#email')?.value === '');
      return Promise.race([wiped.then(() => 'wiped'), kept(visit, 1_500)]);
    },
  },
  'follow-covered': {
    see: async (visit) => {
      await open(visit, '/artists/silver-harbor');
      return visit.page.getByRole('button', { name: 'Follow' }).evaluate((button) => {
        const { left, top, width, height } = button.getBoundingClientRect();
        return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
      });
    },
  },
  'layout-shift-late': {
    see: async (visit) => {
      await open(visit, '/about');
      return addsUpTo(visit.page, 'layout-shift', 0.02, 4_500);
    },
  },
  'refetch-storm': {
    see: async (visit) => {
      const asked: string[] = [];
      visit.page.on(
        'request',
        (request) => void (request.url().includes('/api/trending') && asked.push(request.url())),
      );
      await open(visit, '/about');
      await kept(visit, 1_000);
      return asked.length > 10;
    },
  },
  'page-dialog': {
    see: async (visit) => {
      const dialog = visit.page.waitForEvent('dialog', { timeout: 2_000 });
      await visit.page.goto(`${visit.site.url}/about`);
      return dialog.then(
        async (opened) => {
          await opened.dismiss();
          return opened.type();
        },
        () => 'none',
      );
    },
  },
  'self-reload': {
    see: async (visit) => {
      await open(visit, '/about');
      const again = visit.page.waitForEvent('framenavigated', { timeout: 2_000 });
      return again.then(
        () => 'reloads',
        () => 'stays',
      );
    },
  },
  'heavy-script': {
    see: async (visit) => {
      await open(visit, '/about');
      return addsUpTo(visit.page, 'longtask', 1_000, 3_000);
    },
  },
  ...STEP_SCENES,
  ...SEARCH_STEP_SCENES,
};
export const BROWSER_FAULTS = Object.keys(SCENES) as FaultId[];
