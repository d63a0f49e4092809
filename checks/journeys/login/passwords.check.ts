// A member signs in, comes back, and signs out. The runbook's acceptance test "verify login/logout flow": without it
// a visitor can vote on one song only.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { SignInPage } from '../../pages/sign-in-page.ts';
import { profileOf, sessionState } from '../../visitor/session.ts';

test(
  ...proves({
    id: 'journey.login.wrong-password',
    title: 'A wrong password is rejected with an error message',
    runbook: RUNBOOK.login,
    on: { desktop: 'gate', phone: 'gate' },
    tags: ['@smoke'],
    reddens: ['auth-outage', 'wrong-password-accepted', 'rejected-sign-in-signs-in', 'sign-in-form-missing'],
  }),
  async ({ page, site, knownEmail }) => {
    const signIn = new SignInPage(page);
    await signIn.open();
    await signIn.signIn(knownEmail, 'not-the-password');
    await expect(signIn.error).toHaveText('Invalid email or password');
    await page.goto('/');
    await expect(site.signInLinks.first()).toBeVisible();
  },
);

test(
  ...proves({
    id: 'journey.login.right-password-and-out',
    title: 'The right password signs in until sign-out, and guests do not see the profile',
    runbook: RUNBOOK.login,
    on: { desktop: 'gate', phone: 'gate' },
    needsAccount: true,
    reddens: [
      'auth-outage',
      'login-broken',
      'sign-in-stays',
      'sign-in-links-stay',
      'sign-out-keeps-session',
      'session-lost',
      'sign-in-form-missing',
      'menu-inert',
      'private-pages-open',
    ],
  }),
  async ({ page, api, site, account }) => {
    // Ten pages: three times the time of a usual check, so that a slow site is judged by its response time alone.
    test.slow();
    const signIn = new SignInPage(page);
    await signIn.open();
    await signIn.signIn(account.email, account.password);
    await expect(page).not.toHaveURL(/\/auth\/sign-in/);
    // R1's header shows the session only after a reload. The reload also proves that the session lasts.
    await page.reload();
    await expect(site.signInLinks).toHaveCount(0);

    // Asked at the votes API: R1 redirects members from /profile, too, which journey.login.member-pages reports.
    expect(await sessionState(api), 'the session at /api/votes/history').not.toBe('ended');

    await site.openAccountMenu(account.email);
    await site.signOut.click();
    await page.waitForURL('/');
    await expect(site.signInLinks.first()).toBeVisible();
    await expect
      .poll(() => sessionState(api), 'the session at /api/votes/history after sign-out')
      .not.toBe('not ended');
    const profile = await profileOf(api);
    expect(profile.status(), 'GET /profile after sign-out').toBe(307);
  },
);
