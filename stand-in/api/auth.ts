// Sign-in, sign-up and sign-out: the forms' posts (mysetlist-app.md 3.3) and the auth APIs (2.6, 2.7).
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { json, readJson, redirect, withHeaders, type Answer, type Ask, type RouteTable } from '../http.ts';
import { COOKIE, cookieFor, cookiesOf, expiredCookie, type User } from '../sessions.ts';
import type { World } from '../world.ts';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const WEEK_SECONDS = 7 * 86_400;
const WRONG = 'Invalid email or password';

/** Where a sign-in leads: a path of this site. R1 follows any address, which the open-redirect fault brings back. */
export function landing(wanted: string | null, world: World): string {
  if (!wanted) return '/';
  if (world.has('open-redirect')) return wanted;
  // A second slash or a backslash would name another host; control characters would split the header.
  return /^\/(?![/\\])[^\p{Cc}]*$/u.test(wanted) ? wanted : '/';
}

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

/** Checks a sign-in; a text is the refusal. */
function authenticate(email: string, password: string, world: World): User | string {
  // R1 shows the words of the client library, which only says that it reached nobody.
  if (world.has('auth-outage')) return 'fetch failed';
  const user = world.sessions.check(email, password, world.has('wrong-password-accepted'));
  return user && !world.has('login-broken') ? user : WRONG;
}

/** What React's server calls an action by; stable, as between two builds of the same code. */
export const idOfAction = (action: string): string => createHash('sha1').update(action).digest('hex');
const ACTION = /^\$ACTION_ID_(.+)$/;
const OAUTH_START = '/auth/v1/authorize?provider=spotify';

type Form = { get: (name: string) => string | null; actions: readonly string[] };

/** A form's fields, whichever of the two ways it was sent. Throws on a body that is neither. */
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

/** Of two action ids Next.js runs the last: the Spotify form's, which lies inside the other. */
function startsOauth({ actions }: Form, world: World): boolean {
  const ran = world.has('scriptless-sign-in') ? actions.at(-1) : actions[0];
  return ran === idOfAction('oauth');
}

/** The way to Spotify, with the cookie that its way back is checked by. */
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
  return typeof result === 'string' ? back('sign-in', result, to) : signedIn(result, to, world);
}

const passwordProblem = (password: string): string | undefined => {
  if (password.length < 8) return 'Password must be at least 8 characters';
  const strong = /[a-z]/.test(password) && /[A-Z]/.test(password) && /\d/.test(password);
  return strong
    ? undefined
    : 'Password must contain at least one uppercase letter, one lowercase letter, and one number';
};

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

const HOUR_MS = 3_600_000;
const tokenR2 = (token: string, world: World) => ({
  token: Buffer.from(token, 'hex').toString('base64url'),
  tokenHash: createHash('sha256').update(token).digest('base64url'),
  expiresAt: new Date(world.now().getTime() + HOUR_MS).toISOString(),
  timestamp: world.now().toISOString(),
  sessionId: randomUUID(),
  authenticated: false,
  instructions: { header: 'x-csrf-token' },
});

function csrfToken(ask: Ask, world: World): Answer {
  const bytes = world.has('csrf-token-short') ? 4 : 32;
  const token = cookiesOf(ask.headers).get('csrf-token') ?? randomBytes(bytes).toString('hex');
  const cookie = `csrf-token=${token}; Path=/; Max-Age=${WEEK_SECONDS}; HttpOnly; SameSite=Strict`;
  const body = world.has('r2-csrf-shape')
    ? tokenR2(token, world)
    : { token, message: 'CSRF token generated successfully' };
  return withHeaders(json(body), { 'Set-Cookie': cookie });
}

/** Order of R1: limiter (before routing), CSRF, validation, Supabase. */
async function guarded(ask: Ask, world: World, then: (body: Record<string, unknown>) => Answer): Promise<Answer> {
  const body = (await readJson(ask)) ?? {};
  const cookie = cookiesOf(ask.headers).get('csrf-token');
  const given = ask.headers['x-csrf-token'] ?? body['csrfToken'];
  const matches = cookie !== undefined && given === cookie;
  if (!matches && !world.has('csrf-unchecked')) return json({ error: 'Invalid CSRF token' }, 403);
  return then(body);
}

const invalid = (issue: string) => json({ error: 'Invalid request data', issues: [{ message: issue }] }, 400);

const signInApi = (ask: Ask, world: World) =>
  guarded(ask, world, ({ email, password }) => {
    if (typeof email !== 'string' || !EMAIL.test(email)) return invalid('Invalid email address');
    if (typeof password !== 'string' || password.length < 6) return invalid('Password too short');
    const user = authenticate(email, password, world);
    if (typeof user === 'string') {
      return json({ error: user === WRONG ? 'Invalid login credentials' : user }, 401);
    }
    const session = world.sessions.open(user);
    const cookie = cookieFor(session, world.has('cookie-readable'));
    return withHeaders(json({ user, session: { expires_in: 3600 } }), { 'Set-Cookie': cookie });
  });

const signUpApi = (ask: Ask, world: World) =>
  guarded(ask, world, ({ email, password }) => {
    if (typeof email !== 'string' || !EMAIL.test(email)) return invalid('Invalid email address');
    const problem = passwordProblem(typeof password === 'string' ? password : '');
    if (problem) return invalid(problem);
    world.sessions.register(email, String(password));
    return json({ user: { email }, session: null, message: 'Please check your email to verify your account' });
  });

const resetApi = (ask: Ask, world: World) =>
  guarded(ask, world, ({ email }) =>
    typeof email === 'string' && EMAIL.test(email)
      ? json({ message: 'If an account exists with this email, you will receive a password reset link.' })
      : invalid('Invalid email address'),
  );

export const authRoutes: RouteTable = [
  ['/api/csrf-token', { GET: csrfToken }],
  ['/api/auth/sign-in', { POST: signInApi }],
  ['/api/auth/sign-up', { POST: signUpApi }],
  ['/api/auth/reset-password', { POST: resetApi }],
];
