// What a weakened reading of an answer would let through: each row is one border of the rules for statuses, bodies, pages and walls.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { wallBefore } from '../../../checks/api/edge-wall.ts';
import { judgeAnswer, unexpected } from '../../../checks/api/judge-answer.ts';
import { HOME, judgePage, SIGN_IN } from '../../../checks/api/page-identity.ts';
import type { Answer } from '../../../checks/api/probe-client.ts';
import { softFailure } from '../../../checks/api/soft-failure.ts';
import { readJson } from '../../../checks/api/strict-json.ts';
import { body, type Case } from '../../../contracts/contract.ts';
import { healthSchema } from '../../../contracts/health.contract.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const SITE = new URL('https://site.example/here');
const HTML = { 'content-type': 'text/html' };
const JSON_TYPE = { 'content-type': 'application/json' };
const answer = (
  status: number,
  headers: Record<string, string> = {},
  text = '',
  more: Partial<Answer> = {},
): Answer => ({
  status,
  headers,
  body: text,
  phases: {},
  url: SITE,
  ...more,
});
const CASE: Case = { name: 'answers', method: 'GET', path: '/x', status: [200] };
const messages = (expected: Case, given: Answer): string[] =>
  judgeAnswer(expected, given, NOW).failures.map(({ code, message }) => `${code}: ${message}`);

const UNEXPECTED: readonly [what: string, given: Answer, code: string, text: string][] = [
  ['a redirect elsewhere is no loop', answer(307, { location: '/there' }), 'unexpected-status', 'status 307 to /there'],
  ['a redirect without a target', answer(307), 'unexpected-status', 'status 307 to nowhere'],
  ['a not-found screen', answer(200, HTML, '<meta name="robots" content="noindex">'), 'soft-404', 'status 200 with the not-found screen'], // prettier-ignore
  ['a refresh tag', answer(200, HTML, '<meta http-equiv="refresh" content="0;url=/a">'), 'soft-redirect', 'status 200 with a refresh tag to /a'], // prettier-ignore
  ['a refresh tag without a target', answer(200, HTML, '<meta http-equiv="refresh">'), 'soft-redirect', 'status 200 with a refresh tag to nowhere'], // prettier-ignore
  ['an ordinary page', answer(200, HTML, '<h1>Hello</h1>'), 'unexpected-status', 'status 200'],
  ['tags in what is no page', answer(200, JSON_TYPE, '<meta http-equiv="refresh" content="0;url=/a">'), 'unexpected-status', 'status 200'], // prettier-ignore
  ['tags in another success', answer(201, HTML, '<meta name="robots" content="noindex">'), 'unexpected-status', 'status 201'], // prettier-ignore
  ['500', answer(500), 'server-error', 'status 500 (no content type)'],
  ['299', answer(299, { location: '/there' }), 'unexpected-status', 'status 299'],
  ['300', answer(300, { location: '/there' }), 'unexpected-status', 'status 300 to /there'],
  ['499', answer(499), 'client-error', 'status 499'],
  ['400', answer(400), 'client-error', 'status 400'],
  ['399', answer(399), 'unexpected-status', 'status 399 to nowhere'],
  ['429 without a time', answer(429), 'rate-limited', 'status 429, retry after unknown'],
  ['429', answer(429, { 'retry-after': '7' }), 'rate-limited', 'status 429, retry after 7'],
];
for (const [what, given, code, text] of UNEXPECTED)
  test(`an unexpected status: ${what}`, () => assert.deepEqual(unexpected(given), { code, text }));

for (const [status, location, expected] of [
  [299, '/b', []],
  [300, '/b', ['unexpected-status: GET /x: redirects to /b, expected /a on this host']],
  [399, '/b', ['unexpected-status: GET /x: redirects to /b, expected /a on this host']],
  [400, '/b', []],
  [307, '/a', []],
  [307, 'https://elsewhere.example/a', ['unexpected-status: GET /x: redirects to https://elsewhere.example/a, expected /a on this host']], // prettier-ignore
  [307, undefined, ['unexpected-status: GET /x: redirects to nowhere, expected /a on this host']],
] as const)
  test(`an expected redirect to /a: ${status} to ${location ?? 'nowhere'}`, () => {
    const given = answer(status, location === undefined ? {} : { location });
    assert.deepEqual(messages({ ...CASE, status: [status], redirectsTo: '/a' }, given), expected);
  });

