import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import test, { type TestContext } from 'node:test';
import type { Ask } from '../../../checks/security/security-request.ts';
import { certificateFindings, transport } from '../../../checks/security/transport.security.ts';
import { startStandIn, type StandInOptions } from '../../../stand-in/server.ts';
import { SECURITY_CHECKS } from '../../../checks/security/security-checks.generated.ts';
import { runSecurity } from '../../../checks/security/security-stage.ts';
import type { CheckRecord } from '../../../reports/result.ts';
import { closedPort, site } from './tiny.ts';

const HEADERS = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains; preload',
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), microphone=()',
  'content-security-policy': "default-src 'self'",
  'x-request-id': 'r-1',
};
const GUARDED = /^\/(api\/(votes|setlists|user|cron|admin)|profile|my-artists|admin)/;
const PAGE = /^\/(profile|my-artists|admin)/;
const COOKIE = 'csrf-token=abc; Path=/; HttpOnly; SameSite=Strict';
const FORM =
  '<form action="/auth/sign-in" method="post"><input type="hidden" name="redirectTo" value="/">' +
  '<input name="email" type="email"><input name="password" type="password"></form>';
const page = (body: string) => ({ body, headers: { ...HEADERS, 'content-type': 'text/html' } });
type Reply = { status: number; body: string; headers: Record<string, string> };
type Flaw = (reply: Reply, url: URL, request: IncomingMessage) => void;

/** A site that keeps every promise, then spoilt by `flaw`. */
const answerWith = (flaw: Flaw) => (request: IncomingMessage, response: ServerResponse) => {
  const url = new URL(request.url ?? '/', 'http://site.invalid');
  const reply: Reply = { status: 200, body: '{"results":[]}', headers: { ...HEADERS } };
  if (GUARDED.test(url.pathname)) Object.assign(reply, { status: PAGE.test(url.pathname) ? 307 : 401, body: '{}' });
  if (request.method === 'OPTIONS' || url.pathname.endsWith('.map')) reply.status = 404;
  if (url.pathname === '/') Object.assign(reply, page('<script defer src="/app.js?v=1"></script>'));
  if (url.pathname === '/api/csrf-token') reply.headers['set-cookie'] = COOKIE;
  if (url.pathname.startsWith('/.')) reply.status = 404;
  if (url.pathname.startsWith('/auth/'))
    Object.assign(reply, page(url.searchParams.has('error') ? '<p>&lt;zzx&gt;</p>' : FORM));
  if (request.method === 'POST' && url.pathname === '/auth/sign-in')
    reply.headers['set-cookie'] = 'sb-x-auth-token=base64-abc; Path=/; HttpOnly; SameSite=Lax';
  flaw(reply, url, request);
  response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(reply.body);
};

async function outcomes(target: URL, only?: readonly string[]): Promise<Record<string, string>> {
  const records: CheckRecord[] = [];
  await runSecurity({
    target,
    account: { email: 'a@b.example', password: 'not-a-password' },
    sink: (record) => record.kind === 'check' && records.push(record),
    rounds: 1,
    ...(only ? { only: new Set(only) } : {}),
    signal: new AbortController().signal,
    now: () => new Date(),
  });
  return Object.fromEntries(records.map(({ id, outcome }) => [id, outcome]));
}
const all = (outcome: string) =>
  Object.fromEntries(SECURITY_CHECKS.filter(({ onDemand }) => !onDemand).map(({ id }) => [id, outcome]));
const spoilt = async (t: TestContext, flaw: Flaw) => outcomes(await site(t, answerWith(flaw)));

test('a healthy site passes every security check', async (t) => {
  assert.deepEqual(await spoilt(t, () => {}), all('pass'));
});

const header =
  (name: string, value?: string): Flaw =>
  ({ headers }) => {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  };
