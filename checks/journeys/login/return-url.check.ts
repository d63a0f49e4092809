// After sign-in a visitor returns to the page before. A returnUrl to another host would send a visitor who has just typed a password to a page of
// the link's author.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { SignInPage } from '../../pages/sign-in-page.ts';

const ELSEWHERE = [
  'https://elsewhere.example/trending',
  '//elsewhere.example/trending',
  '/\\elsewhere.example',
] as const;

test(
  ...proves({
    id: 'journey.login.return-url',
    title: 'Signing in leads back to the page before, and never to another site',
    runbook: RUNBOOK.login,
    on: { desktop: 'nightly' },
    needsAccount: true,
    reddens: [
      'auth-outage',
      'login-broken',
      'sign-in-stays',
      'open-redirect',
      'open-redirect-unprotected',
      'sign-in-form-missing',
    ],
  }),
  async ({ page, account, baseURL }) => {
    test.slow();
    // Judged by the page's requests: the other host may not answer, and Playwright cannot intercept a redirect to it.
    const elsewhere: string[] = [];
    let given = '/trending';
    page.on('request', (request) => {
      const { origin, href } = new URL(request.url());
      if (request.isNavigationRequest() && origin !== baseURL) elsewhere.push(`${href} after returnUrl=${given}`);
    });
    const signIn = new SignInPage(page);
    await signIn.open(given);
    await signIn.signIn(account.email, account.password);
    await expect(page).toHaveURL(/\/trending$/);

    for (const returnUrl of ELSEWHERE)
      await test.step(returnUrl, async () => {
        given = returnUrl;
        await page.context().clearCookies();
        await signIn.open(returnUrl);
        await signIn.signIn(account.email, account.password);
        // A policy of the site can stop the form on its way to another host. Nobody gets any further then.
        await expect.soft(page, `after returnUrl=${returnUrl}`).not.toHaveURL(/\/auth\/sign-in/);
      });
    expect(elsewhere, 'pages of other sites').toHaveNoFindings();
  },
);
