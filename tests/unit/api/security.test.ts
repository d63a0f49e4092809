import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import test, { type TestContext } from 'node:test';
import { runSecurity, SECURITY_CHECKS } from '../../../checks/security/run.ts';
import type { CheckRecord } from '../../../reports/result.ts';
import { closedPort, site } from './tiny.ts';

const HEADERS = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains; preload',
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'content-security-policy': "default-src 'self'",
  'x-request-id': 'r-1',
};
const GUARDED = /^\/(api\/(votes|setlists|user|cron|admin)|profile)/;
type Reply = { status: number; body: string; headers: Record<string, string> };
type Flaw = (reply: Reply, url: URL, request: IncomingMessage) => void;

/** A site that keeps every promise, then spoilt by `flaw`. */
const answerWith = (flaw: Flaw) => (request: IncomingMessage, response: ServerResponse) => {
  const url = new URL(request.url ?? '/', 'http://site.invalid');
  const reply: Reply = { status: 200, body: '{"results":[]}', headers: { ...HEADERS } };
  if (GUARDED.test(url.pathname)) Object.assign(reply, { status: url.pathname === '/profile' ? 307 : 401, body: '{}' });
  if (url.pathname.startsWith('/.')) reply.status = 404;
  if (url.pathname === '/auth/sign-in') reply.body = '<input type="hidden" name="redirectTo" value="/">';
  flaw(reply, url, request);
  response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(reply.body);
};

async function outcomes(target: URL): Promise<Record<string, string>> {
  const records: CheckRecord[] = [];
  await runSecurity({
    target,
    sink: (record) => record.kind === 'check' && records.push(record),
    rounds: 1,
    signal: new AbortController().signal,
    now: () => new Date(),
  });
  return Object.fromEntries(records.map(({ id, outcome }) => [id, outcome]));
}
const all = (outcome: string) => Object.fromEntries(SECURITY_CHECKS.map(({ id }) => [id, outcome]));
const spoilt = async (t: TestContext, flaw: Flaw) => outcomes(await site(t, answerWith(flaw)));

test('a site that keeps its promises passes every security check', async (t) => {
  assert.deepEqual(await spoilt(t, () => {}), all('pass'));
});

const header =
  (name: string, value?: string): Flaw =>
  ({ headers }) => {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  };
const typed = (url: URL) => url.searchParams.get('q') ?? url.searchParams.get('period') ?? '';
const FLAWS: readonly [title: string, flaw: Flaw, id: string][] = [
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
  ...Object.keys(HEADERS).map((name): [string, Flaw, string] => [`no ${name}`, header(name), 'security.headers']),
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
  [
    'a form that leads to any host',
    (r, url) =>
      (r.body = `<input type="hidden" name="redirectTo" value="${url.searchParams.get('returnUrl') ?? '/'}">`),
    'security.open-redirect',
  ],
  [
    'a form that leads to a host without a scheme',
    (r, url) =>
      url.searchParams.get('returnUrl')?.startsWith('//') &&
      (r.body = '<input type="hidden" name="redirectTo" value="//evil.example/">'),
    'security.open-redirect',
  ],
];
for (const [title, flaw, id] of FLAWS) {
  test(`${title} fails ${id} and nothing else`, async (t) => {
    assert.deepEqual(await spoilt(t, flaw), { ...all('pass'), [id]: 'fail' });
  });
}

test('a site that answers 500 to everything is an outage and no security finding, save for its missing headers', async (t) => {
  const found = await spoilt(t, (reply) => Object.assign(reply, { status: 500, headers: {} }));
  assert.deepEqual(found, { ...all('inconclusive'), 'security.headers': 'fail' });
});

test('where nothing listens, no security check passes and none blames the site', async () => {
  assert.deepEqual(await outcomes(await closedPort()), all('inconclusive'));
});
