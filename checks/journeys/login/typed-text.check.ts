// A visitor types an address as soon as the form is shown. A page that hydrates late may render its form again and lose the text: that is a warning.
// A form that loses text after hydration makes sign-in impossible.
import { expect, proves, RUNBOOK, test } from '../../check.ts';
import { untilItReacts } from '../../pages/reactivity.ts';
import { watchFor } from '../../measures/watch-for.ts';
import { SignInPage } from '../../pages/sign-in-page.ts';
import { needs } from '../../visitor/preparation.ts';

const EARLY = 'early@mysetlist.example';
const LATE = 'late@mysetlist.example';
/** How long the text must stay. */
const WATCHED_MS = 1_500;

test(
  ...proves({
    id: 'journey.login.typed-text',
    title: 'The sign-in page keeps what a visitor types',
    runbook: RUNBOOK.login,
    on: { desktop: 'gate' },
    reddens: ['typed-text-wiped'],
    warns: ['typed-text-lost'],
  }),
  async ({ impatientPage: page, warnUnless }) => {
    const signIn = new SignInPage(page);
    await signIn.open();
    await needs('front-door.sign-in', () => signIn.email.fill(EARLY));
    await needs('guard.reactions', () => untilItReacts(page));
    warnUnless((await signIn.email.inputValue()) === EARLY, 'text that is typed before the page reacts is lost');

    await signIn.email.fill(LATE);
    await watchFor(page, WATCHED_MS);
    await expect(signIn.email, 'text typed after the page reacts').toHaveValue(LATE);
  },
);
