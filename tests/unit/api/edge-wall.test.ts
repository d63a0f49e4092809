// What stands before the site is told from the site: walls of every kind, and answers of the site that look like one.
import assert from 'node:assert/strict';
import test from 'node:test';
import { wallBefore } from '../../../checks/api/edge-wall.ts';
import { judgePage, HOME } from '../../../checks/api/page-identity.ts';
import type { Answer } from '../../../checks/api/probe-client.ts';

const HTML = { 'content-type': 'text/html' };
const answer = (status: number, headers: Record<string, string>, body = '', more: Partial<Answer> = {}): Answer => ({
  status,
  headers,
  body,
  phases: {},
  url: new URL('https://mysetlist.example/'),
  ...more,
});
const NONCE = { setCookies: ['_vercel_sso_nonce=abc; Max-Age=3600; Path=/; Secure; HttpOnly; SameSite=Lax'] };

const WALLS: readonly [who: string, given: Answer, named: RegExp][] = [
  [
    'Vercel, 401',
    answer(401, { ...HTML, server: 'Vercel' }, '<title>Authentication Required</title>', NONCE),
    /Vercel's deployment protection/,
  ],
  [
    'Vercel, 302',
    answer(302, { location: 'https://vercel.com/sso-api?url=x&nonce=y' }),
    /Vercel's deployment protection/,
  ],
  [
    'Vercel, a password',
    answer(401, HTML, '', { setCookies: ['_vercel_password_nonce=x'] }),
    /Vercel's deployment protection/,
  ],
  ['Vercel, a challenge', answer(403, { ...HTML, 'x-vercel-mitigated': 'challenge' }), /challenge of Vercel/],
  [
    'Vercel, a checkpoint on 429',
    answer(429, HTML, '<title>Vercel Security Checkpoint</title>'),
    /Security Checkpoint/,
  ],
  ['Cloudflare, by its header', answer(403, { ...HTML, 'cf-mitigated': 'challenge' }), /challenge of Cloudflare/],
  [
    'Cloudflare, by its script',
    answer(503, HTML, '<script src="/cdn-cgi/challenge-platform/h/b"></script>'),
    /Cloudflare/,
  ],
  ['a firewall', answer(403, HTML, '<title>Access Denied</title>'), /Access Denied/],
  [
    'Cloudflare Access',
    answer(302, { location: 'https://team.cloudflareaccess.com/cdn-cgi/access/login/x' }),
    /login wall/,
  ],
  [
    'a portal of the network',
    answer(302, { location: 'http://login.corp.example/portal?to=x' }),
    /login wall: 302 to login\.corp/,
  ],
  ['a portal by its status', answer(511, HTML, '<title>Login</title>'), /login wall of the network/],
  ['basic authentication', answer(401, { 'www-authenticate': 'Basic realm="staging"' }), /login wall \(401, Basic\)/],
  [
    'a portal with status 200',
    answer(200, HTML, '<title>Corp</title><form><input type="password"></form>'),
    /password form/,
  ],
];
for (const [who, given, named] of WALLS) {
  test(`an access control: ${who}`, () => {
    assert.match(wallBefore(given) ?? '', named);
    assert.match(wallBefore(given) ?? '', /^blocked at the edge by .*VERCEL_AUTOMATION_BYPASS_SECRET/);
    assert.deepEqual(
      judgePage(HOME, given).map(({ code }) => code),
      ['edge-challenge'],
    );
  });
}

const MARK = { 'x-request-id': 'r-1' };
const THE_SITE: readonly [what: string, given: Answer][] = [
  ['its own 401', answer(401, { 'content-type': 'application/json', ...MARK }, '{"error":"Unauthorized"}')],
  ['its own redirect to sign-in', answer(307, { location: '/auth/sign-in', ...MARK })],
  ['its own view of its name', answer(307, { location: 'http://localhost:3000/auth/sign-in' })],
  ['a redirect to another host without a login', answer(301, { location: 'https://www.mysetlist.example/' })],
  ['a 500 page', answer(500, HTML, '<title>500: Internal Server Error</title>')],
  ['the host’s 500 page', answer(500, { ...HTML, server: 'Vercel' }, '<title>500: INTERNAL_SERVER_ERROR</title>')],
  ['a home page without its heading', answer(200, { ...HTML, ...MARK }, '<p>Loading...</p>')],
  ['the sign-in page in place of another', answer(200, HTML, '<title>MySetlist</title><input type="password">')],
  ['its own limiter', answer(429, { 'content-type': 'application/json', 'retry-after': '30' }, '{}')],
];
for (const [what, given] of THE_SITE) test(`no wall: ${what}`, () => assert.equal(wallBefore(given), undefined));
