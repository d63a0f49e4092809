// What a weakened security check would let through: each row is one answer at a border, and what the check must say of it.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Answer, NoAnswer, Request } from '../../../checks/api/probe-client.ts';
import { authBypass } from '../../../checks/security/auth-bypass.security.ts';
import { cookies } from '../../../checks/security/cookies.security.ts';
import { cors } from '../../../checks/security/cors.security.ts';
import { exposure } from '../../../checks/security/exposure.security.ts';
import { injection } from '../../../checks/security/injection.security.ts';
import { rateLimit } from '../../../checks/security/rate-limit.security.ts';
import { openRedirect } from '../../../checks/security/open-redirect.security.ts';
import { openRoutes } from '../../../checks/security/open-routes.security.ts';
import { outage, type SecurityCheck, type SecurityContext } from '../../../checks/security/security-request.ts';
import { isSessionCookie, signInOnce } from '../../../checks/security/sign-in-form.ts';
import { signInService } from '../../../checks/security/sign-in-service.security.ts';
import { signInWithoutScript } from '../../../checks/security/sign-in-without-script.security.ts';
import { certificateFindings, transport } from '../../../checks/security/transport.security.ts';
import { runSecurity } from '../../../checks/security/security-stage.ts';
import type { CheckRecord } from '../../../reports/result.ts';
import { site } from './tiny.ts';

const TARGET = new URL('https://site.example');
const ACCOUNT = { email: 'a@b.example', password: 'secret-word' };
const HTML = { 'content-type': 'text/html' };
type Reply = Partial<Pick<Answer, 'status' | 'headers' | 'body' | 'setCookies' | 'url' | 'certificates'>> | NoAnswer;
type Asked = { method: string; path: string; headers: Record<string, string>; body: string | undefined };
const DOWN: NoAnswer = { error: { code: 'refused', message: 'nothing listens' }, phases: {} };

/** What a check says of a site that answers so; `undefined`: 200, an empty object. */
async function said(
  check: SecurityCheck,
  reply: (asked: Asked) => Reply | undefined,
  context: SecurityContext = { target: TARGET, account: ACCOUNT },
): Promise<string[]> {
  const found = await check.find((method, path, headers = {}, body) => {
    const given = reply({ method, path, headers, body }) ?? {};
    return Promise.resolve('error' in given ? given : { status: 200, headers: {}, body: '{}', phases: {}, ...given });
  }, context);
  return found.map(({ code, message, level }) => `${level ?? code}: ${message}`);
}

const FORM = '<form action="/auth/sign-in" method="post"><input name="email" type="email"><input name="password" type="password"></form>'; // prettier-ignore
const SESSION = 'sb-x-auth-token=base64-abcdefgh; Path=/; HttpOnly; SameSite=Lax; Secure';
/** A site with a sign-in form whose POST is answered so. */
const signingIn =
  (post: Reply, csrf: Reply = { setCookies: ['csrf-token=abc; HttpOnly; SameSite=Strict; Secure'] }) =>
  ({ method, path }: Asked): Reply =>
    path === '/api/csrf-token' ? csrf : method === 'GET' ? { headers: HTML, body: FORM } : post;
const OPENED: Reply = { status: 303, setCookies: [SESSION], headers: { location: '/' } };

const FLAGS: readonly [cookie: string, lacks: string | undefined, plain?: true][] = [
  ['csrf-token=abc; HttpOnly; SameSite=Strict; Secure', undefined],
  ['csrf-token=abc; SameSite=Strict; Secure', 'HttpOnly'],
  ['csrf-token=abc; HttpOnly; Secure', 'SameSite'],
  ['csrf-token=abc; HttpOnly; SameSite=None; Secure', 'SameSite'],
  ['csrf-token=abc; HttpOnly; SameSite=Lax', 'Secure'],
  ['csrf-token=abc; HttpOnly; SameSite=Lax', undefined, true],
  ['csrf-token=abc', 'HttpOnly, SameSite, Secure'],
  ['csrf-token=; Max-Age=0', undefined],
  ['csrf-token=abc; Max-Age=01', 'HttpOnly, SameSite, Secure'],
  ['__Host-CSRF=abc', 'HttpOnly, SameSite, Secure'],
  // Named after nothing that guards: no flags are needed.
  ['theme=dark', undefined],
  ['theme=csrf', undefined],
];
for (const [cookie, lacks, plain] of FLAGS)
  test(`the cookie "${cookie}"${plain ? ' over plain http' : ''} lacks ${lacks ?? 'nothing'}`, async () => {
    const target = plain ? new URL('http://127.0.0.1') : TARGET;
    const found = await said(cookies, signingIn(OPENED, { setCookies: [cookie] }), { target, account: ACCOUNT });
    const name = cookie.split('=')[0];
    assert.deepEqual(found, lacks === undefined ? [] : [`header: GET /api/csrf-token: cookie ${name} lacks ${lacks}`]);
  });

