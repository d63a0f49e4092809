// The `test` and `expect` that every browser check imports, with the fixtures that prepare what a check needs.
import { expect as baseExpect, type APIRequestContext } from '@playwright/test';
import type { Account } from '../common/account.ts';
import { withFirstPartyRequests } from './browser/first-party-requests.ts';
import { proves, RUNBOOK } from './declarations/journey-declaration.ts';
import { browserTest, targetOf } from './fixtures/browser-fixtures.ts';
import {
  configuredAccount,
  noteEndedSession,
  prepared,
  workerSession,
  type WorkerSession,
} from './fixtures/membership.ts';
import { Site } from './pages/site.ts';
import { WARNING } from './reporter/test-facts.ts';
import { anArtist, lettersOfSeveral, openShow, type Artist, type OpenSetlist } from './visitor/catalogue.ts';
import { lockedSetlist, type LockedSetlist } from './visitor/locked-setlist.ts';
import { PreparationError } from './visitor/preparation.ts';
import { openSession } from './visitor/session.ts';
import { Ballots } from './votes/ballots.ts';

export const expect = baseExpect.extend({
  /** The list must be empty. The failure shows one finding per line, which is easier to read than a diff of lists. */
  toHaveNoFindings: (findings: readonly string[]) => ({
    pass: findings.length === 0,
    message: () => (findings.length === 0 ? 'there are none' : findings.map((finding) => `- ${finding}`).join('\n')),
  }),
});

export { proves, RUNBOOK };

const NO_ACCOUNT = 'no-account';

type Fixtures = {
  site: Site;
  /** Makes the check a warning with the text if `holds` is false. */
  warnUnless: (holds: boolean, text: string) => void;
  /** The synthetic account. Without one, the check is skipped and reported as inconclusive. */
  account: Account;
  /** The e-mail address for a wrong password: the account's, or an unknown one. */
  knownEmail: string;
  /** Signs the page's context in. One sign-in serves all checks of a worker. */
  signIn: () => Promise<void>;
  /** As signIn, with a separate session that the check can end. */
  signInAnew: () => Promise<void>;
  /** Casts votes, and removes them after the check. Needs `signIn()` first. */
  ballots: Ballots;
  /** An artist with an upcoming show. */
  artist: Artist;
  /** Two letters that find several artists. */
  letters: string;
  /** An upcoming show with an open setlist. */
  show: OpenSetlist;
  /** A setlist that accepts no votes. If the site has none, the check is skipped and reported as inconclusive. */
  locked: LockedSetlist;
  /** Requests with the page's session. */
  api: APIRequestContext;
};
type WorkerFixtures = { session: WorkerSession };

/** Signing in has its own time limit: it does not count as time of the check. */
const SESSION_TIMEOUT_MS = 15_000;

/** A number that is the same for all checks of one run. */
const turnOf = (run: string): number => [...run].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);

export const test = browserTest.extend<Fixtures, WorkerFixtures>({
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

  // In a separate context, so that only the login journeys report a flaw of the sign-in page.
  session: [
    async ({ browser, reactivity: _ }, use) => {
      await use(await workerSession(browser, targetOf(process.env['TARGET_URL'])));
    },
    { scope: 'worker', timeout: SESSION_TIMEOUT_MS },
  ],

  // Needs the account first, which skips the check if there is none.
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
    // Only one check tests that a vote can be removed. A vote that cannot be removed is that check's finding; the others are inconclusive.
    await ballots.undo().catch((error: unknown) => {
      throw new PreparationError('journey.voting.signed-in', error instanceof Error ? error.message : String(error));
    });
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