const typed = (url: URL) => url.searchParams.get('q') ?? url.searchParams.get('period') ?? '';
const FLAWS: readonly [title: string, flaw: Flaw, id: string, outcome?: string][] = [
  ['an open admin route', (r, url) => url.pathname === '/api/admin/users' && (r.status = 200), 'security.auth-bypass'],
  [
    'a route that a forged bearer opens',
    (r, _url, request) => request.headers.authorization && (r.status = 200),
    'security.auth-bypass',
  ],
  [
    'a page that a forged cookie opens',
    (r, url, request) => url.pathname === '/profile' && request.headers.cookie && (r.status = 200),
    'security.auth-bypass',
  ],
  ...Object.keys(HEADERS)
    .filter((name) => name !== 'strict-transport-security' && name !== 'permissions-policy')
    .map((name): [string, Flaw, string] => [`no ${name}`, header(name), 'security.headers']),
  ['no permissions-policy off Vercel', header('permissions-policy'), 'security.headers', 'warn'],
  [
    'no permissions-policy on Vercel',
    ({ headers }) => {
      delete headers['permissions-policy'];
      headers['server'] = 'Vercel';
    },
    'security.headers',
  ],
  ['X-Powered-By', header('x-powered-by', 'Next.js'), 'security.headers'],
  ['a quote that gives 500', (r, url) => typed(url).includes("'") && (r.status = 500), 'security.injection'],
  [
    "the driver's words in a 400",
    (r, url) => typed(url).includes("'") && Object.assign(r, { status: 400, body: '{"error":"PostgresError: oops"}' }),
    'security.injection',
  ],
  [
    'everything for a tautology',
    (r, url) => typed(url).includes("'1'='1") && (r.body = '{"results":[1,2,3]}'),
    'security.injection',
  ],
  ['a served .env', (r, url) => url.pathname === '/.env' && (r.status = 200), 'security.exposure'],
  ['a served source map', (r, url) => url.pathname === '/app.js.map' && (r.status = 200), 'security.exposure'],
  [
    'the history of a stranger’s votes',
    (r, url) => url.pathname === '/api/votes/history' && (r.status = 200),
    'security.auth-bypass',
  ],
  [
    'a page of one’s own with its content',
    (r, url) => url.pathname === '/my-artists' && Object.assign(r, { status: 200, body: '<h1>My Artists</h1>' }),
    'security.auth-bypass',
  ],
  ['everything for a wildcard', (r, url) => typed(url) === '%%' && (r.body = '{"results":[1]}'), 'security.injection'],
  [
    'a CSRF cookie that scripts read',
    (r) => r.headers['set-cookie'] && (r.headers['set-cookie'] = r.headers['set-cookie'].replace('HttpOnly; ', '')),
    'security.cookies',
  ],
  [
    'a session cookie for every other site',
    (r, _url, request) =>
      request.method === 'POST' && (r.headers['set-cookie'] = 'sb-x-auth-token=base64-abc; Path=/; HttpOnly'),
    'security.cookies',
  ],
  [
    'markup that becomes part of the page',
    (r, url) => url.searchParams.has('error') && (r.body = `<p>${url.searchParams.get('error')}</p>`),
    'security.reflection',
  ],
  [
    'a stack trace',
    (r, url) => url.pathname === '/api/trending' && (r.body = 'Error\\n    at run (/app/route.js:1:2)'),
    'security.disclosure',
  ],
  [
    'a connection string',
    (r, url) => url.pathname === '/api/health' && (r.body = '{"url":"postgresql://somebody@db"}'),
    'security.disclosure',
  ],
  [
    'any site that may read with cookies',
    (r, _url, request) =>
      request.headers.origin &&
      Object.assign(r.headers, {
        'access-control-allow-origin': request.headers.origin,
        'access-control-allow-credentials': 'true',
      }),
    'security.cors',
  ],
  [
    'a route that changes things and is there',
    (r, url, request) => request.method === 'OPTIONS' && url.pathname === '/api/jobs' && (r.status = 204),
    'security.open-routes',
    'warn',
  ],
  [
    'a form that leads to any host',
    (r, url) =>
      url.pathname === '/auth/sign-in' &&
      (r.body = FORM.replace('value="/"', `value="${url.searchParams.get('returnUrl') ?? '/'}"`)),
    'security.open-redirect',
  ],
  [
    'a form that leads to a host without a scheme',
    (r, url) =>
      url.searchParams.get('returnUrl')?.startsWith('//') &&
      (r.body = FORM.replace('value="/"', 'value="//evil.example/"')),
    'security.open-redirect',
  ],
];
for (const [title, flaw, id, outcome = 'fail'] of FLAWS) {
  test(`${title} fails ${id} and nothing else`, async (t) => {
    assert.deepEqual(await spoilt(t, flaw), { ...all('pass'), [id]: outcome });
  });
}

