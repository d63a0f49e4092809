// The `test` and `expect` that every browser check imports, with the guards that apply to all of them.
import {
  test as base,
  expect as baseExpect,
  type APIRequestContext,
  type Browser,
  type CDPSession,
  type Page,
} from '@playwright/test';
import type { Account } from '../common/account.ts';
import { addFirstPartyHeaders } from './browser/first-party-browser.ts';
import { withFirstPartyRequests } from './browser/first-party-requests.ts';
import { firstPartyHeaders } from '../common/first-party-headers.ts';
import { proves, RUNBOOK } from './declarations/journey-declaration.ts';
import {
  configuredAccount,
  noteEndedSession,
  prepared,
  workerSession,
  type WorkerSession,
} from './fixtures/membership.ts';
import { watchedContext } from './fixtures/watched-context.ts';
import { Guards } from './guards/guards.ts';
import { intercept } from './guards/intercept.ts';
import { registerReactivity } from './pages/reactivity.ts';
import { Site } from './pages/site.ts';
import { anArtist, lettersOfSeveral, openShow, type Artist, type OpenSetlist } from './visitor/catalogue.ts';
import { lockedSetlist, type LockedSetlist } from './visitor/locked-setlist.ts';
import { endIfHopeless, leaveOutIfUnusable } from './reporter/confirmation.ts';
import { WARNING } from './reporter/test-facts.ts';
import { openSession } from './visitor/session.ts';
import { Ballots } from './votes/ballots.ts';

export const expect = baseExpect.extend({
  /** A list of findings, a line each, that must be empty. It fails with the lines, which read better than a difference of lists. */
  toHaveNoFindings: (findings: readonly string[]) => ({
    pass: findings.length === 0,
    message: () => (findings.length === 0 ? 'there are none' : findings.map((finding) => `- ${finding}`).join('\n')),
  }),
});

export { proves, RUNBOOK };

const NO_ACCOUNT = 'no-account';

type Fixtures = {
  confirmation: void;
  site: Site;
  /** A page that is not waited for: its visitor acts before it reacts. */
  impatientPage: Page;
  /** Makes the check a warning, with the text, where `holds` is false. */
  warnUnless: (holds: boolean, text: string) => void;
  guards: Guards;
  /** The synthetic account. Without one the check is skipped, and reported as inconclusive. */
  account: Account;
  /** An address for a wrong password: the account's, or one that nobody has. */
  knownEmail: string;
  /** Signs the page's context in; one sign-in serves all checks of a worker. */
  signIn: () => Promise<void>;
  /** As signIn, with a session of the check's own, which it may end. */
  signInAnew: () => Promise<void>;
  /** Votes through it are put back after the check. Needs `signIn()` first. */
  ballots: Ballots;
  /** An artist with a show to come. */
  artist: Artist;
  /** Two letters that find several artists. */
  letters: string;
  /** A show to come with an open setlist. */
  show: OpenSetlist;
  /** A setlist that takes no votes. Where the site has none the check is skipped, and reported as inconclusive. */
  locked: LockedSetlist;
  /** Requests with the page's session. */
  api: APIRequestContext;
};
type WorkerFixtures = { session: WorkerSession; reactivity: void; firstParty: Readonly<Record<string, string>> };

/** Signing in is no part of a check's own time. */
const SESSION_TIMEOUT_MS = 15_000;

/** A number of the run, the same for the same run. */
const turnOf = (run: string): number => [...run].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);

const targetOf = (baseURL: string | undefined): URL => {
  if (!baseURL) throw new Error('no target: TARGET_URL is not set and no stand-in was started');
  return new URL(baseURL);
};

/** Only Chromium can be told which request gets which headers. */
const sessionOf = (browser: Browser): Promise<CDPSession> => {
  if (browser.browserType().name() !== 'chromium')
    throw new Error('VERCEL_AUTOMATION_BYPASS_SECRET and EXTRA_HEADERS need Chromium: use --project=desktop or phone');
  return browser.newBrowserCDPSession();
};

