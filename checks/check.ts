// The `test` and `expect` that every browser check imports, with the guards that apply to all of them.
import { stripVTControlCharacters } from 'node:util';
import {
  test as base,
  expect as baseExpect,
  type APIRequestContext,
  type Cookie,
  type Page,
  type TestInfo,
} from '@playwright/test';
import { Ballots } from './votes/ballots.ts';
import {
  openShow,
  anArtist,
  lockedSetlist,
  type Artist,
  type LockedSetlist,
  type OpenSetlist,
} from './visitor/catalogue.ts';
import { leaveEvidence } from './evidence/evidence.ts';
import { GUARD_HEADLINE, Guards, intercept } from './guards/guards.ts';
import { proves, RUNBOOK } from './declarations/journey-declaration.ts';
import type { Account } from '../common/account.ts';
import { hasEnded, openSession, sessionEnded } from './visitor/session.ts';
import { Site } from './pages/site.ts';
import { within } from './browser/within.ts';
import { READ_PAGE_KEY, readPage, VITALS, visits, watchVitals, type Visit } from './measures/web-vitals.ts';

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
  site: Site;
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
  /** A show to come with an open setlist. */
  show: OpenSetlist;
  /** A setlist that takes no votes. Where the site has none the check is skipped, and reported as inconclusive. */
  locked: LockedSetlist;
  /** Requests with the page's session. */
  api: APIRequestContext;
};
type WorkerFixtures = { session: Cookie[] };

/** Signing in is no part of a check's own time. */
const SESSION_TIMEOUT_MS = 15_000;
const LAST_LOOK_MS = 1_000;

const targetOf = (baseURL: string | undefined): URL => {
  if (!baseURL) throw new Error('no target: TARGET_URL is not set and no stand-in was started');
  return new URL(baseURL);
};

const configuredAccount = (): Account | undefined => {
  const email = process.env['SYNTHETIC_EMAIL'] ?? '';
  const password = process.env['SYNTHETIC_PASSWORD'] ?? '';
  return email === '' || password === '' ? undefined : { email, password };
};

type LastLook = { texts: string[]; visits: Visit[] };

/** What the open pages show at the end, and what their tabs have measured. A page that does not answer is left out. */
async function lastLook(pages: readonly Page[]): Promise<LastLook> {
  const looks = await Promise.all(pages.map((page) => within(LAST_LOOK_MS, page.evaluate(readPage, READ_PAGE_KEY))));
  const seen = looks.filter((look) => look !== undefined);
  return {
    texts: seen.map(({ text }) => text),
    visits: seen.flatMap((look) => visits.safeParse(look.visits).data ?? []),
  };
}

/** Errors of the check itself as lines of text; the guards' lines come beside them. */
const errorsOf = ({ errors }: TestInfo): string[] =>
  errors.map(({ message, value }) => stripVTControlCharacters(message ?? value ?? 'unknown error'));

export const test = base.extend<Fixtures, WorkerFixtures>({
  guards: async ({ baseURL }, use) => use(new Guards(targetOf(baseURL))),

  context: async ({ context, baseURL, guards }, use, testInfo) => {
    const target = targetOf(baseURL);
    await intercept(context, target);
    if (process.env['DIAGNOSTICS'] !== 'off') await watchVitals(context);
    guards.watch(context);
    await use(context);
    const { texts, visits: seen } = await lastLook(context.pages());
    testInfo.attachments.push({
      name: VITALS,
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(seen)),
    });
    const errors = errorsOf(testInfo);
    // Which of them is a known issue is judged in reports/verdict.
    const complaints = await guards.findings(texts);
    if (complaints.length > 0 || errors.length > 0) await leaveEvidence(context, guards.failedRequests, testInfo);
    if (complaints.length > 0) throw new Error([GUARD_HEADLINE, ...complaints.map((c) => `- ${c}`)].join('\n'));
  },

  site: async ({ page, isMobile }, use) => use(new Site(page, isMobile)),

  account: async ({}, use, testInfo) => {
    const account = configuredAccount();
    testInfo.skip(!account, `${NO_ACCOUNT}: set SYNTHETIC_EMAIL and SYNTHETIC_PASSWORD`);
    if (account) await use(account);
  },

  knownEmail: async ({}, use) => use(process.env['SYNTHETIC_EMAIL'] || 'nobody@mysetlist.example'),

  // In a context of its own, so that a flaw of the sign-in page is found by the login journeys alone.
  session: [
    async ({ browser }, use) => {
      const account = configuredAccount();
      await use(account ? await openSession(browser, targetOf(process.env['TARGET_URL']), account) : []);
    },
    { scope: 'worker', timeout: SESSION_TIMEOUT_MS },
  ],

  // Needs the account first, which skips the check where there is none.
  signIn: async ({ account: _account, page, session }, use, testInfo) => {
    let isUsed = false;
    await use(async () => {
      const named = sessionEnded.namedBy();
      testInfo.skip(named !== undefined, `no-session: the site ends sessions early, see ${named ?? ''}`);
      await page.context().addCookies(session);
      isUsed = true;
    });
    if (!isUsed || testInfo.errors.length === 0 || !(await hasEnded(page.request))) return;
    sessionEnded.name(testInfo.title);
    throw new Error('session expired: the site ended it in the middle of this check, long before its cookie says');
  },

  signInAnew: async ({ account, page, browser, baseURL }, use) => {
    await use(async () => page.context().addCookies(await openSession(browser, targetOf(baseURL), account)));
  },

  api: async ({ page }, use) => use(page.request),

  ballots: async ({ api, account, baseURL }, use) => {
    const ballots = new Ballots(api, targetOf(baseURL).origin, account.email);
    await use(ballots);
    await ballots.undo();
  },

  artist: async ({ request }, use) => use(await anArtist(request)),
  show: async ({ request }, use) => use(await openShow(request)),

  locked: async ({ request }, use, testInfo) => {
    const setlist = await lockedSetlist(request);
    testInfo.skip(setlist === undefined, 'no-data: none of the next shows has a locked setlist');
    if (setlist) await use(setlist);
  },
});