test('no cookie where one belongs cannot be judged; where the address itself failed its own check says so', async () => {
  const of = (csrf: Reply): Promise<string[]> => said(cookies, signingIn(OPENED, csrf));
  const none = 'no-data: GET /api/csrf-token set no cookie: there is none to judge';
  assert.deepEqual(await of({}), [none]);
  assert.deepEqual(await of({ status: 399 }), [none]);
  assert.deepEqual(await of({ status: 400 }), []);
  assert.deepEqual(await of(DOWN), ['refused: GET /api/csrf-token: nothing listens']);
  assert.deepEqual(await of({ status: 500, setCookies: ['csrf-token=abc'] }), [
    'server-error: GET /api/csrf-token: status 500 (no content type)',
  ]);
  const noSession = 'no-data: could not prepare: see security.sign-in-service (POST /auth/sign-in opened no session)';
  for (const post of [
    { status: 303, headers: { location: '/' } },
    DOWN,
    { setCookies: ['sb-x-auth-token-code-verifier=abcdefghij'] },
  ])
    // prettier-ignore
    assert.deepEqual(await said(cookies, signingIn(post)), [noSession]);
  assert.deepEqual(await said(cookies, signingIn({ ...OPENED, setCookies: [SESSION.replace('; HttpOnly', '')] })), [
    'header: POST /auth/sign-in: cookie sb-x-auth-token lacks HttpOnly',
  ]);
  assert.deepEqual(await said(cookies, signingIn(DOWN), { target: TARGET }), []);
});

test('a flaw of the CSRF cookie stays where the sign-in cannot be judged; a cookie of the sign-in page is judged, too', async () => {
  const flawed: Reply = { setCookies: ['csrf-token=abc; SameSite=Strict; Secure'] };
  const flaw = 'header: GET /api/csrf-token: cookie csrf-token lacks HttpOnly';
  assert.deepEqual(await said(cookies, ({ path }) => (path === '/api/csrf-token' ? flawed : {})), [
    flaw,
    'no-data: could not prepare: see front-door.sign-in (GET /auth/sign-in has no form with a password)',
  ]);
  assert.deepEqual(await said(cookies, signingIn({ headers: HTML }, flawed)), [
    flaw,
    'no-data: could not prepare: see security.sign-in-service (POST /auth/sign-in opened no session)',
  ]);
  const page: Reply = { ...flawed, headers: HTML, body: FORM };
  const onPage = await said(cookies, (asked) => (asked.method === 'GET' && asked.path === '/auth/sign-in' ? page : signingIn(OPENED)(asked))); // prettier-ignore
  assert.deepEqual(onPage, ['header: GET /auth/sign-in: cookie csrf-token lacks HttpOnly']);
});

for (const [line, expected] of [
  [SESSION, true],
  ['sb-x-auth-token=12345678', true],
  ['sb-x-auth-token=1234567', false],
  ['SESSIONID=12345678', true],
  ['csrf-token=12345678', false],
  ['theme=12345678', false],
  ['sb-x-auth-token-code-verifier=12345678', false],
  ['sb-x-auth-token=12345678; Max-Age=0', false],
] as const)
  test(`"${line}" is ${expected ? 'a' : 'no'} session`, () => assert.equal(isSessionCookie(line), expected));

