// The `test` and `expect` that every browser check imports, with the guards that apply to all of them.
import {
  test as base,
  expect,
  type APIRequestContext,
  type BrowserContext,
  type Cookie,
  type TestDetails,
  type TestInfo,
} from '@playwright/test';
import { Ballots } from './ballots.ts';
import { openShow, anArtist, type Artist, type OpenSetlist } from './catalogue.ts';
import { GUARD_HEADLINE, Guards, intercept } from './guards.ts';
import { declaration, JOURNEY_CHECKS } from './index.ts';
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
type WorkerFixtures = { session: Cookie[] };

/** Signing in is no part of a check's own time. */
const SESSION_TIMEOUT_MS = 15_000;
const PICTURE_TIMEOUT_MS = 3_000;

const targetOf = (baseURL: string | undefined): URL => {
  if (!baseURL) throw new Error('no target: TARGET_URL is not set and no stand-in was started');
  return new URL(baseURL);
};

const configuredAccount = (): Account | undefined => {
  const email = process.env['SYNTHETIC_EMAIL'] ?? '';
  const password = process.env['SYNTHETIC_PASSWORD'] ?? '';
  return email === '' || password === '' ? undefined : { email, password };
};

/** Playwright's own `only-on-failure` takes a picture of passing checks too, since guards may still fail: 0.3 s each. */
async function picture(context: BrowserContext, testInfo: TestInfo): Promise<void> {
  for (const [i, page] of context.pages().entries()) {
    const path = testInfo.outputPath(`test-failed-${String(i + 1)}.png`);
    // A crashed or closed page has no picture, and its failure is known already.
    await page.screenshot({ path, timeout: PICTURE_TIMEOUT_MS }).then(
      () => testInfo.attachments.push({ name: 'screenshot', path, contentType: 'image/png' }),
      () => undefined,
    );
  }
}

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
    if (complaints.length > 0 || testInfo.status !== testInfo.expectedStatus) await picture(context, testInfo);
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
  signIn: async ({ account: _account, page, session }, use) => {
    await use(() => page.context().addCookies(session));
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
