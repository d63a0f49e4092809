// The `test` and `expect` that every browser check imports, with the guards that apply to all of them.
import { test as base, expect, type APIRequestContext, type Cookie, type TestDetails } from '@playwright/test';
import { Ballots } from './ballots.ts';
import { openShow, anArtist, type Artist, type OpenSetlist } from './catalogue.ts';
import { GUARD_HEADLINE, Guards, intercept } from './guards.ts';
import { API_CHECKS, declaration, JOURNEY_CHECKS } from './index.ts';
import { sortFindings } from './known-issues.ts';
import { openSession, type Account } from './session.ts';
import { Site } from './pages/site.ts';

export { expect };

/** Ties a test to its declaration: `test('...', proves('journey.login.wrong-password'), async ...)`. Throws on an unknown id. */
export function proves(id: string): TestDetails {
  const { stage, profiles } = declaration(id);
  const journey = JOURNEY_CHECKS.find((j) => j.id === id);
  const [only, ...more] = journey?.variants ?? ['desktop'];
  const tags = journey?.tags ?? [
    stage === 'security' ? '@security' : '@contract',
    ...(profiles.includes('gate') ? ['@gate'] : []),
  ];
  return {
    tag: [`@${id}`, ...tags, ...(more.length === 0 ? [`@${only ?? 'desktop'}-only`] : [])] as `@${string}`[],
    annotation: { type: 'check', description: id },
  };
}

export const NO_ACCOUNT = 'no-account';

type Fixtures = {
  site: Site;
  /** The synthetic account. Without one the check is skipped, and reported as inconclusive. */
  account: Account;
  /** An address for a wrong password: the account's, or one that nobody has. */
  knownEmail: string;
  /** Signs the page's context in; one sign-in serves all checks of a worker. */
  signIn: () => Promise<void>;
  /** Votes through it are put back after the check. Needs `signIn()` first. */
  ballots: Ballots;
  /** An artist with a show to come. */
  artist: Artist;
  /** A show to come with an open setlist. */
  show: OpenSetlist;
  /** Requests with the page's session. */
  api: APIRequestContext;
};
type WorkerFixtures = { session: { cookies: Cookie[] | undefined } };

const targetOf = (baseURL: string | undefined): URL => {
  if (!baseURL) throw new Error('no target: TARGET_URL is not set and no stand-in was started');
  return new URL(baseURL);
};

export const test = base.extend<Fixtures, WorkerFixtures>({
  context: async ({ context, baseURL }, use, testInfo) => {
    const target = targetOf(baseURL);
    await intercept(context, target);
    const guards = new Guards(context, target);
    await use(context);
    const findings = await guards.findings(context.pages());
    const check = testInfo.annotations.find((a) => a.type === 'check')?.description ?? testInfo.title;
    const { open, known, stale } = sortFindings(check, target.hostname, findings, new Date());
    for (const finding of known) testInfo.annotations.push({ type: 'known-issue', description: finding });
    const complaints = [
      ...open,
      ...stale.map((s) => `known issue of ${s.owner} has expired (${s.expires}) or is gone: ${s.reason}`),
    ];
    if (complaints.length > 0) throw new Error([GUARD_HEADLINE, ...complaints.map((c) => `- ${c}`)].join('\n'));
  },

  site: async ({ page, isMobile }, use) => use(new Site(page, isMobile)),

  account: async ({}, use, testInfo) => {
    const email = process.env['SYNTHETIC_EMAIL'] ?? '';
    const password = process.env['SYNTHETIC_PASSWORD'] ?? '';
    testInfo.skip(email === '' || password === '', `${NO_ACCOUNT}: set SYNTHETIC_EMAIL and SYNTHETIC_PASSWORD`);
    await use({ email, password });
  },

  knownEmail: async ({}, use) => use(process.env['SYNTHETIC_EMAIL'] || 'nobody@mysetlist.example'),

  session: [async ({}, use) => use({ cookies: undefined }), { scope: 'worker' }],

  // In a context of its own, so that a flaw of the sign-in page is found by the login journeys alone.
  signIn: async ({ page, browser, baseURL, account, session }, use) => {
    await use(async () => {
      session.cookies ??= await openSession(browser, targetOf(baseURL), account);
      await page.context().addCookies(session.cookies);
    });
  },

  api: async ({ page }, use) => use(page.request),

  ballots: async ({ api, account, baseURL }, use) => {
    const ballots = new Ballots(api, targetOf(baseURL).origin, account.email);
    await use(ballots);
    await ballots.undo();
  },

  artist: async ({ request }, use) => use(await anArtist(request)),
  show: async ({ request }, use) => use(await openShow(request)),
});

/** Everything that Playwright can run; audits and load have runners of their own. */
export const BROWSER_CHECKS = [...API_CHECKS, ...JOURNEY_CHECKS];
