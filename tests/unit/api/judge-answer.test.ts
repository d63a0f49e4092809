import assert from 'node:assert/strict';
import test from 'node:test';
import { z } from 'zod';
import type { Answer } from '../../../checks/api/probe-client.ts';
import { judgeAnswer } from '../../../checks/api/judge-answer.ts';
import { HOME, judgePage, SIGN_IN } from '../../../checks/api/page-identity.ts';
import { body, PUBLIC, type Case } from '../../../contracts/contract.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const CASE: Case = {
  name: 'answers',
  method: 'GET',
  path: '/api/thing',
  status: [200],
  json: body(z.object({ n: z.number() }), ({ n }) =>
    n > 0 ? [] : n === 0 ? [{ level: 'warn', message: 'n is 0' }] : ['n is negative'],
  ),
};
const answer = (text: string, more: Partial<Answer> = {}): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  phases: {},
  body: text,
  ...more,
});
const codes = (given: Parameters<typeof judgeAnswer>[1], expected = CASE) =>
  judgeAnswer(expected, given, NOW).failures.map((failure) => failure.code);
const html = (text: string, status = 200): Answer => answer(text, { status, headers: { 'content-type': 'text/html' } });

test('a valid response has no findings', () => {
  assert.deepEqual(judgeAnswer(CASE, answer('{"n":1}'), NOW), {
    failures: [],
    warnings: [],
    absent: false,
    body: { n: 1 },
    parsed: { n: 1 },
  });
});

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const WRONG: readonly [title: string, given: Parameters<typeof judgeAnswer>[1], codes: string[]][] = [
  ['no answer keeps its own code', { error: { code: 'refused', message: 'nothing listens' }, phases: {} }, ['refused']],
  ['an HTML page with status 200 is a wrong content type, even if it holds JSON', html('{"n":1}'), ['content-type']],
  ['no content type is a wrong content type', answer('{"n":1}', { headers: {} }), ['content-type']],
  ['500 in HTML is a server error', html('<h1>Internal Server Error</h1>', 500), ['server-error']],
  ['500 in JSON is a server error', answer('{"n":1}', { status: 500 }), ['server-error']],
  ['404 is a client error', html('Page not found', 404), ['client-error']],
  ['429 is a class of its own', answer('{}', { status: 429 }), ['rate-limited']],
  [
    'a redirect is an unexpected status',
    answer('', { status: 307, headers: { location: '/x' } }),
    ['unexpected-status'],
  ],
  [
    'a redirect to itself is a loop',
    answer('', { status: 307, url: new URL('http://site.invalid/api/thing'), headers: { location: '/api/thing' } }),
    ['redirect-loop'],
  ],
  ['a bot wall is a challenge', html('<title>Vercel Security Checkpoint</title>', 429), ['edge-challenge']],
  ['an empty body is not JSON', answer(''), ['not-json']],
  ['JSON that breaks off is truncated', answer('{"n":1,"list":[1,2'), ['truncated']],
  ['text is not JSON', answer('OK'), ['not-json']],
  ['NaN is not JSON', answer('{"n":NaN}'), ['not-json']],
  ['bytes that are not UTF-8 are not JSON', answer('{"n":1,"name":"Beyonc\ufffd"}'), ['not-json']],
  ['a key twice is not JSON', answer('{"n":1,"n":2}'), ['not-json']],
  ['10,000 levels of nesting are not JSON', answer(deep(10_000)), ['not-json']],
  ['a number as a string leaves the contract', answer('{"n":"1"}'), ['contract']],
  ['a missing key leaves the contract', answer('{}'), ['contract']],
  ['null leaves the contract', answer('null'), ['contract']],
  ['a wrong meaning is semantic', answer('{"n":-1}'), ['semantic']],
  ['an error inside a 200 is semantic', answer('{"n":1,"error":"Failed"}'), ['semantic']],
  ['fallback: true is semantic', answer('{"n":1,"fallback":true}'), ['semantic']],
];
for (const [title, given, expected] of WRONG) test(title, () => assert.deepEqual(codes(given), expected));

test('brackets inside a string are no nesting, the same key in two objects is not twice', () => {
  assert.deepEqual(codes(answer(JSON.stringify({ n: 1, text: '['.repeat(500) }))), []);
  assert.deepEqual(codes(answer('{"n":1,"a":{"k":1},"b":[{"k":1},{"k":"\\"k\\":1"}]}')), []);
});

test('a degraded state is a warning', () => {
  const judged = judgeAnswer(CASE, answer('{"n":0}'), NOW);
  assert.deepEqual([judged.failures, judged.warnings.map((w) => w.code)], [[], ['semantic']]);
});

test('a text body must match its pattern', () => {
  const text: Case = { name: 'lives', method: 'GET', path: '/api/thing', status: [200], text: /^OK\s*$/ };
  assert.deepEqual(codes(html('OK\n'), text), []);
  assert.deepEqual(codes(html('<!doctype html>'), text), ['semantic']);
});

test('a missing, wrong or forbidden header is named', () => {
  const cached = { ...CASE, responseHeaders: { ...PUBLIC, 'x-powered-by': null } };
  const type = { 'content-type': 'application/json' };
  const good = { ...type, 'cache-control': 'public, s-maxage=300' };
  assert.deepEqual(codes(answer('{"n":1}', { headers: good }), cached), []);
  assert.deepEqual(codes(answer('{"n":1}', { headers: type }), cached), ['header']);
  assert.deepEqual(codes(answer('{"n":1}', { headers: { ...good, 'x-powered-by': 'Next' } }), cached), ['header']);
});

test('a message names the endpoint and stays short for any answer', () => {
  for (const huge of ['x'.repeat(1_000_000), `{"n":"${'y'.repeat(1_000_000)}"}`]) {
    const [failure] = judgeAnswer(CASE, answer(huge), NOW).failures;
    assert.match(failure?.message ?? '', /^GET \/api\/thing: /);
    assert.ok((failure?.message.length ?? 0) <= 310);
  }
});

const HOME_PAGE = '<main><h1 class="big">Crowd-Curated<br/><span>Set</span><!-- --><span>lists</span></h1></main>';
const PAGES: readonly [title: string, given: Answer, codes: string[]][] = [
  ['the page with its heading is well', html(HOME_PAGE), []],
  ['a page without its heading is not the page', html('<h1>MySetlist</h1>'), ['semantic']],
  ['a heading inside a script is not shown', html(`<script>${HOME_PAGE}</script>`), ['semantic']],
  [
    'the not-found screen with 200 is a soft 404',
    html(`<meta name="robots" content="noindex">${HOME_PAGE}`),
    ['soft-404'],
  ],
  ['a refresh tag is a soft redirect', html('<meta http-equiv="refresh" content="1;url=/x">'), ['soft-redirect']],
  ['an error screen with 200 is no page', html(`${HOME_PAGE}<p>Something went wrong</p>`), ['semantic']],
  ['JSON where a page belongs is a wrong content type', answer(HOME_PAGE), ['content-type']],
  ['a page with status 500 is a server error', html(HOME_PAGE, 500), ['server-error']],
];
for (const [title, given, expected] of PAGES) {
  test(title, () =>
    assert.deepEqual(
      judgePage(HOME, given).map((f) => f.code),
      expected,
    ),
  );
}

test('sign-in must show both of its fields', () => {
  const form = '<h2>Sign in to your account</h2><input id="email" type="email"><input type="password">';
  assert.deepEqual(judgePage(SIGN_IN, html(form)), []);
  assert.equal(judgePage(SIGN_IN, html(form.replace('type="password"', ''))).length, 1);
});
