// If the authentication service is down, sign-in fails, and no health endpoint reports it. Only the answer to a sign-in shows it.
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';
import { SIGN_IN_PATH, signInOnce, type Posted } from './sign-in-form.ts';

/** A working service's answer to a wrong password (mysetlist-app.md 3.3). Any other text is an error of the service. */
const WRONG_PASSWORD = /^invalid (email or password|login credentials)$/i;

export const signInService: SecurityCheck = {
  id: 'security.sign-in-service',
  title: 'The sign-in service accepts a known account and rejects an unknown one',
  reddens: ['auth-outage', 'login-broken'],
  runbook: 'R1 P0: user authentication failure',
  find: async (ask, context) => {
    const signedIn = await signInOnce(ask, context);
    return signedIn.prepared ? judge(signedIn.passwordOnly, context.account !== undefined) : [signedIn.why];
  },
};

function judge({ answer, led, text }: Posted, isKnown: boolean): Finding[] {
  const what = `POST ${SIGN_IN_PATH}`;
  const fail = (words: string): Finding[] => [found('semantic', `sign-in service down: ${what}: ${words}`)];
  const down = outage(what, answer);
  // An outage is a finding of this check; our own rate limit and access controls are not.
  if (down) return /^(server-error|timeout|truncated|reset)$/.test(down.code) ? fail(down.message) : [down];
  if (led === 'session')
    return isKnown ? [] : [found('semantic', `${what}: an account that does not exist was accepted`)];
  if (led !== 'refused') return fail(text);
  if (!WRONG_PASSWORD.test(text)) return fail(`the site says "${text.slice(0, 120)}"`);
  return isKnown
    ? [
        found(
          'semantic',
          `${what}: the known account is rejected ("${text}"). If this account is new, check SYNTHETIC_PASSWORD`,
        ),
      ]
    : [];
}
