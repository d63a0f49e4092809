// The guards without a browser: what each event of a context comes to, at its borders. guards.test.ts shows them in a real one.
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import type { BrowserContext } from '@playwright/test';
import { Guards } from '../../../checks/guards/guards.ts';
import { RequestStorms } from '../../../checks/guards/request-storms.ts';
import { STORM } from '../../../judging.ts';

const SITE = 'https://site.test';
const PAGE = `${SITE}/about`;

type Asked = { url?: string; method?: string; error?: string; navigates?: boolean; embedded?: boolean };
const requestOf = ({ url = `${SITE}/api/a`, method = 'GET', error, navigates = false, embedded = false }: Asked) => {
  const top = { url: () => PAGE, parentFrame: () => null };
  const frame = embedded ? { url: () => url, parentFrame: () => top } : top;
  const page = { url: () => PAGE, mainFrame: () => top };
  return {
    url: () => url,
    method: () => method,
    headers: () => ({}),
    failure: () => (error === undefined ? null : { errorText: error }),
    isNavigationRequest: () => navigates,
    frame: () => ({ ...frame, page: () => page }),
    resourceType: () => (navigates ? 'document' : 'fetch'),
  };
};

/** Guards of a context that sends what the test says. */
function watched(): { guards: Guards; emit: (event: string, what: unknown) => void; texts: () => Promise<string[]> } {
  const context = new EventEmitter();
  const guards = new Guards(new URL(SITE));
  guards.watch(context as unknown as BrowserContext);
  const texts = async (): Promise<string[]> =>
    (await guards.findings([])).map(({ guard, text }) => `${guard}: ${text}`);
  return { guards, emit: (event, what) => void context.emit(event, what), texts };
}
const dialogOf = (type: string) => ({
  type: () => type,
  message: () => 'Turn on notifications?',
  page: () => ({ url: () => PAGE }),
  accept: () => Promise.resolve(),
  dismiss: () => Promise.resolve(),
});

test('a dialog is a finding, and its page can still be used; a download or a reload leaves nothing to use', async () => {
  const { guards, emit, texts } = watched();
  emit('dialog', dialogOf('beforeunload'));
  assert.deepEqual(await texts(), []);
  emit('dialog', dialogOf('alert'));
  assert.deepEqual(await texts(), ['guard.interruptions: the page opens a dialog (alert): Turn on notifications?']);
  assert.deepEqual([...guards.unusable], []);
  const page = new EventEmitter();
  emit('page', page);
  page.emit('download', { suggestedFilename: () => 'a.bin', url: () => PAGE });
  assert.deepEqual([...guards.unusable], ['guard.interruptions: /about starts a download: a.bin']);
});

test('what the check plays itself is told apart from what the site failed, each played line once', () => {
  const { guards, emit } = watched();
  guards.provoke(/\/api\/a\b/);
  guards.provoke(/\/api\/never\b/);
  const failed = { error: 'net::ERR_FAILED' };
  emit('requestfailed', requestOf(failed));
  emit('requestfailed', requestOf(failed));
  emit('requestfailed', requestOf({ ...failed, url: `${SITE}/api/b` }));
  const { failed: own, played } = guards.requests();
  assert.deepEqual([own.length, played.length], [1, 1]);
  assert.match(own[0] ?? '', /\/api\/b .*ERR_FAILED$/);
  assert.match(played[0] ?? '', /\/api\/a .*ERR_FAILED$/);
});

test("an aborted request is kept and no finding; another host's and a blocked one are neither, but for a frame that is blocked", async () => {
  const { guards, emit, texts } = watched();
  emit('requestfailed', requestOf({ error: 'net::ERR_ABORTED' }));
  emit('requestfailed', requestOf({ url: 'https://elsewhere.test/x', error: 'net::ERR_FAILED' }));
  emit('requestfailed', requestOf({ error: 'net::ERR_BLOCKED_BY_RESPONSE' }));
  assert.deepEqual(await texts(), []);
  assert.equal(guards.failedRequests.length, 1);
  const frame = { url: 'https://elsewhere.test/map', navigates: true, embedded: true };
  emit('requestfailed', requestOf({ ...frame, error: 'net::ERR_BLOCKED_BY_RESPONSE' }));
  assert.match((await texts()).join('\n'), /^guard\.policy-violations: embedded page blocked by its own headers: .*elsewhere\.test$/); // prettier-ignore
});

test('a refused request is no finding, a refused page is; 400 and 500 always are, 399 never is', async () => {
  const of = async (status: number, more: Asked = {}): Promise<string[]> => {
    const { emit, texts } = watched();
    const request = requestOf(more);
    emit('response', { request: () => request, status: () => status, url: () => request.url(), headers: () => ({}) });
    return texts();
  };
  for (const status of [401, 403, 429]) assert.deepEqual(await of(status), [], String(status));
  for (const status of [200, 304, 399]) assert.deepEqual(await of(status, { navigates: true }), [], String(status));
  for (const status of [400, 404, 500]) assert.equal((await of(status)).length, 1, String(status));
  for (const status of [401, 403, 429]) assert.equal((await of(status, { navigates: true })).length, 1, String(status));
  assert.deepEqual(await of(500, { url: 'https://elsewhere.test/x' }), []);
});

test('a storm is more requests of one address within the window than a page may send, and no fewer', () => {
  const storms = new RequestStorms();
  const page = {} as Parameters<RequestStorms['isStorm']>[0];
  const asked = Array.from({ length: STORM.mostRequests + 1 }, (_, i) => storms.isStorm(page, 'GET /a', i));
  assert.deepEqual([asked.indexOf(true), asked.at(-1)], [STORM.mostRequests, true]);
  const slow = new RequestStorms();
  const spread = Array.from({ length: STORM.mostRequests + 1 }, (_, i) => slow.isStorm(page, 'GET /a', i * STORM.windowMs)); // prettier-ignore
  assert.ok(!spread.includes(true));
});

test('a hundred thousand different errors of one guard are kept to the first hundred, and no other guard loses its finding', async () => {
  const { emit, texts } = watched();
  const errorOf = (text: string) => ({ text: () => text, type: () => 'error', page: () => ({ url: () => PAGE }), location: () => ({ url: PAGE }) }); // prettier-ignore
  for (let i = 0; i < 1e5; i += 1) emit('console', errorOf(`error ${i}`));
  emit('weberror', { error: () => new Error('the last'), page: () => ({ url: () => PAGE }) });
  const found = await texts();
  assert.equal(found.length, 101);
  assert.deepEqual(found.slice(98), [
    'guard.console-errors: console error: error 98',
    'guard.console-errors: console error: error 99',
    'guard.page-errors: page error: the last',
  ]);
});