const LED: readonly [what: string, post: Reply, led: string, text: string][] = [
  ['a session', OPENED, 'session', ''],
  ['no answer', DOWN, 'nothing', 'nothing listens'],
  ['a page', { headers: HTML }, 'nothing', 'answered 200 and opened no session'],
  ['the form with an error', { status: 303, headers: { location: '/auth/sign-in?error=Wrong' } }, 'refused', 'Wrong'],
  ['the form without an error', { status: 303, headers: { location: '/auth/sign-in' } }, 'nothing', '303 to site.example/auth/sign-in'], // prettier-ignore
  ['another page with an error', { status: 303, headers: { location: '/?error=Wrong' } }, 'nothing', '303 to site.example/'], // prettier-ignore
  ['another host', { status: 303, headers: { location: 'https://accounts.example/x' } }, 'elsewhere', '303 to accounts.example/x'], // prettier-ignore
  ["the site's own view of its name", { status: 303, headers: { location: 'http://localhost:3000/x' } }, 'nothing', '303 to localhost:3000/x'], // prettier-ignore
  ['the callback of another sign-in', { status: 303, headers: { location: '/auth/callback' } }, 'elsewhere', '303 to site.example/auth/callback'], // prettier-ignore
  ['an authorization', { status: 303, headers: { location: '/oauth/authorize' } }, 'elsewhere', '303 to site.example/oauth/authorize'], // prettier-ignore
  ['one cookie of another sign-in among others', { status: 303, headers: { location: '/' }, setCookies: ['a=b', 'sb-x-auth-token-code-verifier=x'] }, 'elsewhere', '303 to site.example/'], // prettier-ignore
  ['a single line of cookies', { status: 303, headers: { location: '/', 'set-cookie': SESSION } }, 'session', ''],
];
for (const [what, post, led, text] of LED)
  test(`the sign-in form leads to ${what}`, async () => {
    let seen: unknown;
    const asks: SecurityCheck['find'] = async (ask, context) => {
      const done = await signInOnce(ask, context);
      seen = done.prepared ? [done.passwordOnly.led, done.passwordOnly.text] : done.why.message;
      return [];
    };
    await said({ id: '', title: '', reddens: [], find: asks }, signingIn(post));
    assert.deepEqual(seen, [led, text]);
  });

test('the form is posted with the account, without what a nested form adds, and is named where it has no password', async () => {
  const nested = FORM.replace('</form>', '<input type="hidden" name="$ACTION_ID_2"><input name=""></form>').replace('<input', '<input type="hidden" name="$ACTION_ID_1" value="v"><input'); // prettier-ignore
  const posts: string[] = [];
  const reply = ({ method, body }: Asked): Reply => {
    if (method === 'POST') posts.push(body ?? '');
    return method === 'GET' ? { headers: HTML, body: nested } : OPENED;
  };
  assert.deepEqual(await said(signInService, reply), []);
  const own = '%24ACTION_ID_1=v&email=a%40b.example&password=secret-word';
  assert.deepEqual(posts, [`${own}&%24ACTION_ID_2=`, own]);
  const without = await said(signInService, () => ({ headers: HTML, body: FORM.replace('type="password"', '') }));
  assert.deepEqual(without, ['no-data: could not prepare: see front-door.sign-in (GET /auth/sign-in has no form with a password)']); // prettier-ignore
  const multipart = { headers: HTML, body: FORM.replace('<form', '<form enctype="multipart/form-data"') };
  await said(signInService, ({ method, body, headers }) => {
    if (method === 'GET') return multipart;
    assert.match(headers['content-type'] ?? '', /^multipart\/form-data; boundary=/);
    assert.match(body ?? '', /name="email"\r\n\r\na@b\.example\r\n--.*name="password"\r\n\r\nsecret-word\r\n--[\w-]+--\r\n$/s); // prettier-ignore
    return OPENED;
  });
});

test('the form is posted to its action, else to its own page, as its encoding says; a page that is down is an outage', async () => {
  for (const [action, path] of [
    ['/auth/other', '/auth/other'],
    ['', '/auth/sign-in'],
  ] as const) {
    const posts: string[] = [];
    const form = FORM.replace('/auth/sign-in', action);
    await said(signInService, (asked) => {
      if (asked.method === 'POST') posts.push(`${asked.path} ${asked.headers['content-type']}`);
      return asked.method === 'GET' ? { headers: HTML, body: form } : OPENED;
    });
    assert.deepEqual(posts, [`${path} application/x-www-form-urlencoded`]);
  }
  const down = await said(signInService, ({ method }) => (method === 'GET' ? { status: 500 } : OPENED));
  assert.deepEqual(down, ['server-error: GET /auth/sign-in: status 500 (no content type)']);
});

