// The posts of the sign-in, sign-up and password forms (mysetlist-app.md 3.3).
import { createHash, randomBytes } from 'node:crypto';
import { uuid } from '../data.ts';
import { redirect, withHeaders, type Answer, type Ask } from '../http.ts';
import { COOKIE, cookieFor, expiredCookie, type User } from '../sessions.ts';
import type { World } from '../world.ts';
import { authenticate, EMAIL, landing, passwordProblem } from './accounts.ts';

function signedIn(user: User, location: string, world: World): Answer {
  const cookie = cookieFor(world.sessions.open(user), world.has('cookie-readable'));
  return withHeaders(redirect(encodeURI(decodeSafely(location)), 303), { 'Set-Cookie': cookie });
}

function decodeSafely(location: string): string {
  try {
    return decodeURI(location);
  } catch {
    return '/';
  }
}

const back = (page: string, problem: string, to: string) => {
  const returnUrl = to === '/' ? '' : `&returnUrl=${encodeURIComponent(to)}`;
  return redirect(`/auth/${page}?error=${encodeURIComponent(problem)}${returnUrl}`, 303);
};

/** The ids of React's server actions. They do not change between two builds of the same code. */
export const idOfAction = (action: string): string => createHash('sha1').update(action).digest('hex');
const ACTION = /^\$ACTION_ID_(.+)$/;
const OAUTH_START = '/auth/v1/authorize?provider=spotify';

type Form = { get: (name: string) => string | null; actions: readonly string[] };

/** The fields of a form in either encoding. Throws on any other body. */
async function readForm(ask: Ask): Promise<Form> {
  const type = ask.headers['content-type'] ?? '';
  const body = await ask.body();
  const fields = /^multipart\//.test(type)
    ? await new Response(body, { headers: { 'content-type': type } }).formData()
    : new URLSearchParams(body);
  const actions = [...fields.keys()].flatMap((name) => ACTION.exec(name)?.[1] ?? []);
  const get = (name: string): string | null => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : null;
  };
  return { get, actions };
}

/** With two action ids Next.js runs the last one: that of the Spotify form inside the other form. */
function startsOauth({ actions }: Form, world: World): boolean {
  const ran = world.has('scriptless-sign-in') ? actions.at(-1) : actions[0];
  return ran === idOfAction('oauth');
}

/** The redirect to Spotify, with the cookie that the callback must match. */
const startOauth = (): Answer =>
  withHeaders(redirect(OAUTH_START, 303), {
    'Set-Cookie': `${COOKIE}-code-verifier=base64-${randomBytes(24).toString('base64url')}; Path=/; SameSite=Lax`,
  });

export async function signInForm(ask: Ask, world: World): Promise<Answer> {
  const form = await readForm(ask);
  if (startsOauth(form, world)) return startOauth();
  const email = form.get('email') ?? '';
  const password = form.get('password') ?? '';
  const to = landing(form.get('redirectTo'), world);
  if (!EMAIL.test(email)) return back('sign-in', 'Invalid email address', to);
  if (password === '') return back('sign-in', 'Password is required', to);
  const result = authenticate(email, password, world);
  if (typeof result !== 'string') return signedIn(result, world.has('sign-in-stays') ? '/auth/sign-in' : to, world);
  const refusal = back('sign-in', result, to);
  if (!world.has('rejected-sign-in-signs-in')) return refusal;
  const cookie = cookieFor(world.sessions.open({ id: uuid(`user/${email}`), email, role: 'user' }), false);
  return withHeaders(refusal, { 'Set-Cookie': cookie });
}

export async function signUpForm(ask: Ask, world: World): Promise<Answer> {
  const form = await readForm(ask);
  if (startsOauth(form, world)) return startOauth();
  const email = form.get('email') ?? '';
  const password = form.get('password') ?? '';
  const problem = EMAIL.test(email) ? passwordProblem(password) : 'Invalid email address';
  if (problem) return back('sign-up', problem, '/');
  if (password !== form.get('confirmPassword')) return back('sign-up', "Passwords don't match", '/');
  world.sessions.register(email, password);
  const message = 'Please check your email to confirm your account.';
  return redirect(`/auth/sign-up?message=${encodeURIComponent(message)}`, 303);
}

export function resetForm(): Answer {
  const message = "Check your email! We've sent you a password reset link.";
  return redirect(`/auth/reset-password?message=${encodeURIComponent(message)}`, 303);
}

export function signOut(ask: Ask, world: World): Answer {
  if (world.has('sign-out-keeps-session')) return redirect('/', 303);
  if (ask.session) world.sessions.close(ask.session);
  return withHeaders(redirect('/', 303), { 'Set-Cookie': expiredCookie });
}
