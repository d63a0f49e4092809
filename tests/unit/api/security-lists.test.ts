// Security checks that ask a list of addresses: a flaw at a single one is found, whichever it is. The lists are written down here once more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from '../../../checks/api/probe-client.ts';
import { badParameters } from '../../../checks/security/bad-parameters.security.ts';
import { disclosure } from '../../../checks/security/disclosure.security.ts';
import { exposure } from '../../../checks/security/exposure.security.ts';
import { headers } from '../../../checks/security/headers.security.ts';
import { openRedirect } from '../../../checks/security/open-redirect.security.ts';
import { openRoutes } from '../../../checks/security/open-routes.security.ts';
import { reflection } from '../../../checks/security/reflection.security.ts';
import { outcomeOf, type SecurityCheck } from '../../../checks/security/security-request.ts';
import { signInService } from '../../../checks/security/sign-in-service.security.ts';
import type { ErrorCode } from '../../../reports/result.ts';

type Reply = Partial<Pick<Answer, 'status' | 'body' | 'headers'>>;
const MARKUP = encodeURIComponent('<zzx a="b">');
const HTML = { 'content-type': 'text/html' };
const GOOD_HEADERS = {
  'strict-transport-security': 'max-age=63072000',
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=()',
  'content-security-policy': "default-src 'self'",
  'x-request-id': 'r-1',
};

/** What the check finds where `flawed` alone answers with `bad`, and every other address with `good`. */
async function findings(check: SecurityCheck, flawed: string | undefined, bad: Reply, good: Reply): Promise<string[]> {
  const asked: string[] = [];
  const found = await check.find(
    (_method, path) => {
      asked.push(path);
      const reply = path === flawed ? bad : good;
      return Promise.resolve({ status: 200, body: '', headers: {}, phases: {}, ...reply });
    },
    { target: new URL('https://site.invalid') },
  );
  assert.ok(flawed === undefined || asked.includes(flawed), `${flawed} is not asked`);
  return found.map(({ message }) => message);
}

const LISTS: readonly { check: SecurityCheck; paths: readonly string[]; bad: Reply; good?: Reply }[] = [
  {
    check: openRoutes,
    bad: { headers: { allow: 'POST' } },
    good: { status: 404 },
    paths: [
      '/api/admin/seed-dispatch',
      '/api/admin/sync-manager',
      '/api/database/operations',
      '/api/jobs',
      '/api/songs/upsert',
      '/api/external-apis/diagnostics',
    ],
  },
  {
    check: reflection,
    bad: { headers: HTML, body: '<p>For <zzx a="b"></zzx></p>' },
    good: { headers: HTML, body: '<p>Nothing</p>' },
    paths: [
      ...['/auth/sign-in?error=', '/auth/sign-in?message=', '/auth/sign-up?error=', '/search?q=', '/artists?q='],
      ...['/api/search?q=', '/api/search/artists?q=', '/api/search/suggestions?query=', '/api/trending?type='],
    ].map((path) => `${path}${MARKUP}`),
  },
  {
    check: disclosure,
    bad: { body: 'Error: x\n    at Object.<anonymous> (/var/task/apps/web/route.ts:10:3)' },
    paths: [
      ...['/', '/api/health', '/api/health/db', '/api/health/comprehensive', '/api/votes'],
      ...['/api/trending?period=century', '/api/trending?config=%7B', '/api/no-such-route-zzxqqvv'],
    ],
  },
  {
    check: badParameters,
    bad: { status: 500, body: '{"error":"PostgresError: invalid input syntax for type uuid"}' },
    paths: [
      '/api/votes?setlistSongId=not-an-id',
      '/api/votes/not-an-id/count',
      '/api/votes/statistics?showId=not-an-id',
      '/api/setlists/not-an-id',
      '/api/artists/not-an-artist/songs?limit=abc',
      '/api/trending?limit=abc',
      '/api/trending/shows?limit=-1',
      '/api/trending/artists?limit=99999999999999999999',
      '/api/trending/venues?limit=abc',
      '/api/trending/live?type=all&limit=-1',
      '/api/shows/upcoming?limit=abc&offset=-1',
      '/api/search?q=aa&limit=-1',
      '/api/search/suggestions?query=a,b)&limit=-1',
      '/api/search/artists?q=aa&limit=-1',
      '/api/activity/recent?limit=-1',
    ],
  },
  {
    check: headers,
    bad: { headers: { ...GOOD_HEADERS, 'x-frame-options': 'ALLOWALL' } },
    good: { headers: GOOD_HEADERS },
    paths: ['/', '/auth/sign-in', '/api/trending'],
  },
  {
    check: openRedirect,
    bad: { status: 307, headers: { location: 'https://evil.example/' } },
    paths: ['https://evil.example/', '//evil.example/', '/\\evil.example/'].map(
      (elsewhere) => `/auth/sign-in?returnUrl=${encodeURIComponent(elsewhere)}`,
    ),
  },
  {
    check: exposure,
    bad: { body: 'SECRET=1' },
    good: { status: 404 },
    paths: ['/.env', '/.env.local', '/.git/config', '/.git/HEAD'],
  },
];