test('a sign-in is asked again where one of its two posts met an outage', async () => {
  const nested = FORM.replace('</form>', '<input type="hidden" name="$ACTION_ID_2"></form>');
  const context = { target: TARGET, account: ACCOUNT };
  let posts = 0;
  const reply = ({ method }: Asked): Reply => {
    if (method === 'GET') return { headers: HTML, body: nested };
    posts += 1;
    return posts === 2 ? { status: 500 } : OPENED;
  };
  for (const [found, sent] of [
    [1, 2],
    [0, 4],
    [0, 4],
  ])
    assert.deepEqual([(await said(signInService, reply, context)).length, posts], [found, sent]);
});

test('the first form with a password is the one that is posted; without an account as somebody unknown', async () => {
  const posts: string[] = [];
  const forms = `<form action="/search"><input name="q"></form>${FORM}<form action="/join"><input type="password"></form>`;
  const reply = ({ method, path, body }: Asked): Reply => {
    if (method === 'POST') posts.push(`${path} ${body}`);
    return method === 'GET' ? { headers: HTML, body: forms } : REFUSED;
  };
  assert.deepEqual(await said(signInService, reply, { target: TARGET }), []);
  assert.deepEqual(posts, ['/auth/sign-in email=nobody%40mysetlist.invalid&password=not-a-password']);
});

const REFUSED = { status: 303, headers: { location: '/auth/sign-in?error=Invalid%20login%20credentials' } };
const KNOWN: readonly [what: string, post: Reply, account: boolean, words: RegExp | undefined][] = [
  ['a session for the account', OPENED, true, undefined],
  ['a session for nobody', OPENED, false, /an account that does not exist was accepted/],
  ['a refusal of the account', REFUSED, true, /the known account is rejected/],
  ['a refusal of nobody', REFUSED, false, undefined],
  ['another error', { status: 303, headers: { location: '/auth/sign-in?error=fetch%20failed' } }, false, /the site says "fetch failed"/], // prettier-ignore
  ['nothing', { headers: HTML }, true, /: POST \/auth\/sign-in: answered 200 and opened no session$/],
  ['500', { status: 500 }, true, /^semantic: sign-in service down: .*status 500/],
  ['a long error', { status: 303, headers: { location: `/auth/sign-in?error=${'x'.repeat(121)}` } }, true, /the site says "x{120}"$/], // prettier-ignore
  ['its limiter', { status: 429 }, true, /^rate-limited: /],
  ['a refused connection', DOWN, true, /^refused: /],
];
for (const [what, post, account, words] of KNOWN)
  test(`the sign-in service answers ${what}: ${words === undefined ? 'well' : 'a finding'}`, async () => {
    const found = await said(signInService, signingIn(post), {
      target: TARGET,
      ...(account ? { account: ACCOUNT } : {}),
    });
    assert.equal(found.length, words === undefined ? 0 : 1, found.join());
    if (words !== undefined) assert.match(found.join(), words);
  });

test('a form that leads elsewhere without scripts is a finding, one that fails otherwise is not', async () => {
  const of = (post: Reply): Promise<string[]> => said(signInWithoutScript, signingIn(post));
  assert.match((await of({ status: 303, headers: { location: 'https://accounts.example/' } })).join(), /^semantic: .*without scripts leads/); // prettier-ignore
  assert.match((await of({ status: 500 })).join(), /^server-error: /);
  for (const post of [OPENED, REFUSED, { headers: HTML }]) assert.deepEqual(await of(post), []);
});

test('with cookies no other site may read: any of the three values, at each address; without cookies all may', async () => {
  const paths = ['/', '/api/votes', '/api/health', '/api/csrf-token'];
  const of = (path: string, allowed: string, withCookies = 'true'): Promise<string[]> =>
    said(cors, (asked) => {
      assert.equal(asked.headers['origin'], 'https://elsewhere.example');
      if (asked.path !== path) return {};
      return { headers: { 'access-control-allow-origin': allowed, 'access-control-allow-credentials': withCookies } };
    });
  for (const path of paths)
    for (const allowed of ['*', 'https://elsewhere.example', 'null'])
      assert.deepEqual(await of(path, allowed), [`header: GET ${path}: Access-Control-Allow-Origin is ${allowed}, with credentials`]); // prettier-ignore
  assert.deepEqual(await of('/', 'https://site.example'), []);
  for (const allowed of ['*', 'https://elsewhere.example']) assert.deepEqual(await of('/', allowed, 'false'), []);
  // One address that is down leaves the others to judge; all of them nothing.
  assert.deepEqual(await said(cors, ({ path }) => (path === '/' ? DOWN : {})), []);
  assert.equal((await said(cors, () => DOWN)).length, paths.length);
});

