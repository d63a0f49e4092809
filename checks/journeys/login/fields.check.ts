// A visitor who mistypes sees an error at once, and does not learn who has an account.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { SignInPage } from '../../pages/sign-in-page.ts';

test(
  ...proves({
    id: 'journey.login.unknown-email',
    title: 'An unknown address is rejected with the same message as a wrong password',
    runbook: RUNBOOK.login,
    on: { desktop: 'nightly', phone: 'nightly' },
    reddens: ['auth-outage', 'sign-in-form-missing', 'rejected-sign-in-signs-in'],
  }),
  async ({ page, site }) => {
    const signIn = new SignInPage(page);
    await signIn.open();
    await signIn.signIn('nobody.at.all@mysetlist.example', 'not-the-password');
    await expect(signIn.error).toHaveText('Invalid email or password');
    await page.goto('/');
    await expect(site.signInLinks.first()).toBeVisible();
  },
);

test(
  ...proves({
    id: 'journey.login.fields',
    title: 'The sign-in form does not send empty or malformed fields',
    runbook: RUNBOOK.login,
    on: { desktop: 'nightly', phone: 'nightly' },
    reddens: ['fields-unchecked', 'email-optional', 'email-untyped', 'password-optional', 'sign-in-form-missing'],
  }),
  async ({ page }) => {
    const signIn = new SignInPage(page);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.method()));
    await signIn.open();
    await signIn.submit.click();
    await expect.poll(() => signIn.complaint(signIn.email), 'the empty address').toBe('valueMissing');

    await signIn.email.fill('not-an-address');
    await signIn.submit.click();
    await expect.poll(() => signIn.complaint(signIn.email), 'the malformed address').toBe('typeMismatch');

    await signIn.email.fill('somebody@mysetlist.example');
    await signIn.submit.click();
    expect(sent, 'requests that sent the form').not.toContain('POST');
  },
);