for (const { check, paths, bad, good = { body: '{}' } } of LISTS)
  test(`${check.id}: a flaw at one address alone is found, at each of ${paths.length}`, async () => {
    assert.deepEqual(await findings(check, undefined, {}, good), []);
    for (const path of paths) {
      const found = await findings(check, path, bad, good);
      assert.equal(found.length, 1, `${path}: ${found.join('; ')}`);
      const shown = path.replace(MARKUP, '');
      const isNamed = [shown, decodeURIComponent(shown)].some((one) => found[0]?.includes(one));
      assert.ok(isNamed, `${shown}: ${String(found[0])}`);
    }
  });

test('one address that is down leaves the others to judge, all of them nothing', async () => {
  for (const check of [reflection, disclosure, badParameters]) {
    const { paths = [], good = { body: '{}' } } = LISTS.find((one) => one.check === check) ?? {};
    assert.deepEqual(await findings(check, paths[0], { status: 500 }, good), [], check.id);
    assert.equal((await findings(check, undefined, {}, { status: 500 })).length, paths.length, check.id);
  }
});

test('X-Powered-By is a finding beside the others', async () => {
  const bad = { headers: { ...GOOD_HEADERS, 'x-frame-options': 'ALLOWALL', 'x-powered-by': 'Next.js' } };
  assert.deepEqual(await findings(headers, '/', bad, { headers: GOOD_HEADERS }), [
    'GET /: x-frame-options is ALLOWALL, expected ^(DENY|SAMEORIGIN)$',
    'GET /: X-Powered-By is "Next.js"',
  ]);
});

test('every one of the security headers counts', async () => {
  for (const name of Object.keys(GOOD_HEADERS)) {
    const others = Object.fromEntries(Object.entries(GOOD_HEADERS).filter(([one]) => one !== name));
    const found = await findings(headers, '/', { headers: others }, { headers: GOOD_HEADERS });
    assert.equal(found.length, 1, name);
    assert.match(found[0] ?? '', new RegExp(`^GET /: ${name} is missing, expected `));
  }
});

test('an answer that failed for another reason says nothing about security, whatever the reason', () => {
  const reasons: ErrorCode[] = [
    ...(['dns', 'refused', 'reset', 'tls', 'tls-expired', 'tls-wrong-host', 'tls-untrusted'] as const),
    ...(['timeout', 'truncated', 'edge-challenge', 'rate-limited', 'server-error', 'tool', 'no-data'] as const),
  ];
  for (const code of reasons) assert.equal(outcomeOf([{ code, message: code }]), 'inconclusive', code);
  for (const code of ['semantic', 'header', 'unexpected-status'] as const)
    assert.equal(outcomeOf([{ code, message: code }, { code: 'timeout', message: 'late' }]), 'fail', code); // prettier-ignore
  assert.equal(outcomeOf([{ code: 'semantic', message: 'x', level: 'warn' }]), 'warn');
  assert.equal(outcomeOf([]), 'pass');
});

test('a sign-in that met one 500 is asked again by the second look, and one that went well is not', async () => {
  const form = '<form action="/auth/sign-in" method="post"><input name="email" type="email"><input name="password" type="password"></form>'; // prettier-ignore
  const session = { 'set-cookie': 'sb-x-auth-token=base64-abc; Path=/; HttpOnly; SameSite=Lax' };
  let posts = 0;
  const context = { target: new URL('https://site.invalid'), account: { email: 'a@b.example', password: 'x' } };
  const look = () =>
    signInService.find((method) => {
      if (method === 'GET') return Promise.resolve({ status: 200, headers: HTML, body: form, phases: {} });
      posts += 1;
      return Promise.resolve({
        status: posts === 1 ? 500 : 303,
        headers: posts === 1 ? {} : { ...session, location: '/' },
        body: '',
        phases: {},
      });
    }, context);
  assert.deepEqual((await look()).map(({ message }) => message).length, 1);
  assert.deepEqual(await look(), []);
  assert.equal(posts, 2);
  assert.deepEqual(await look(), []);
  assert.equal(posts, 2, 'a sign-in that went well is shared');
});
