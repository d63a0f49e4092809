// Signing in once for many checks. The session stays in memory: no file has to be kept out of what is uploaded.
import type { Account } from '../../common/account.ts';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIRequestContext, Browser, Cookie } from '@playwright/test';
import { intercept } from '../guards/guards.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { PRIVATE_DIR } from '../../common/results-root.ts';

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

/** True where the site says so: it asks to sign in. An answer that says nothing (500, 403) is no proof. */
export async function hasEnded(request: APIRequestContext): Promise<boolean> {
  const answer = await request.get('/profile', { maxRedirects: 0 });
  const text = await answer.text();
  return [301, 302, 303, 307, 308, 401].includes(answer.status()) || /http-equiv="refresh"[^>]*sign-in/i.test(text);
}

/** A run's note that sessions end early: a worker that follows must not name it again. Keyed by the run's folder. */
const note = (): string => {
  const run = createHash('sha256')
    .update(process.env['RESULTS_DIR'] ?? '')
    .digest('hex')
    .slice(0, 16);
  return join(PRIVATE_DIR, `session-ended-${run}`);
};
export const sessionEnded = {
  /** The check that has named it, or undefined. */
  namedBy: (): string | undefined => (existsSync(note()) ? readFileSync(note(), 'utf8') : undefined),
  name: (check: string): void => {
    mkdirSync(PRIVATE_DIR, { recursive: true });
    writeFileSync(note(), check);
  },
  forget: (): void => rmSync(note(), { force: true }),
};
