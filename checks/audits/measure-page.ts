// Measures one page in one form factor: makes sure that it is the page, then runs Lighthouse until the verdict is clear.
import type { BrowserContext } from 'puppeteer-core';
import { showSpan } from '../../common/number-text.ts';
import type { Failure } from '../../reports/result.ts';
import { rowsFor, type Budget, type Category } from './audit-budgets.ts';
import { withFirstPartyHeaders } from '../api/first-party-send.ts';
import type { Chrome } from './chrome.ts';
import { audit, REST_DEADLINE_MS, userAgent, varying, type Audit, type FormFactor } from './lighthouse.ts';
import { fastestOf, measureMachine, machineProblem, waitForIdleMachine, type MachineLook } from './idle-machine.ts';
import { EXEMPT_WHEN_PRIVATE, type AuditPage, type Found } from './audited-pages.ts';
import { nextRun, type Runs, type Sample } from './sequential-runs.ts';
import type { Account } from '../../common/account.ts';
import { signIn } from './audit-session.ts';
import { inPage, secondChance } from './audit-steps.ts';
import { AuditTrouble, problemOf, troubleOf } from './audit-errors.ts';
import { visit } from './audit-visit.ts';

export type Measuring = {
  target: URL;
  formFactor: FormFactor;
  categories: readonly Category[];
  account: Account | undefined;
  headers?: Readonly<Record<string, string>>;
  /** Longest wait until a page is idle, ms; absent: REST_DEADLINE_MS. */
  restMs?: number;
  log: (line: string) => void;
};

export type Run = Audit & { machine: MachineLook };
export type Measured = {
  page: AuditPage;
  pathname: string;
  formFactor: FormFactor;
  rows: readonly Budget[];
  runs: Run[];
  samples: Sample[];
  /** Why the audit could not start, or not finish. */
  trouble: Failure | undefined;
  /** Must not appear in any report: cookies and the password. */
  secrets: string[];
  durationMs: number;
};

type Next = NonNullable<ReturnType<typeof nextRun>>;
const VISIT_DEADLINE_MS = 40_000;
const SIGN_IN_DEADLINE_MS = 40_000;
const RUN_DEADLINE_MS = 60_000;
const CLOSE_DEADLINE_MS = 10_000;

/** Never rejects. Subtracts what it uses from `runs.extra` and `runs.idleWaitMs`. */
export async function measure(chrome: Chrome, page: AuditPage, runs: Runs, how: Measuring): Promise<Measured> {
  const started = performance.now();
  const measured: Measured = {
    page,
    pathname: typeof page.find === 'object' ? page.find.path : page.id,
    formFactor: how.formFactor,
    rows: rowsFor(how.categories, page.signedIn ? EXEMPT_WHEN_PRIVATE : []),
    runs: [],
    samples: [],
    trouble: undefined,
    secrets: how.account ? [how.account.password] : [],
    durationMs: 0,
  };
  try {
    const found = await find(page, how);
    measured.pathname = found.path;
    // A renderer may crash because this machine has too little memory: one crash proves nothing.
    await secondChance(() => runAll(chrome, measured, found, runs, how));
  } catch (error) {
    const { code, message } = troubleOf(error);
    measured.trouble = { code, message };
  }
  measured.durationMs = performance.now() - started;
  return measured;
}

async function find(page: AuditPage, { target, headers = {} }: Measuring): Promise<Found> {
  if (typeof page.find === 'object') return page.find;
  return page.find(target, withFirstPartyHeaders(target, headers)).catch((error: unknown) => {
    throw error instanceof AuditTrouble ? error : new AuditTrouble('no-data', troubleOf(error).message);
  });
}

async function runAll(chrome: Chrome, measured: Measured, found: Found, runs: Runs, how: Measuring): Promise<void> {
  const url = new URL(found.path, how.target);
  const context = await enter(chrome, measured, how);
  try {
    const expected = { url, heading: found.heading, noindex: measured.page.signedIn === true };
    await inPage(chrome, context, VISIT_DEADLINE_MS, `opening ${found.path}`, async (page) => {
      await page.setUserAgent({ userAgent: userAgent(how.formFactor) });
      await visit(page, expected, withFirstPartyHeaders(how.target, how.headers ?? {}));
    });
    const next = (): Next | undefined => nextRun(measured.samples, measured.rows, runs);
    for (let run = next(); run; run = next()) {
      const waited = await waitForIdleMachine(runs.idleWaitMs);
      runs.idleWaitMs -= waited;
      if (waited > 0) how.log(`waited ${showSpan(waited)} for other programs on this machine`);
      announce(run, measured, runs, how);
      await runOnce(chrome, context, measured, url, how);
    }
  } finally {
    if (context.browser().connected)
      await chrome.within(CLOSE_DEADLINE_MS, 'closing a window', () => context.close()).catch(() => {});
  }
}

/** A new browser context for each page: no cookies or caches of another page. Signed in where the page needs it. */
async function enter(
  chrome: Chrome,
  measured: Measured,
  { target, account, formFactor }: Measuring,
): Promise<BrowserContext> {
  const context = await chrome.within(SIGN_IN_DEADLINE_MS, 'opening a window', (browser) =>
    browser.createBrowserContext(),
  );
  if (measured.page.signedIn !== true) return context;
  if (!account) throw new AuditTrouble('no-account', `${measured.pathname} needs an account to sign in with`);
  const { secrets } = await chrome.within(
    SIGN_IN_DEADLINE_MS,
    'signing in',
    () => signIn(context, target, account, userAgent(formFactor)),
    context.browser(),
  );
  measured.secrets.push(...secrets);
  return context;
}

/** Logs which run starts, and counts an extra one. */
function announce({ number, asking }: Next, { pathname }: Measured, runs: Runs, { formFactor, log }: Measuring): void {
  if (asking) runs.extra -= 1;
  const of = asking ? `of at most ${runs.most}: ${asking.id} is not clear yet` : `of ${runs.least}`;
  log(`${pathname} ${formFactor}, run ${number} ${of}`);
}

async function runOnce(
  chrome: Chrome,
  context: BrowserContext,
  measured: Measured,
  url: URL,
  how: Measuring,
): Promise<void> {
  const { restMs = REST_DEADLINE_MS } = how;
  const categories = measured.runs.length === 0 ? how.categories : varying(how.categories);
  const what = `auditing ${url.pathname}`;
  const { result, machine } = await measureMachine(() =>
    inPage(chrome, context, RUN_DEADLINE_MS, what, (page) => audit(page, url, how.formFactor, categories, restMs)),
  );
  if (result.problem) throw problemOf(result.problem, url.pathname);
  const landed = new URL(result.landedOn, url);
  if (landed.pathname !== url.pathname)
    throw new AuditTrouble('soft-redirect', `${url.pathname} led to ${landed.pathname} while it was audited`);
  measured.runs.push({ ...result, machine });
  const looks = measured.runs.map((run) => run.machine);
  measured.samples = measured.runs.map((run) => ({
    figures: run.figures,
    machineProblem: machineProblem(run.machine, fastestOf(looks)),
  }));
  if (result.neverIdle)
    throw new AuditTrouble(
      'timeout',
      `${url.pathname} was never idle: its network or its scripts were busy for ${restMs / 1_000} s`,
    );
}
