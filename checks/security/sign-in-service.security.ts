// Nobody can sign in while the service behind sign-in is down, and no health endpoint notices: the answer to a sign-in does.
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';
import { SIGN_IN_PATH, signInOnce, type Posted } from './sign-in-form.ts';

/** What a working service says to a wrong password (mysetlist-app.md 3.3); any other text is the service's own trouble. */
const WRONG_PASSWORD = /^invalid (email or password|login credentials)$/i;

export const signInService: SecurityCheck = {
  id: 'security.sign-in-service',
  title: 'The sign-in service lets a known account in, and refuses an unknown one as wrong',
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
  // What other checks call an outage is this one's very subject; our own rate and walls are not.
  if (down) return /^(server-error|timeout|truncated|reset)$/.test(down.code) ? fail(down.message) : [down];
  if (led === 'session')
    return isKnown ? [] : [found('semantic', `${what}: an account that does not exist was let in`)];
  if (led !== 'refused') return fail(text);
  if (!WRONG_PASSWORD.test(text)) return fail(`the site says "${text.slice(0, 120)}"`);
  return isKnown
    ? [
        found(
          'semantic',
          `${what}: the known account is refused ("${text}"); if it is new here, check SYNTHETIC_PASSWORD`,
        ),
      ]
    : [];
}
