// Signing in once for many checks. The session stays in memory, so that no file with it can be uploaded.
import type { APIRequestContext, APIResponse, Browser, Cookie } from '@playwright/test';
import type { Account } from '../../common/account.ts';
import { SIGNS_IN_WITHIN_MS } from '../../judging.ts';
import { patience } from '../browser/patience.ts';
import { intercept } from '../guards/intercept.ts';
import { awaitReactivity, registerReactivity } from '../pages/reactivity.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { answered, PreparationError } from './preparation.ts';

/** The check of sign-in itself. */
const SIGN_IN = 'journey.login.right-password-and-out';

/**
 * The cookies of a new session. Throws PreparationError if the site rejects the sign-in (with the page's message), or if there is
 * no session after `withinMs` milliseconds.
 */
export async function openSession(
  browser: Browser,
  target: URL,
  account: Account,
  withinMs = SIGNS_IN_WITHIN_MS,
): Promise<Cookie[]> {
  await registerReactivity();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new PreparationError(SIGN_IN, `sign-in failed: no session after ${withinMs / 1_000} s`);
    timer = setTimeout(reject, withinMs, error);
  });
  try {
    return await Promise.race([newSession(browser, target, account), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function newSession(browser: Browser, target: URL, account: Account): Promise<Cookie[]> {
  const context = await browser.newContext({ baseURL: target.origin });
  try {
    context.setDefaultTimeout(patience.stepMs);
    await intercept(context, target);
    awaitReactivity(context, () => undefined);
    const page = await context.newPage();
    const signIn = new SignInPage(page);
    await signIn.open();
    await signIn.signIn(account.email, account.password);
    await page
      .waitForURL((url) => url.pathname !== '/auth/sign-in')
      .catch(async () => {
        const told = await signIn.error.allInnerTexts().catch(() => []);
        const shown = told.length > 0 ? `the page shows "${told.join(' ')}"` : 'no error shown';
        throw new PreparationError(SIGN_IN, `sign-in failed: no session after ${patience.stepMs / 1_000} s, ${shown}`);
      });
    return await context.cookies();
  } catch (error) {
    if (error instanceof PreparationError) throw error;
    const [what] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new PreparationError(SIGN_IN, `sign-in failed: ${what ?? ''}`);
  } finally {
    await context.close();
  }
}

/** The profile's own answer: a redirect to the sign-in page is not followed. */
export const profileOf = (request: APIRequestContext): Promise<APIResponse> =>
  request.get('/profile', { maxRedirects: 0 });

/**
 * Whether the context is signed in. Asked at the votes API, because a member page can redirect every visitor (R1's /profile does). R2 has no
 * such route, so it is unknown there. Only 401 proves that the session has ended. An API that gives no answer is a finding of its contract.
 */
export async function sessionState(request: APIRequestContext): Promise<'ended' | 'no route' | 'not ended'> {
  const answer = await answered(request, '/api/votes/history', 'contract.votes');
  return answer.status() === 401 ? 'ended' : answer.status() === 404 ? 'no route' : 'not ended';
}
