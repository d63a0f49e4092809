// The flags of every cookie that the site sets: out of reach of scripts and of other sites, and of plain HTTP.
import type { Answer, NoAnswer } from '../api/probe-client.ts';
import { found, outage, type Ask, type Finding, type SecurityCheck, type SecurityContext } from './security-request.ts';

const SIGN_IN = '/auth/sign-in';
const FORM = /<form\b(?:(?!<\/form>)[^])*type="password"(?:(?!<\/form>)[^])*<\/form>/i;
const INPUT = /<input\b[^>]*>/gi;
const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1]?.replaceAll('&amp;', '&').replaceAll('&quot;', '"');

export const cookies: SecurityCheck = {
  id: 'security.cookies',
  title: 'Cookies cannot be read by scripts or sent by other sites',
  reddens: ['cookie-readable'],
  find: async (ask, context) => {
    const csrf = await ask('GET', '/api/csrf-token');
    const page = await ask('GET', SIGN_IN);
    const signedIn = await signIn(ask, page, context);
    const failures: Finding[] = [];
    for (const [what, answer] of [
      ['GET /api/csrf-token', csrf],
      [`GET ${SIGN_IN}`, page],
      [`POST ${SIGN_IN}`, signedIn],
    ] as const) {
      if (!answer) continue;
      const down = outage(what, answer);
      if (down || answer.error) failures.push(...(down ? [down] : []));
      else failures.push(...flawsOf(what, answer, context.target));
    }
    if (!csrf.error && csrf.status < 400 && csrf.headers['set-cookie'] === undefined)
      failures.push(found('no-data', 'GET /api/csrf-token set no cookie: there is none to judge'));
    return failures;
  },
};

/** Submits the form as a browser without scripts does. Undefined: there is no account, or no form. */
async function signIn(
  ask: Ask,
  page: Answer | NoAnswer,
  context: SecurityContext,
): Promise<Answer | NoAnswer | undefined> {
  const { account } = context;
  const form = page.error ? undefined : FORM.exec(page.body)?.[0];
  if (!account || form === undefined) return undefined;
  const fields = [...form.matchAll(INPUT)].map(([tag]): [string, string] => {
    const type = attribute(tag, 'type');
    const typed = type === 'email' ? account.email : type === 'password' ? account.password : undefined;
    return [attribute(tag, 'name') ?? '', typed ?? attribute(tag, 'value') ?? ''];
  });
  const named = fields.filter(([name]) => name !== '');
  const boundary = 'mysetlist-synthetic-boundary';
  const multipart = attribute(form, 'enctype') === 'multipart/form-data';
  const part = ([name, value]: [string, string]): string =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  return ask(
    'POST',
    attribute(form, 'action') || SIGN_IN,
    {
      'content-type': multipart ? `multipart/form-data; boundary=${boundary}` : 'application/x-www-form-urlencoded',
      origin: context.target.origin,
    },
    multipart ? `${named.map(part).join('')}--${boundary}--\r\n` : new URLSearchParams(named).toString(),
  );
}

/** Names and flags, never a value. */
function flawsOf(what: string, { headers }: Answer, target: URL): Finding[] {
  // Several cookies share one header here; a comma inside a date is followed by a space and no name.
  return (headers['set-cookie'] ?? '')
    .split(/,(?=\s*[\w.-]+=)/)
    .filter((cookie) => cookie.trim() !== '' && !/max-age=0\b/i.test(cookie))
    .flatMap((cookie) => {
      const name = cookie.trim().split('=')[0] ?? '';
      const lacks = [
        ...(/;\s*httponly/i.test(cookie) ? [] : ['HttpOnly']),
        ...(/;\s*samesite=(lax|strict)/i.test(cookie) ? [] : ['SameSite']),
        ...(/;\s*secure/i.test(cookie) || target.protocol === 'http:' ? [] : ['Secure']),
      ];
      return lacks.length === 0 ? [] : [found('header', `${what}: cookie ${name} lacks ${lacks.join(', ')}`)];
    });
}
