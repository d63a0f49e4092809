// The auth APIs and the CSRF token (mysetlist-app.md 2.6, 2.7).
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { json, readJson, withHeaders, type Answer, type Ask, type RouteTable } from '../http.ts';
import { cookieFor, cookiesOf } from '../sessions.ts';
import type { World } from '../world.ts';
import { authenticate, EMAIL, passwordProblem, WRONG } from './accounts.ts';

const WEEK_SECONDS = 7 * 86_400;

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