test('a site that is down says nothing about its transport', async () => {
  assert.deepEqual(await said(transport, () => DOWN), ['refused: GET /: nothing listens']);
  assert.deepEqual(await said(transport, () => ({ status: 500 })), [
    'server-error: GET /: status 500 (no content type)',
  ]);
});

test('HSTS is for a year, or is a finding with its seconds; a certificate that expires is a finding of the transport', async () => {
  const of = (headers: Record<string, string>, more: Reply = {}): Promise<string[]> =>
    said(transport, () => ({ headers, ...more }), { target: new URL('http://127.0.0.1:1') });
  const year = { 'strict-transport-security': 'max-age=31536000' };
  assert.deepEqual(await of(year), []);
  for (const [value, seconds] of [
    ['max-age=31535999', 31_535_999],
    ['includeSubDomains', 0],
  ] as const)
    assert.deepEqual(await of({ 'strict-transport-security': value }), [
      `header: GET /: Strict-Transport-Security has max-age ${seconds} s, expected a year`,
    ]);
  const expired = await of(year, { certificates: [{ name: 'site', expires: new Date(0) }] });
  assert.match(expired.join(), /^semantic: the certificate expires in -/);
});

/** Stands for the plain HTTP side of every host, by the setting of a proxy. Returns what was asked there. */
async function plainSide(t: TestContext, status: number, location?: string): Promise<string[]> {
  const asked: string[] = [];
  const { href } = await site(t, (request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status, location === undefined ? {} : { location }).end();
  });
  const before = process.env['http_proxy'];
  process.env['http_proxy'] = href;
  t.after(() => {
    if (before === undefined) delete process.env['http_proxy'];
    else process.env['http_proxy'] = before;
  });
  return asked;
}
test('over plain HTTP the same host leads to HTTPS; a port of its own has no plain side', async (t) => {
  const headers = { 'strict-transport-security': 'max-age=31536000' };
  const of = (target: string, signal?: AbortSignal): Promise<string[]> =>
    said(transport, () => ({ headers }), { target: new URL(target), ...(signal ? { signal } : {}) });
  const wrong = (status: number): string[] => [
    `header: GET http://site.example/: ${status}, expected a redirect to HTTPS`,
  ];
  for (const [status, location, found] of [
    [301, 'https://site.example/', []],
    [301, 'http://www.site.example/', wrong(301)],
    [200, undefined, wrong(200)],
  ] as const) {
    const asked = await plainSide(t, status, location);
    assert.deepEqual(await of('https://site.example'), found);
    assert.deepEqual(asked, ['http://site.example/']);
  }
  const asked = await plainSide(t, 200);
  assert.deepEqual(await of('https://site.example:8443'), []);
  assert.deepEqual(await of('http://127.0.0.1'), []);
  assert.deepEqual(await of('https://site.example', AbortSignal.abort()), []);
  assert.deepEqual(asked, []);
});

test('the landing field that the browser sends first decides where the form leads', async () => {
  const fields = (...values: string[]): string => values.map((one) => `<input type="hidden" name="redirectTo" value="${one}">`).join(''); // prettier-ignore
  const of = (...values: string[]): Promise<string[]> => said(openRedirect, () => ({ headers: HTML, body: `<form>${fields(...values)}</form>`, url: TARGET })); // prettier-ignore
  assert.equal((await of('https://evil.example/', '/')).length, 3);
  assert.deepEqual(await of('/', 'https://evil.example/'), []);
  assert.deepEqual(await of(), []);
});

test('a route is there below 300', async () => {
  const of = (status: number): Promise<string[]> => said(openRoutes, () => ({ status }));
  assert.deepEqual([(await of(299)).length, (await of(300)).length], [6, 0]);
  assert.match((await of(204)).join(), /^warn: OPTIONS \/api\/admin\/seed-dispatch: the route exists \(no Allow\)/);
});