test('a text has its own content type, and a sitemap is XML also where the case names no type', () => {
  const text: Case = { ...CASE, text: /^OK$/, contentType: /^text\/plain/ };
  assert.deepEqual(messages(text, answer(200, { 'content-type': 'text/plain' }, 'OK')), []);
  assert.match(messages(text, answer(200, HTML, 'OK')).join(), /^content-type: .*expected \^text/);
  const sitemap: Case = { ...CASE, sitemapLists: ['/a'] };
  const xml = '<urlset><url><loc>https://site.example/a</loc></url></urlset>';
  assert.deepEqual(messages(sitemap, answer(200, { 'content-type': 'application/xml' }, xml)), []);
  assert.match(messages(sitemap, answer(200, HTML, xml)).join(), /^content-type: .*expected XML/);
  assert.match(messages({ ...sitemap, sitemapLists: ['/b'] }, answer(200, { 'content-type': 'text/xml' }, xml)).join(), /lists 1 addresses and not \/b/); // prettier-ignore
});

test('a document is HTML, and a wall in its place is named as one', () => {
  const page: Case = { ...CASE, document: true };
  assert.deepEqual(messages(page, answer(200, HTML, '<html lang="en"><h1>A</h1>')), []);
  const warned = (text: string): string[] => judgeAnswer(page, answer(200, HTML, `<html lang="en">${text}`), NOW).warnings.map(({ message }) => message); // prettier-ignore
  assert.deepEqual(warned('<h1>A</h1><h2>B</h2><h2>C</h2>'), []);
  assert.deepEqual(warned('<h1>A</h1><h1>B</h1>'), ['GET /x: 2 first-level headings, expected one']);
  assert.match(
    messages(page, answer(200, JSON_TYPE, '<html lang="en">')).join(),
    /^content-type: .*expected text\/html/,
  );
  const portal = answer(200, HTML, '<title>Guest Wi-Fi sign in</title>');
  assert.match(messages({ ...CASE, json: body(z.object({})) }, portal).join(), /^edge-challenge: GET \/x: blocked at the edge/); // prettier-ignore
});

test('a wrong content type is named with the first 60 characters of the body', () => {
  const json: Case = { ...CASE, json: body(z.object({})) };
  const begins = JSON.stringify('x'.repeat(60));
  assert.deepEqual(messages(json, answer(200, {}, 'x'.repeat(61))), [`content-type: GET /x: content type is none, expected application/json; it begins ${begins}`]); // prettier-ignore
  assert.deepEqual(
    judgePage(HOME, answer(200)).map(({ message }) => message),
    ['GET /: content type is none, expected text/html'],
  );
});

test('five findings of a kind are named; a body of another shape is no body for later cases', () => {
  const seven = [1, 2, 3, 4, 5, 6, 7].map(String);
  const numbers = z.object(Object.fromEntries(seven.map((key) => [key, z.number()])));
  const of = (text: string) => judgeAnswer({ ...CASE, json: body(numbers, () => seven) }, answer(200, JSON_TYPE, text), NOW); // prettier-ignore
  const wrong = of('{}');
  assert.deepEqual([wrong.failures.length, 'body' in wrong, wrong.parsed], [5, false, {}]);
  const right = of(JSON.stringify(Object.fromEntries(seven.map((key) => [key, 1]))));
  assert.deepEqual([right.failures.length, 'body' in right], [5, true]);
});

test('only a 404 is absent, and no answer is not', () => {
  const silent = { error: { code: 'timeout', message: 'late' }, phases: {} } as const;
  const absent = [silent, answer(404), answer(410)].map((given) => judgeAnswer(CASE, given, NOW).absent);
  assert.deepEqual(absent, [false, true, false]);
  assert.equal(judgeAnswer({ ...CASE, text: /^OK$/ }, answer(200, {}, 'OK'), NOW).absent, false);
});

test('a body that our schema accepts and the published one refuses is an error of the tool', () => {
  const acceptsAll = Object.assign(() => ({ shape: [], meaning: [] }), { schema: healthSchema });
  assert.match(messages({ ...CASE, json: acceptsAll }, answer(200, JSON_TYPE, '{}')).join(), /^tool: .*disagree/);
});

test('a header that is missing is called so, one that differs is quoted', () => {
  const expected: Case = { ...CASE, responseHeaders: { 'x-a': /^b$/ } };
  assert.deepEqual(messages(expected, answer(200)), ['header: GET /x: header x-a is missing, expected ^b$']);
  assert.deepEqual(messages(expected, answer(200, { 'x-a': 'c' })), [
    'header: GET /x: header x-a is "c", expected ^b$',
  ]);
  assert.equal(messages({ ...CASE, responseHeaders: { 'x-a': /./ } }, answer(200)).length, 1);
  const cookie: Case = { ...CASE, responseHeaders: { 'set-cookie': /^b=/ } };
  assert.deepEqual(messages(cookie, answer(200, {}, '', { setCookies: ['a=1', 'b=2'] })), []);
  assert.equal(messages(cookie, answer(200, {}, '', { setCookies: ['a=1'] })).length, 1);
});

