// Posts the sign-in form as a browser without scripts does, and interprets the answer.
import type { Answer, NoAnswer } from '../api/probe-client.ts';
import type { Field, Form } from '../html/page-forms.ts';
import { readPage } from '../html/read-page.ts';
import { couldNotPrepare, outage, type Ask, type Finding, type SecurityContext, OUTAGE } from './security-request.ts';

export const SIGN_IN_PATH = '/auth/sign-in';
/** An unknown address, for a run without an account: its rejection shows that the service answers. */
const NOBODY = { email: 'nobody@mysetlist.invalid', password: 'not-a-password' };

export type Posted = {
  answer: Answer | NoAnswer;
  /** `session`: signed in; `refused`: back at the form with an error text; `elsewhere`: at another service; `nothing`: neither. */
  led: 'session' | 'refused' | 'elsewhere' | 'nothing';
  /** The error text or the address. */
  text: string;
};
export type SignIn =
  { prepared: true; asItStands: Posted; passwordOnly: Posted; page: Answer } | { prepared: false; why: Finding };

const running = new WeakMap<SecurityContext, Promise<SignIn>>();
/**
 * Signs in once for all checks of a run; twice only if the form contains the action id of a nested form. A sign-in that met an outage is not kept:
 * a check that failed by it is run again, and must not judge the same answer a second time.
 */
export function signInOnce(ask: Ask, context: SecurityContext): Promise<SignIn> {
  const known = running.get(context);
  if (known) return known;
  const started = signIn(ask, context).then((one) => {
    if (metOutage(one)) running.delete(context);
    return one;
  });
  running.set(context, started);
  return started;
}

const metOutage = (one: SignIn): boolean =>
  one.prepared
    ? [one.asItStands, one.passwordOnly].some(({ answer }) => outage('', answer) !== undefined)
    : OUTAGE.has(one.why.code);

async function signIn(ask: Ask, context: SecurityContext): Promise<SignIn> {
  const page = await ask('GET', SIGN_IN_PATH);
  const down = outage(`GET ${SIGN_IN_PATH}`, page);
  if (down) return { prepared: false, why: down };
  const form = page.error ? undefined : formOf(page);
  if (page.error || form === undefined)
    return {
      prepared: false,
      why: couldNotPrepare(`GET ${SIGN_IN_PATH} has no form with a password`, 'front-door.sign-in'),
    };
  const fields = filled(form, context);
  const own = ownFields(fields);
  const asItStands = await post(ask, form, fields, context);
  const passwordOnly = own.length === fields.length ? asItStands : await post(ask, form, own, context);
  return { prepared: true, asItStands, passwordOnly, page };
}

const formOf = ({ body }: Answer): Form | undefined =>
  readPage(body).forms.find(({ fields }) => fields.some(({ type }) => type === 'password'));

function filled({ fields }: Form, { account = NOBODY }: SecurityContext): Field[] {
  return fields
    .filter(({ name }) => name !== '')
    .map((field) => {
      if (field.type === 'email') return { ...field, value: account.email };
      return field.type === 'password' ? { ...field, value: account.password } : field;
    });
}

/** React marks a form's action with a hidden field at its beginning. One after the password belongs to a nested form. */
const ACTION = '$ACTION_';
function ownFields(fields: readonly Field[]): Field[] {
  const password = fields.findIndex(({ type }) => type === 'password');
  return fields.filter(({ name }, i) => i < password || !name.startsWith(ACTION));
}

const BOUNDARY = 'mysetlist-synthetic-boundary';
async function post(ask: Ask, form: Form, fields: readonly Field[], { target }: SecurityContext): Promise<Posted> {
  const part = ({ name, value }: Field): string =>
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const pairs = fields.map(({ name, value }): [string, string] => [name, value]);
  const answer = await ask(
    'POST',
    form.action || SIGN_IN_PATH,
    {
      'content-type': form.multipart
        ? `multipart/form-data; boundary=${BOUNDARY}`
        : 'application/x-www-form-urlencoded',
      origin: target.origin,
    },
    form.multipart ? `${fields.map(part).join('')}--${BOUNDARY}--\r\n` : new URLSearchParams(pairs).toString(),
  );
  return { answer, ...ledBy(answer, target) };
}

/** A session cookie: by its name, and with a value. */
const SESSION_COOKIE = /^(?!csrf)[^=;]*(?:auth|sess|token)[^=;]*=[^;]{8,}/i;
/** The start of a sign-in at another service sets this cookie. Its name contains the session cookie's name, but it is not a session. */
const OAUTH_COOKIE = /^[^=;]*code-verifier[^=;]*=/i;
export const isSessionCookie = (line: string): boolean =>
  SESSION_COOKIE.test(line) && !OAUTH_COOKIE.test(line) && !/;\s*max-age=0\b/i.test(line);

function ledBy(answer: Answer | NoAnswer, target: URL): Pick<Posted, 'led' | 'text'> {
  if (answer.error) return { led: 'nothing', text: answer.error.message };
  if (cookiesOf(answer).some(isSessionCookie)) return { led: 'session', text: '' };
  const location = answer.headers['location'];
  const to = location === undefined ? null : URL.parse(location, target);
  if (to === null) return { led: 'nothing', text: `answered ${answer.status} and opened no session` };
  const error = to.searchParams.get('error');
  if (to.pathname === SIGN_IN_PATH && error !== null) return { led: 'refused', text: error };
  const isElsewhere = to.host !== target.host && !/^(localhost|127\.)/.test(to.hostname);
  const startsOAuth =
    isElsewhere ||
    cookiesOf(answer).some((line) => OAUTH_COOKIE.test(line)) ||
    to.pathname === '/auth/callback' ||
    /\/authorize\b/.test(to.pathname);
  return { led: startsOAuth ? 'elsewhere' : 'nothing', text: `${answer.status} to ${to.host}${to.pathname}` };
}

/** The Set-Cookie lines of an answer. */
export const cookiesOf = ({ setCookies, headers }: Answer): readonly string[] =>
  setCookies ?? (headers['set-cookie'] === undefined ? [] : [headers['set-cookie']]);