export const test = base.extend<Fixtures, WorkerFixtures>({
  firstParty: [async ({}, use) => use(firstPartyHeaders(process.env)), { scope: 'worker' }],

  // Every page, popup and frame of every context, from the first request on.
  browser: [
    async ({ browser, firstParty }, use) => {
      if (Object.keys(firstParty).length > 0)
        await addFirstPartyHeaders(await sessionOf(browser), targetOf(process.env['TARGET_URL']), firstParty);
      await use(browser);
    },
    { scope: 'worker' },
  ],

  request: async ({ request, baseURL, firstParty }, use) =>
    use(withFirstPartyRequests(request, targetOf(baseURL), firstParty)),

  reactivity: [
    async ({}, use) => {
      await registerReactivity();
      await use();
    },
    { scope: 'worker', auto: true },
  ],

  confirmation: [
    async ({}, use, testInfo) => {
      endIfHopeless(testInfo);
      leaveOutIfUnusable(testInfo);
      await use();
    },
    { auto: true },
  ],

  guards: async ({ baseURL }, use) => use(new Guards(targetOf(baseURL))),

  context: async ({ context, baseURL, guards }, use, testInfo) =>
    watchedContext(context, { target: targetOf(baseURL), guards }, use, testInfo),

  impatientPage: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ baseURL: targetOf(baseURL).origin });
    await intercept(context, targetOf(baseURL));
    await use(await context.newPage());
    await context.close();
  },

  warnUnless: async ({}, use, testInfo) =>
    use((holds, description) => {
      if (!holds) testInfo.annotations.push({ type: WARNING, description });
    }),

  site: async ({ page, isMobile }, use) => use(new Site(page, isMobile)),

  account: async ({}, use, testInfo) => {
    const account = configuredAccount();
    testInfo.skip(!account, `${NO_ACCOUNT}: set SYNTHETIC_EMAIL and SYNTHETIC_PASSWORD`);
    if (account) await use(account);
  },

  knownEmail: async ({}, use) => use(process.env['SYNTHETIC_EMAIL'] || 'nobody@mysetlist.example'),

  // In a context of its own, so that a flaw of the sign-in page is found by the login journeys alone.
  session: [
    async ({ browser, reactivity: _ }, use) => {
      await use(await workerSession(browser, targetOf(process.env['TARGET_URL'])));
    },
    { scope: 'worker', timeout: SESSION_TIMEOUT_MS },
  ],

  // Needs the account first, which skips the check where there is none.
  signIn: async ({ account: _account, page, api, session, guards }, use, testInfo) => {
    let isUsed = false;
    await use(async () => {
      if ('problem' in session) return testInfo.skip(true, session.problem);
      await page.context().addCookies(session.cookies);
      isUsed = true;
    });
    if (isUsed) await noteEndedSession(api, guards, testInfo);
  },

  signInAnew: async ({ account, page, browser, baseURL }, use, testInfo) => {
    await use(async () => {
      const cookies = await prepared(testInfo, () => openSession(browser, targetOf(baseURL), account));
      await page.context().addCookies(cookies);
    });
  },

  api: async ({ page, baseURL, firstParty }, use) =>
    use(withFirstPartyRequests(page.request, targetOf(baseURL), firstParty)),

  ballots: async ({ api, account, baseURL }, use, testInfo) => {
    const turn = turnOf(process.env['RESULTS_DIR'] ?? '') + testInfo.retry;
    const ballots = new Ballots(api, targetOf(baseURL).origin, account.email, turn);
    await use(ballots);
    await ballots.undo();
  },

  artist: async ({ request }, use, testInfo) => use(await prepared(testInfo, () => anArtist(request))),
  letters: async ({ request }, use, testInfo) => use(await prepared(testInfo, () => lettersOfSeveral(request))),
  show: async ({ request }, use, testInfo) => use(await prepared(testInfo, () => openShow(request))),

  locked: async ({ request }, use, testInfo) => {
    const setlist = await prepared(testInfo, () => lockedSetlist(request));
    testInfo.skip(setlist === undefined, 'no-data: none of the next shows has a locked setlist');
    if (setlist) await use(setlist);
  },
});
