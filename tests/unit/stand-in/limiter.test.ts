import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Limiter } from '../../../stand-in/limiter.ts';
import { startStandIn } from '../../../stand-in/server.ts';

const NOON = Date.parse('2026-06-01T12:00:10Z');
const take = (limiter: Limiter, times: number, path: string, key = 'a', atMs = NOON) =>
  Array.from({ length: times }, () => limiter.take(key, path, atMs)).filter((refusal) => refusal !== undefined).length;

test('an open limiter rejects no request', () => {
  assert.equal(take(new Limiter('open'), 500, '/api/search'), 0);
});

test('each path has its own limit: 60 by default, 100 for trending, 50 for artists search, 5 for sign-in', () => {
  for (const [path, limit] of [
    ['/api/search', 60],
    ['/api/trending', 100],
    ['/api/artists/search', 50],
    ['/api/auth/sign-in', 5],
    ['/api/admin/users', 20],
  ] as const) {
    const limiter = new Limiter('enforced');
    assert.equal(take(limiter, limit, path), 0, path);
    assert.equal(take(limiter, 3, path), 3, path);
  }
});

test('pages are never limited', () => {
  assert.equal(take(new Limiter('enforced'), 1_000, '/trending'), 0);
});

test('another address and another path have counters of their own', () => {
  const limiter = new Limiter('enforced');
  take(limiter, 61, '/api/search', 'a');
  assert.equal(take(limiter, 1, '/api/search', 'a'), 1);
  assert.equal(take(limiter, 1, '/api/search', 'b'), 0);
  assert.equal(take(limiter, 1, '/api/health', 'a'), 0);
});

test('windows are aligned to the clock and restart', () => {
  const limiter = new Limiter('enforced');
  take(limiter, 61, '/api/search');
  const refusal = limiter.take('a', '/api/search', NOON);
  assert.equal(refusal?.resetIso, '2026-06-01T12:01:00.000Z');
  assert.equal(refusal?.retryAfterSeconds, 50);
  assert.equal(limiter.take('a', '/api/search', NOON + 49_999)?.retryAfterSeconds, 1);
  assert.equal(limiter.take('a', '/api/search', NOON + 50_000), undefined);
});

test('a refusal is a 429 with Retry-After and the limit, and is counted in the state', async () => {
  await using site = await started({ limiter: 'enforced', now: () => new Date(NOON) });
  const ask = (headers?: Record<string, string>) => fetch(`${site.url}/api/search`, headers ? { headers } : {});
  for (let i = 0; i < 60; i += 1) assert.equal((await ask()).status, 200);
  const refused = await ask();
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get('retry-after'), '50');
  assert.equal(refused.headers.get('x-ratelimit-limit'), '60');
  assert.equal(((await refused.json()) as { error: string }).error, 'Too Many Requests');
  assert.equal((await ask({ 'x-user-id': 'somebody-else' })).status, 429, 'a made-up user id is no way round');
  assert.equal((await ask({ 'x-forwarded-for': '203.0.113.9' })).status, 200);
  site.setFaults(['limiter-bypass']);
  assert.equal((await ask({ 'x-user-id': 'somebody-else' })).status, 200, 'but it is under the fault');
  const state = (await (await fetch(`${site.controlUrl}/state`)).json()) as { status429: number };
  assert.equal(state.status429, 2);
});

async function started(options: Parameters<typeof startStandIn>[0]) {
  const site = await startStandIn(options);
  return { ...site, [Symbol.asyncDispose]: site.close };
}