test('a message of 300 characters is whole, one of 301 is cut', () => {
  const fixed = 'GET : status 404, expected 200'.length;
  const of = (length: number): string => messages({ ...CASE, path: 'p'.repeat(length - fixed) }, answer(404)).join().slice('client-error: '.length); // prettier-ignore
  assert.equal(of(300).length, 300);
  assert.ok(!of(300).endsWith('...'));
  assert.ok(of(301).endsWith('...') && of(301).length === 303);
});

test("the site's clock decides only where its times are right by it, and only then is our clock named", () => {
  const of = (meaning: (now: Date) => string[], date: string) =>
    judgeAnswer(
      { ...CASE, json: body(z.object({ n: z.number() }), (_, now) => meaning(now)) },
      answer(200, { ...JSON_TYPE, date }, '{"n":1}'),
      NOW,
    );
  const [ours, hourAhead] = [NOW.toUTCString(), new Date(NOW.getTime() + 3_600_000).toUTCString()];
  const isOld = (now: Date): string[] => (now.getTime() === NOW.getTime() ? ['old'] : []);
  const told = ({ failures, warnings }: ReturnType<typeof of>): string[] => [...failures, ...warnings].map(({ code }) => code); // prettier-ignore
  assert.deepEqual(told(of(isOld, ours)), ['semantic']);
  assert.deepEqual(told(of(isOld, hourAhead)), ['machine']);
  assert.deepEqual(told(of(() => [], hourAhead)), []);
  assert.deepEqual(told(of(() => ['wrong by any clock'], hourAhead)), ['semantic']);
});

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
for (const [text, expected] of [
  [deep(100), undefined],
  [deep(101), 'not-json'],
  ['['.repeat(100), 'truncated'],
  ['['.repeat(101), 'not-json'],
  ['[1,2', 'truncated'],
  ['{"a":"[', 'truncated'],
  ['[[1],2', 'truncated'],
  ['[1,2] and more', 'not-json'],
  ['{"a":1} {"b":2}', 'not-json'],
  ['12[', 'not-json'],
  ['{"a":1,"b":{"a":1}}', undefined],
  ['{"b":{"a":1},"a":1}', undefined],
  ['{"b":["a","a"],"a":"b"}', undefined],
  ['{"a":1,"\\u0061":2}', 'not-json'],
] as const)
  test(`JSON: ${text.slice(0, 20)} is ${expected ?? 'read'}`, () => {
    const read = readJson(text);
    assert.equal(read.problem === undefined ? undefined : read.code, expected);
  });

test('a key that stands twice is named with its first 40 characters', () => {
  const key = `a${'b'.repeat(40)}`;
  assert.equal(readJson(`{"${key}":1,"${key}":2}`).problem, `key "${key.slice(0, 40)}" stands twice in one object`);
});

test('a soft failure is what is neither empty nor false, and its text is cut at 300 characters', () => {
  for (const error of [undefined, null, false, '']) assert.equal(softFailure({ error }), undefined, String(error));
  for (const error of [true, 0, 'x', {}]) assert.ok(softFailure({ error })?.startsWith('an error: '), String(error));
  assert.equal(softFailure({ error: 'y'.repeat(400) }), `an error: ${'y'.repeat(300)}`);
  assert.equal(softFailure({ error: 'first\nsecond' }), 'an error: first');
  assert.equal(softFailure({ fallback: 'true' }), undefined);
  for (const body of [null, 'text', 7, [null]]) assert.equal(softFailure(body), undefined);
  for (const body of [{ source: 'mock' }, [{ source: 'mock' }], { shows: [null, { source: 'mock' }] }])
    assert.equal(softFailure(body), 'invented data (source: mock)');
});