test('a refusal page of a firewall is an outage from 400 on', () => {
  const page = (status: number) => outage('GET /', { status, headers: HTML, body: '<title>Access denied</title>', phases: {} })?.code; // prettier-ignore
  assert.deepEqual([page(399), page(400)], [undefined, 'edge-challenge']);
});

test('the certificate that expires is called by its place in the chain', () => {
  const now = new Date('2026-11-28T12:00:00Z');
  const one = (name: string, days: number) => ({ name, expires: new Date(now.getTime() + days * 86_400_000) });
  type Chain = Parameters<typeof certificateFindings>[0];
  const of = (...chain: { name: string; expires: Date }[]): string[] =>
    certificateFindings(chain as unknown as Chain, now).map(({ message }) => message.replace(/, on .*/, ''));
  assert.deepEqual(of(one('site', 2), one('between', 300)), ['the certificate expires in 2.0 days']);
  assert.deepEqual(of(one('site', 300), one('between', 2)), ['the intermediate certificate "between" of the chain expires in 2.0 days']); // prettier-ignore
  assert.deepEqual(of(one('site', 14.01)), []);
  assert.deepEqual(of({ name: 'site', expires: new Date(now.getTime() + 14 * 86_400_000 + 1) }), []);
  assert.deepEqual(of(), []);
});

/** The routes of auth-bypass that redirect softly, a private page, and an API route, each answered with 200. */
const PRIVATE: readonly [path: string, page: boolean, refresh: boolean, finding: RegExp | undefined][] = [
  ['/my-artists', true, true, undefined],
  ['/admin', true, true, undefined],
  ['/my-artists', true, false, /^unexpected-status: GET \/my-artists with .*: 200, expected 302 or 303 or 307$/],
  ['/my-artists', false, true, /^unexpected-status: /],
  ['/profile', true, true, /^unexpected-status: GET \/profile /],
  ['/api/user/profile', true, false, /^no-data: could not prepare: see the contract of this route/],
  ['/api/user/profile', false, false, /^unexpected-status: .*200, expected 307 or 401$/],
];
for (const [path, isPage, refresh, finding] of PRIVATE)
  test(`${path} answers a stranger with ${isPage ? 'a page' : 'data'}${refresh ? ' that leads away' : ''}`, async () => {
    const text = refresh ? '<meta http-equiv="refresh" content="0;url=/auth/sign-in">' : '<p>Private</p>';
    const found = await said(authBypass, (asked) => {
      if (asked.path === path) return { headers: isPage ? HTML : { 'content-type': 'application/json' }, body: text };
      return { status: /^\/(profile|my-artists|admin)/.test(asked.path) ? 307 : 401 };
    });
    // A stranger of each kind is let in, or none.
    assert.equal(found.length, finding === undefined ? 0 : 4, found.join('\n'));
    for (const one of found) assert.match(one, finding as RegExp);
  });

const REFUSALS: Readonly<Record<string, readonly number[]>> = {
  '/api/votes': [401],
  '/api/setlists': [401],
  '/api/votes/history': [401, 403, 404],
  '/api/user/profile': [307, 401],
  '/api/cron/trending-update': [401],
  '/api/admin/users': [401, 403],
  '/profile': [302, 303, 307],
  '/my-artists': [302, 303, 307],
  '/admin': [302, 303, 307],
};
for (const [path, allowed] of Object.entries(REFUSALS))
  test(`${path} refuses a stranger with ${allowed.join(', ')} and nothing else`, async () => {
    for (const status of [201, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405]) {
      const of = (asked: string): Reply => {
        const [own = ''] = asked.split('?');
        return { status: own === path ? status : (REFUSALS[own]?.[0] ?? 404) };
      };
      const found = await said(authBypass, (asked) => of(asked.path), { target: new URL('http://127.0.0.1:1') });
      assert.equal(found.length, allowed.includes(status) ? 0 : 4, `${status}: ${found.join('; ')}`);
    }
  });

test('a stranger posts an empty object, and asks without a body', async () => {
  const seen = new Set<string>();
  await said(authBypass, ({ method, headers, body }) => {
    seen.add(`${method} ${headers['content-type']} ${body}`);
    return { status: 401 };
  });
  assert.deepEqual([...seen].sort(), ['GET undefined undefined', 'POST application/json {}']);
});

