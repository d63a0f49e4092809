// Signs in for the pages that need it, in a separate browser context. The cookies stay in Chrome. Their values are returned only so
// that they can be removed from reports.
import type { Account } from '../../common/account.ts';
import type { BrowserContext } from 'puppeteer-core';
import { AuditTrouble, troubleOf } from './audit-errors.ts';

const STEP_DEADLINE_MS = 10_000;
/** Shorter cookie values are settings such as `dark`, not secrets. */
const SHORTEST_SECRET = 16;

/** Signs in as a visitor does. Rejects with AuditTrouble `no-account`: then signed-in pages are not judged. */
export async function signIn(
  context: BrowserContext,
  target: URL,
  account: Account,
  userAgent: string,
): Promise<{ secrets: string[] }> {
  const page = await context.newPage();
  try {
    await page.setUserAgent({ userAgent });
    page.setDefaultTimeout(STEP_DEADLINE_MS);
    await page.goto(new URL('/auth/sign-in', target).href, { waitUntil: 'load' });
    await page.locator('::-p-aria([name="Email address"][role="textbox"])').fill(account.email);
    await page.locator('input[type=password]').fill(account.password);
    await Promise.all([
      page.waitForNavigation({ waitUntil: 'domcontentloaded' }),
      page.locator('main ::-p-aria([name="Sign in"][role="button"])').click(),
    ]);
    const landed = new URL(page.url());
    if (landed.pathname === '/auth/sign-in')
      throw new AuditTrouble(
        'no-account',
        `the site did not let the account in: ${landed.searchParams.get('error') ?? ''}`,
      );
    const values = (await context.cookies()).map((cookie) => cookie.value).filter((v) => v.length >= SHORTEST_SECRET);
    return { secrets: [...values, account.password] };
  } catch (error) {
    const trouble = troubleOf(error);
    throw trouble.code === 'no-account'
      ? trouble
      : new AuditTrouble('no-account', `signing in failed: ${trouble.message}`);
  } finally {
    await page.close().catch(() => {});
  }
}
