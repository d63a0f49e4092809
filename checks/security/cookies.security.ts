// The flags of session and CSRF cookies: not readable by scripts, not sent by other sites, not sent over plain HTTP.
import type { Answer, NoAnswer } from '../api/probe-client.ts';
import { couldNotPrepare, found, outage, type Finding, type SecurityCheck } from './security-request.ts';
import { cookiesOf, isSessionCookie, SIGN_IN_PATH, signInOnce } from './sign-in-form.ts';

const CSRF = 'GET /api/csrf-token';
/** By name. Other cookies need no flags. */
const GUARDS_A_FORM = /^\s*[^=;]*csrf[^=;]*=/i;

export const cookies: SecurityCheck = {
  id: 'security.cookies',
  title: 'Cookies cannot be read by scripts or sent by other sites',
  reddens: ['cookie-readable'],
  find: async (ask, context) => {
    const [csrf, signedIn] = await Promise.all([ask('GET', '/api/csrf-token'), signInOnce(ask, context)]);
    const findings = judged(CSRF, csrf, context.target);
    if (!csrf.error && csrf.status < 400 && cookiesOf(csrf).length === 0)
      findings.push(found('no-data', `${CSRF} set no cookie: there is none to judge`));
    if (!signedIn.prepared) return [...findings, signedIn.why];
    findings.push(...judged(`GET ${SIGN_IN_PATH}`, signedIn.page, context.target));
    if (context.account === undefined) return findings;
    const { answer } = signedIn.passwordOnly;
    const what = `POST ${SIGN_IN_PATH}`;
    // Only a session cookie counts, not the cookie that starts a sign-in at another service.
    if (answer.error || !cookiesOf(answer).some(isSessionCookie))
      return [...findings, couldNotPrepare(`${what} opened no session`, 'security.sign-in-service')];
    return [...findings, ...judged(what, answer, context.target)];
  },
};

function judged(what: string, answer: Answer | NoAnswer, target: URL): Finding[] {
  const down = outage(what, answer);
  if (down || answer.error) return down ? [down] : [];
  const judgedHere = cookiesOf(answer).filter((line) => isSessionCookie(line) || GUARDS_A_FORM.test(line));
  return judgedHere.flatMap((line) => flawsOf(what, line, target));
}

/** Names and flags, never a value. */
function flawsOf(what: string, cookie: string, target: URL): Finding[] {
  if (cookie.trim() === '' || /;\s*max-age=0\b/i.test(cookie)) return [];
  const missing = [
    ...(/;\s*httponly/i.test(cookie) ? [] : ['HttpOnly']),
    ...(/;\s*samesite=(lax|strict)/i.test(cookie) ? [] : ['SameSite']),
    ...(/;\s*secure/i.test(cookie) || target.protocol === 'http:' ? [] : ['Secure']),
  ];
  const name = cookie.trim().split('=')[0] ?? '';
  return missing.length === 0 ? [] : [found('header', `${what}: cookie ${name} lacks ${missing.join(', ')}`)];
}