test('a job that a broken guard would start is asked on this machine only', async () => {
  const asked = async (target: URL): Promise<boolean> => {
    const paths: string[] = [];
    await said(authBypass, ({ path }) => (paths.push(path), { status: 401 }), { target });
    return paths.includes('/api/cron/trending-update');
  };
  assert.deepEqual([await asked(TARGET), await asked(new URL('http://127.0.0.1:1'))], [false, true]);
});

const SEARCH = '/api/search?q=';
const asksOf = (path: string): string => decodeURIComponent(path);
const INJECTABLE = [
  ...[SEARCH, '/api/trending?period=', '/api/trending?limit=', '/api/artists/search?q=', '/api/search/artists?q='],
  ...['/api/search/suggestions?query=', '/api/shows/upcoming?filter=', '/api/trending/live?timeframe=', '/api/activity/recent?limit='], // prettier-ignore
];
test('an injection is found at each parameter alone, and with each of the strings', async () => {
  const contractOf = new Set<string>();
  for (const place of INJECTABLE)
    for (const text of ["'", "' OR '1'='1", '1; SELECT pg_sleep(0)--']) {
      const found = await said(injection, ({ path }) => (asksOf(path) === `${place}${text}` ? { status: 500 } : {}));
      assert.match(found.join('\n'), /^semantic: GET .*status 500 .*, and an ordinary value works$/, `${place}${text}`);
    }
  for (const text of ['%%', '__'])
    assert.equal((await said(injection, ({ path }) => (asksOf(path) === `${SEARCH}${text}` ? { body: '{"results":[1]}' } : {}))).length, 1, text); // prettier-ignore
  for (const place of INJECTABLE) {
    const [found = ''] = await said(injection, ({ path }) => (path.startsWith(place) && !/%|'/.test(path) ? { status: 500 } : {})); // prettier-ignore
    assert.match(found, /^no-data: could not prepare: see contract\.[\w-]+ \(GET /, place);
    contractOf.add(/see (\S+)/.exec(found)?.[1] ?? '');
  }
  assert.equal(contractOf.size, 8);
  // A search that fails on everything that it finds is broken, and not by the injection.
  const hits = await said(injection, ({ path }) => (path.startsWith(SEARCH) && !path.endsWith('zzxqqvv') ? { status: 500 } : {})); // prettier-ignore
  assert.equal(hits.length, 1);
  assert.match(hits[0] ?? '', /^no-data: could not prepare: see contract\.search \(GET /);
  const limited = await said(injection, () => ({ status: 429 }));
  assert.equal(limited.length, INJECTABLE.length);
  for (const one of limited) assert.match(one, /^rate-limited: /);
});

test('an injection that failed once and not again is none; one that met an outage is not judged', async () => {
  const place = `${SEARCH}'`;
  const of = async (...replies: readonly (Reply | undefined)[]): Promise<[found: string[], asked: number]> => {
    let asked = 0;
    const found = await said(injection, ({ path }) => (asksOf(path) === place ? replies[Math.min(asked++, replies.length - 1)] : {})); // prettier-ignore
    return [found, asked];
  };
  assert.deepEqual(await of({}), [[], 1]);
  assert.deepEqual(await of({ status: 500 }, {}), [[], 2]);
  assert.deepEqual(await of(DOWN), [[`refused: GET ${place}: nothing listens`], 2]);
  assert.deepEqual(await of({ status: 429 }), [[`rate-limited: GET ${place}: status 429, retry after unknown`], 2]);
});

test('a route that has no value to find anything with is injectable if only the ordinary value works', async () => {
  const [first = ''] = await said(injection, ({ path }) => (path.startsWith('/api/trending?period=') && !path.endsWith('=week') ? { status: 500 } : {})); // prettier-ignore
  assert.match(first, /^semantic: .*, and an ordinary value works$/);
});

test('results of a search are counted under each of their names; wildcards are sent to the search alone', async () => {
  const more = { body: '{"results":[1]}' };
  assert.deepEqual(await said(injection, ({ path }) => (path.startsWith('/api/trending') && !path.endsWith('=week') ? more : {})), []); // prettier-ignore
  for (const name of ['results', 'artists', 'suggestions']) {
    const place = "/api/search/artists?q=' OR '1'='1";
    const body = JSON.stringify({ [name]: [1, 2] });
    const found = await said(injection, ({ path }) => (asksOf(path) === place ? { body } : {}));
    assert.deepEqual(found, [`semantic: GET ${place}: 2 results, expected none`]);
  }
  const wild = new Set<string>();
  await said(injection, ({ path }) => {
    if (/=(%%|__)$/.test(asksOf(path))) wild.add(asksOf(path));
    return {};
  });
  assert.deepEqual([...wild], [`${SEARCH}%%`, `${SEARCH}__`]);
});

test('maps of the first three scripts of the site are asked for, and only a file is one that is served', async () => {
  const sources = ['/a.js', '/b.js?v=1', '/a.js', 'https://cdn.example/c.js', '/d.css', '/e.js', '/f.js'];
  const home = sources.map((src) => `<script src="${src}"></script>`).join('');
  const asked: string[] = [];
  const found = await said(exposure, ({ path }) => {
    asked.push(path);
    if (path === '/') return { headers: HTML, body: home, url: TARGET };
    return path === '/e.js.map' ? {} : path === '/a.js.map' ? { headers: HTML } : { status: 404 };
  });
  assert.deepEqual(asked.filter((path) => path.endsWith('.map')), ['/a.js.map', '/b.js.map', '/e.js.map']); // prettier-ignore
  assert.deepEqual(found, ['unexpected-status: GET /e.js.map is served']);
});

test('the limiter has twice its limit and two requests of time to refuse, one more than that is no limiter', async () => {
  const of = (refusesAt: number, more: Reply = { status: 429, headers: { 'retry-after': '5' } }): Promise<string[]> => {
    let sent = 0;
    return said(rateLimit, ({ headers }) => {
      sent += 1;
      if (headers['x-user-id'] !== undefined) return { status: 429 };
      return sent >= refusesAt ? more : {};
    });
  };
  const time = 'GET /api/search for the 61st time';
  assert.deepEqual(await of(61), []);
  assert.deepEqual(await of(122), []);
  assert.deepEqual(await of(123), [`unexpected-status: ${time}: no 429, the limit is not enforced`]);
  assert.deepEqual(await of(61, { status: 429 }), [`header: ${time}: 429 without a readable Retry-After`]);
  assert.match((await of(3, DOWN)).join(), /^refused: /);
});

test('the check that uses up the limit is sent straight and once, only where it is named; the others are looked at twice', async () => {
  const sent: Request[] = [];
  const ran = async (
    only?: string,
  ): Promise<{ ids: string[]; limited: number; straight: number; attempts: unknown; keys: string[] }> => {
    const records: CheckRecord[] = [];
    let [limited, straight] = [0, 0];
    const reply = { status: 200, headers: { 'x-powered-by': 'x' }, body: '{}', phases: {} };
    await runSecurity({
      target: TARGET,
      send: (request) => ((limited += 1), sent.push(request), Promise.resolve(reply)),
      straight: () => ((straight += 1), Promise.resolve(reply)),
      sink: (record) => void (record.kind === 'check' && records.push(record)),
      ...(only === undefined ? {} : { only: new Set([only]) }),
      rounds: 0,
      signal: new AbortController().signal,
      now: () => new Date(0),
    });
    const keys = Object.keys(records[0] ?? {}).filter((key) => key === 'attempts' || key === 'earlier');
    return { ids: records.map(({ id }) => id), limited, straight, attempts: records[0]?.attempts, keys };
  };
  const alone = await ran('security.rate-limit');
  assert.deepEqual([alone.ids, alone.limited, alone.straight], [['security.rate-limit'], 0, 122]);
  assert.deepEqual(alone.keys, []);
  const headersOnly = await ran('security.headers');
  assert.deepEqual([headersOnly.ids, headersOnly.straight, headersOnly.attempts], [['security.headers'], 0, 2]);
  assert.deepEqual(headersOnly.keys, ['attempts', 'earlier']);
  assert.ok(sent.length > 0 && sent.every((request) => !('headers' in request) && !('body' in request)));
  const all = await ran();
  assert.ok(!all.ids.includes('security.rate-limit') && all.ids.length > 10);
});
