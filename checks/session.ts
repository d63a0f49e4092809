// Signing in once for many checks. The session stays in memory: no file has to be kept out of what is uploaded.
import type { Browser, Cookie } from '@playwright/test';
import { intercept } from './guards.ts';
import { SignInPage } from './pages/sign-in.ts';

export type Account = { email: string; password: string };

const TIMEOUT_MS = 5_000;

/** The cookies of a new session. Throws, in the words of the page where it has some, when the site refuses. */
export async function openSession(browser: Browser, target: URL, account: Account): Promise<Cookie[]> {
  const context = await browser.newContext({ baseURL: target.origin });
  try {
    context.setDefaultTimeout(TIMEOUT_MS);
    await intercept(context, target);
    const page = await context.newPage();
    const signIn = new SignInPage(page);
    await signIn.open();
    await signIn.signIn(account.email, account.password);
    await page
      .waitForURL((url) => url.pathname !== '/auth/sign-in')
      .catch(async (error: unknown) => {
        const told = await signIn.error.allInnerTexts().catch(() => []);
        throw new Error(`the site did not let the account in: ${told.join(' ') || 'it says nothing'}`, {
          cause: error,
        });
      });
    return await context.cookies();
  } finally {
    await context.close();
  }
}
