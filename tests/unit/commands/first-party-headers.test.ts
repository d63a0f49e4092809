import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFirstPartyHeaders } from '../../../common/first-party-headers.ts';
import { SECRET_VARIABLES, secretsOf } from '../../../common/secrets.ts';
import { ENVIRONMENT } from '../../../commands/lib/environment-table.ts';

test('EXTRA_HEADERS holds one header a line; the bypass secret gets the name that Vercel reads', () => {
  const { headers, mistakes } = readFirstPartyHeaders({
    EXTRA_HEADERS: 'CF-Access-Client-Id: id.access\r\n\nX-Time: 10:30:00 \n',
    VERCEL_AUTOMATION_BYPASS_SECRET: ' s3cret-of-vercel\n',
  });
  assert.deepEqual(mistakes, []);
  assert.deepEqual(headers, {
    'cf-access-client-id': 'id.access',
    'x-time': '10:30:00',
    'x-vercel-protection-bypass': 's3cret-of-vercel',
  });
  assert.deepEqual(readFirstPartyHeaders({}), { headers: {}, mistakes: [] });
});

test('forbidden, duplicate and malformed headers are refused, and the error does not show their value', () => {
  for (const [text, says] of [
    ['Host: geheim', /"host" is set by the HTTP client/],
    ['Transfer-Encoding: geheim', /set by the HTTP client/],
    ['a: geheim\nA: geheim', /line 2: "a" is set twice/],
    ['a b: geheim', /line 1: expected/],
    [': geheim', /line 1: expected/],
    ['x: gehe\u0001im', /not plain ASCII/],
    ['x:', /is empty/],
  ] as const) {
    const { mistakes } = readFirstPartyHeaders({ EXTRA_HEADERS: text });
    assert.match(mistakes.join(), says);
    assert.doesNotMatch(mistakes.join(), /geheim/);
  }
  assert.equal(readFirstPartyHeaders({ VERCEL_AUTOMATION_BYPASS_SECRET: 'a\u0007b' }).mistakes.length, 1);
});

test('secret values are collected from the environment, also the token behind "Bearer", and no short word', () => {
  assert.deepEqual(
    secretsOf({
      SYNTHETIC_PASSWORD: 'password-1',
      EXTRA_HEADERS: 'authorization: Bearer token-2\nx-debug: true\nx-n: 12',
      ALERT_WEBHOOK_URL: 'https://hooks.example/T/B/x',
      HISTORY_TOKEN: 'abc',
    }),
    ['password-1', 'https://hooks.example/T/B/x', 'Bearer token-2', 'token-2'],
  );
  for (const name of SECRET_VARIABLES) assert.ok(Object.hasOwn(ENVIRONMENT, name), name);
});
