// Sessions: which pages they open, how long they last, and that nothing private remains after sign-out.
import type { Cookie } from '@playwright/test';
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { SetlistPage } from '../../pages/setlist-page.ts';
import { SignInPage } from '../../pages/sign-in-page.ts';
import { needs } from '../../visitor/preparation.ts';
import { profileOf } from '../../visitor/session.ts';

test(
  ...proves({
    id: 'journey.login.seen-at-once',
    title: 'The header shows the signed-in state without a reload',
    runbook: RUNBOOK.login,
    on: { desktop: 'nightly', phone: 'nightly' },
    needsAccount: true,
    reddens: [
      'auth-outage',
      'login-broken',
      'sign-in-stays',
      'sign-in-links-stay',
      'header-stale-after-login',
      'sign-in-form-missing',
    ],
  }),
  async ({ page, site, account }) => {
    const signIn = new SignInPage(page);
    await signIn.open();
    await signIn.signIn(account.email, account.password);
    await expect(page).not.toHaveURL(/\/auth\/sign-in/);
    await needs('journey.home.content', () => expect(site.main.getByRole('heading').first()).toBeVisible());
    await expect(site.signInLinks).toHaveCount(0);
  },
);

test(
  ...proves({
    id: 'journey.login.member-pages',
    title: "The member's own pages open and show their headings",
    runbook: RUNBOOK.login,
    on: { desktop: 'nightly', phone: 'nightly' },
    needsAccount: true,
    reddens: ['h1-missing', 'my-artists-broken', 'profile-always-redirects'],
  }),
  async ({ page, api, site, signIn }) => {
    test.slow();
    await signIn();
    for (const [path, heading] of [
      ['/my-artists', 'My Artists'],
      ['/settings', 'Settings'],
      ['/notifications', 'Notifications'],
    ] as const)
      await test.step(path, async () => {
        await page.goto(path);
        // Soft, so that one run names every page that rejects members.
        await expect.soft(site.main.getByRole('heading', { level: 1, name: heading }), path).toBeVisible();
      });
    // Requested first: R1 redirects to a host that only its own server knows, and a browser would report a network error.
    const profile = await profileOf(api);
    expect(profile.status(), 'GET /profile with a session').toBe(200);
    await page.goto('/profile');
    await expect(site.main.getByRole('heading', { level: 1 })).toBeVisible();
  },
);

test(
  ...proves({
    id: 'journey.login.back-button',
    title: 'After sign-out the back button shows nothing private',
    runbook: RUNBOOK.login,
    on: { desktop: 'nightly' },
    needsAccount: true,
    reddens: ['sign-out-keeps-session', 'private-page-cached'],
  }),
  async ({ page, api, site, account, signInAnew }) => {
    await signInAnew();
    const opened = await profileOf(api);
    await needs('journey.login.member-pages', () => expect(opened, 'GET /profile with a session').toBeOK());
    const answer = await page.goto('/profile');
    await needs('journey.login.member-pages', () => expect(site.main.getByText(account.email)).toBeVisible());
    // The guards intercept requests, which disables this browser's cache. So the header is judged.
    expect(answer?.headers()['cache-control'], 'whether a browser can cache the profile').toContain('no-store');
    await site.openAccountMenu(account.email);
    await site.signOut.click();
    await page.waitForURL('/');
    await page.goBack();
    await expect(new SignInPage(page).heading, 'the back button leads to the sign-in page').toBeVisible();
  },
);

test(
  ...proves({
    id: 'journey.login.expired-session',
    title: 'An expired session is reported once, and nothing private is shown',
    runbook: RUNBOOK.login,
    on: { desktop: 'nightly' },
    needsAccount: true,
    reddens: ['vote-failure-silent', 'vote-failure-counted', 'toasts-doubled', 'private-pages-open'],
  }),
  async ({ page, api, show, signInAnew }) => {
    const [song] = show.songs;
    await signInAnew();
    const setlist = new SetlistPage(page);
    await setlist.open(show.showId);
    await needs('journey.voting.signed-in', () => expect(setlist.songs.upvote(song.title)).toBeVisible());
    await page.context().clearCookies();
    await setlist.songs.upvote(song.title).click();
    await expect(page.getByText('Please sign in to vote'), 'number of messages').toHaveCount(1);
    await expect(setlist.songs.net(song.title, song.netVotes), 'the count').toBeVisible();
    const profile = await profileOf(api);
    expect(profile.status(), 'GET /profile without the session').toBe(307);
  },
);

test(
  ...proves({
    id: 'journey.login.session-lasts',
    title: 'A session lasts during a walk through the site',
    runbook: RUNBOOK.login,
    on: { desktop: 'nightly' },
    needsAccount: true,
    reddens: ['session-expires-early', 'sign-in-links-stay'],
  }),
  async ({ page, site, signInAnew }) => {
    test.slow();
    // A separate session: an early end of the shared one is a finding of guard.sessions.
    await signInAnew();
    for (const path of ['/', '/artists', '/trending', '/shows', '/venues', '/my-artists'])
      await test.step(path, async () => {
        await page.goto(path);
        await expect(site.signInLinks, `the header on ${path}`).toHaveCount(0);
      });
  },
);

test(
  ...proves({
    id: 'journey.login.cookie',
    title: 'Scripts and other sites cannot read the session cookie',
    runbook: RUNBOOK.login,
    on: { desktop: 'nightly' },
    needsAccount: true,
    reddens: ['cookie-readable'],
  }),
  async ({ page, signIn }) => {
    await signIn();
    await page.goto('/');
    const carriers = async (): Promise<Cookie[]> =>
      (await page.context().cookies()).filter(({ name }) => /auth|sess|token/i.test(name));
    await needs('journey.login.right-password-and-out', () =>
      expect.poll(async () => (await carriers()).length, 'cookies that carry a session').toBeGreaterThan(0),
    );
    const cookies = await carriers();
    expect(
      cookies.filter(({ httpOnly }) => !httpOnly).map(({ name }) => name),
      'readable by scripts',
    ).toHaveNoFindings();
    expect(
      cookies.filter(({ sameSite }) => sameSite === 'None').map(({ name }) => name),
      'sent by other sites',
    ).toHaveNoFindings();
  },
);