test('a missing or short HSTS fails the header check and the transport check', async (t) => {
  const fails = { 'security.headers': 'fail', 'security.transport': 'fail' };
  assert.deepEqual(await spoilt(t, header('strict-transport-security')), { ...all('pass'), ...fails });
  const short = await spoilt(t, header('strict-transport-security', 'max-age=10000000'));
  assert.deepEqual(short, { ...all('pass'), 'security.transport': 'fail' });
});

test('plain HTTP to another host is a finding; to this machine it is not', async () => {
  const ask: Ask = () => Promise.resolve({ status: 200, headers: { ...HEADERS }, body: '', phases: {} });
  const codes = async (target: string) =>
    (await transport.find(ask, { target: new URL(target) })).map(({ code }) => code);
  assert.deepEqual(await codes('http://site.invalid'), ['tls']);
  assert.deepEqual(await codes('http://127.0.0.1:3000'), []);
});

test('a certificate warns at fourteen days, fails at three, and passes before; the certificate that expires first decides', () => {
  const now = new Date('2026-11-24T12:00:00Z');
  const after = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
  const levels = (...days: number[]) =>
    certificateFindings(
      days.map((one, i) => ({ expires: after(one), name: i === 0 ? 'site.example' : 'Some CA' })),
      now,
    ).map(({ level }) => level ?? 'fail');
  assert.deepEqual(
    [14.1, 14, 3.1, 3, 0, -1].map((days) => levels(days)),
    [[], ['warn'], ['warn'], ['fail'], ['fail'], ['fail']],
  );
  assert.deepEqual(
    [levels(200, 1), levels(200, 10), levels(200, 300, 2), levels(200, 300)],
    [['fail'], ['warn'], ['fail'], []],
  );
  assert.deepEqual(levels(), []);
  assert.match(
    certificateFindings(
      [
        { expires: after(200), name: 's' },
        { expires: after(1), name: 'Some CA' },
      ],
      now,
    )[0]?.message ?? '',
    /intermediate certificate "Some CA"/,
  );
  // A root that is sent along, cross-signed: browsers end at the one that they have.
  assert.deepEqual(
    certificateFindings(
      [
        { expires: after(200), name: 's' },
        { expires: after(1), name: 'ISRG Root X1' },
      ],
      now,
    ),
    [],
  );
});

test('the limiter: enforced passes, open fails, and one that a made-up user starts anew fails', async () => {
  const outcome = async (options: StandInOptions) => {
    const limited = await startStandIn(options);
    try {
      return (await outcomes(new URL(limited.url), ['security.rate-limit']))['security.rate-limit'];
    } finally {
      await limited.close();
    }
  };
  assert.equal(await outcome({ limiter: 'enforced' }), 'pass');
  assert.equal(await outcome({ limiter: 'open' }), 'fail');
  assert.equal(await outcome({ limiter: 'enforced', faults: ['limiter-bypass'] }), 'fail');
});

test('a site that answers 500 to everything is an outage and no security finding', async (t) => {
  const found = await spoilt(t, (reply) => Object.assign(reply, { status: 500, headers: {} }));
  assert.deepEqual(found, { ...all('inconclusive') });
});

test('if the connection is refused, no security check passes and none reports a finding', async () => {
  assert.deepEqual(await outcomes(await closedPort()), all('inconclusive'));
});