test('the first heading that is there is named, and the first field that is missing', () => {
  const of = (page: typeof HOME, text: string): string => judgePage(page, answer(200, HTML, text))[0]?.message ?? '';
  assert.equal(of(HOME, '<h1>One</h1><h1>Two</h1>'), 'GET /: has the heading "One", expected "Crowd-Curated Setlists"');
  const long = `<h1>${'x'.repeat(81)}</h1>`;
  assert.equal(of(HOME, long), `GET /: has the heading "${'x'.repeat(80)}", expected "Crowd-Curated Setlists"`);
  const right = '<h1>Crowd-Curated Setlists</h1>';
  const download = answer(200, { ...HTML, 'content-disposition': 'attachment; filename=a.html' }, right);
  assert.match(judgePage(HOME, download)[0]?.message ?? '', /sent as a download/);
  assert.match(judgePage(HOME, answer(200, HTML, right, { encoding: 'utf-16le' }))[0]?.message ?? '', /encoded as utf-16le/); // prettier-ignore
  assert.equal(of(HOME, '<h1>Oh</h1>Something went wrong'), 'GET /: shows "Something went wrong"');
  assert.equal(of(HOME, '<h1>Crowd-Curated Setlists</h1>\ufffd'), 'GET /: the page has bytes that are not UTF-8');
  assert.match(of(HOME, '<div>'.repeat(600)), /^GET \/: its elements are nested deeper than 512 levels/);
  assert.equal(of(HOME, '<h2>Two</h2>'), 'GET /: has no heading, expected "Crowd-Curated Setlists"');
  const heading = '<h2>Sign in to your account</h2>';
  assert.equal(of(SIGN_IN, heading), 'GET /auth/sign-in: shows no email field');
  assert.equal(of(SIGN_IN, `${heading}<input type="email">`), 'GET /auth/sign-in: shows no password field');
  assert.equal(of(SIGN_IN, `${heading}<input type="email"><input type="password">`), '');
});

const LONG_TITLE = `<title>Access denied, guest Wi-Fi sign in ${'x'.repeat(40)}</title>`;
const WALLS: readonly [what: string, given: Answer, wall: RegExp | undefined][] = [
  ['any other cookie on a 401', answer(401, {}, '', { setCookies: ['a=_vercel_sso_nonce=1'] }), undefined],
  ['its nonce on a 300', answer(300, {}, '', { setCookies: ['_vercel_sso_nonce=1'] }), /Vercel's deployment/],
  ['its nonce on a 299', answer(299, {}, '', { setCookies: ['_vercel_sso_nonce=1'] }), undefined],
  ['a refusal page on 400', answer(400, HTML, '<title>Access denied</title>'), /titled "Access denied" \(400\)/],
  ['a refusal page on 399', answer(399, HTML, '<title>Access denied</title>'), undefined],
  ['a refusal in JSON', answer(403, JSON_TYPE, '<title>Access denied</title>'), undefined],
  [
    'a login elsewhere on 300',
    answer(300, { location: 'https://sso.example/login' }),
    /login wall: 300 to sso\.example/,
  ],
  ['a login elsewhere on 299', answer(299, { location: 'https://sso.example/login' }), undefined],
  ['a login elsewhere on 400', answer(400, { location: 'https://sso.example/login' }), undefined],
  ['a login at an unreadable address', answer(302, { location: 'https://[login' }), undefined],
  ['a site at vercel.com itself', answer(200, {}, '', { url: new URL('https://vercel.com/') }), undefined],
  ['a long refusal page', answer(403, HTML, LONG_TITLE), /titled "Access denied, guest Wi-Fi sign in x{25}" \(403\)/],
  ['a long portal page', answer(200, HTML, LONG_TITLE), /titled "Access denied, guest Wi-Fi sign in x{25}" \(200\)/],
  ['a portal in JSON', answer(200, JSON_TYPE, '<title>Guest Wi-Fi sign in</title>'), undefined],
  ['a login on this host', answer(302, { location: '/login' }), undefined],
  ['a portal without a password', answer(200, HTML, '<title>Guest Wi-Fi sign in</title>'), /titled "Guest Wi-Fi sign in"/], // prettier-ignore
  ['a portal with the mark of the site', answer(200, { ...HTML, 'x-request-id': '1' }, '<title>Guest Wi-Fi sign in</title>'), undefined], // prettier-ignore
  ['a password form of the site', answer(200, HTML, '<h1>MySetlist</h1><input type="password">'), undefined],
  ['no password form', answer(200, HTML, '<title>Corp</title><input type="text">'), undefined],
  ['a 401 without a scheme', answer(401), undefined],
  ['a 403 with a scheme', answer(403, { 'www-authenticate': 'Basic' }), undefined],
];
for (const [what, given, wall] of WALLS)
  test(`${wall === undefined ? 'no wall' : 'a wall'}: ${what}`, () => {
    const found = wallBefore(given);
    if (wall === undefined) assert.equal(found, undefined);
    else assert.match(found ?? '', wall);
  });
test('no wall: a login elsewhere, seen from an address that is not known', () => {
  assert.equal(wallBefore({ status: 302, headers: { location: 'https://sso.example/login' }, body: '' }), undefined);
});
