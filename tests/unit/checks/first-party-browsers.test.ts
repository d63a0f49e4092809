// The headers that let us through a wall, in real browsers: the site sees them, a foreign host never does, also after a redirect.
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test, type TestContext } from 'node:test';
import { chromium, request as requests } from '@playwright/test';
import { Chrome } from '../../../checks/audits/chrome.ts';
import { addFirstPartyHeaders, headersFor } from '../../../checks/browser/first-party-browser.ts';
import { withFirstPartyRequests } from '../../../checks/browser/first-party-requests.ts';
import { BROWSER_FLAGS, findBrowser } from '../../../checks/browser/find-browser.ts';

const HEADERS = { 'x-vercel-protection-bypass': 'letmein', 'x-second': 'too' };
/** What each host was asked: path -> the headers of ours that came with it. */
const seen = { site: new Map<string, string>(), foreign: new Map<string, string>() };
const ours = ({ headers }: IncomingMessage): string =>
  Object.keys(HEADERS)
    .map((name) => String(headers[name]))
    .join(' ');
const BOTH = 'letmein too';
const NEITHER = 'undefined undefined';

const listening = async (listener: RequestListener): Promise<{ href: URL; close: () => void }> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { href: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), close };
};

/** Every way in which a page asks: parts of it, scripts, a frame, a worker, a beacon, a form; `away` in a path leads to the foreign host. */
const page = (foreign: URL): string => `<!doctype html><title>t</title>
<img src="/away/image"><img src="${foreign.href}image"><iframe src="/away/frame"></iframe><iframe src="/frame"></iframe>
<a href="/popup" target="_blank">open</a>
<script>
const done = [fetch('/call', { method: 'POST', body: '1' }), fetch('/away/call'), fetch('${foreign.href}call')];
new Worker('/worker').onmessage = () => Promise.allSettled(done).then(() => { document.title = 'done'; });
navigator.sendBeacon('/beacon', '1');
navigator.sendBeacon('${foreign.href}beacon', '1');
</script>`;

let site: { href: URL; close: () => void };
let foreign: { href: URL; close: () => void };
before(async () => {
  foreign = await listening((request, response) => {
    seen.foreign.set(request.url ?? '', ours(request));
    response.setHeader('access-control-allow-origin', '*');
    response.end('foreign');
  });
  site = await listening((request, response) => {
    const path = request.url ?? '';
    seen.site.set(path, ours(request));
    if (path.startsWith('/away'))
      return void response.writeHead(302, { location: new URL(path, foreign.href).href }).end();
    if (path.startsWith('/hop')) return void response.writeHead(307, { location: `/away${path}` }).end();
    response.setHeader('content-type', path === '/worker' ? 'text/javascript' : 'text/html');
    response.setHeader('set-cookie', 'session=kept; HttpOnly; Path=/');
    const worker = `Promise.allSettled([fetch('/from-worker'), fetch('${foreign.href.href}from-worker')]).then(() => postMessage(1));`;
    response.end(
      path === '/' ? page(foreign.href) : path === '/worker' ? worker : `ok ${String(request.headers.cookie)}`,
    );
  });
});
after(() => {
  site.close();
  foreign.close();
});
beforeEach(() => {
  seen.site.clear();
  seen.foreign.clear();
});

const paths = (map: ReadonlyMap<string, string>): string[] => [...map.keys()].sort();
/** Both hosts were asked for `there`, and each request had what it should. */
function assertSeen(onSite: readonly string[], elsewhere: readonly string[]): void {
  for (const path of onSite) assert.equal(seen.site.get(path), BOTH, `${path} of ${paths(seen.site).join()}`);
  assert.deepEqual(new Set(seen.site.values()), new Set([BOTH]));
  for (const path of elsewhere)
    assert.equal(seen.foreign.get(path), NEITHER, `${path} of ${paths(seen.foreign).join()}`);
  assert.deepEqual(new Set(seen.foreign.values()), new Set([NEITHER]));
}
const PARTS = [
  '/',
  '/away/image',
  '/away/frame',
  '/frame',
  '/call',
  '/away/call',
  '/worker',
  '/from-worker',
  '/beacon',
];
const FOREIGN_PARTS = ['/away/image', '/image', '/away/frame', '/away/call', '/call', '/from-worker', '/beacon'];
const TIMEOUT = { timeout: 30_000 };

test('Playwright: every request of every page, popup and worker', TIMEOUT, async (t: TestContext) => {
  const path = findBrowser()?.path;
  const browser = await chromium.launch({ ...(path ? { executablePath: path } : {}), args: [...BROWSER_FLAGS] });
  t.after(() => browser.close());
  await addFirstPartyHeaders(await browser.newBrowserCDPSession(), site.href, HEADERS);
  const context = await browser.newContext();
  // An answer of our own in the site's place goes on working beside it.
  await context.route('**/counter', (route) => route.fulfill({ status: 204 }));
  const tab = await context.newPage();
  await tab.goto(site.href.href);
  await tab.waitForFunction(() => document.title === 'done');
  const [popup] = await Promise.all([context.waitForEvent('page'), tab.getByRole('link', { name: 'open' }).click()]);
  await popup.waitForLoadState();
  assert.equal(await popup.textContent('body'), 'ok session=kept');
  await popup.goto(new URL('/hop/page', site.href).href);
  assert.equal(await tab.evaluate(() => fetch('/counter').then(({ status }) => status)), 204);
  assertSeen([...PARTS, '/popup', '/hop/page', '/away/hop/page'], [...FOREIGN_PARTS, '/away/hop/page']);
  assert.ok(!seen.site.has('/counter'));
});

test('Lighthouse: every request of its Chrome, also of one that was started again', TIMEOUT, async (t: TestContext) => {
  const chrome = new Chrome(findBrowser()?.path ?? '', { target: site.href, headers: HEADERS });
  t.after(() => chrome.close());
  for (const round of [1, 2]) {
    seen.site.clear();
    seen.foreign.clear();
    const tab = await (await (await chrome.browser()).createBrowserContext()).newPage();
    await tab.goto(site.href.href);
    await tab.waitForFunction(() => document.title === 'done');
    await tab.goto(new URL('/hop/page', site.href).href);
    assertSeen([...PARTS, '/hop/page'], [...FOREIGN_PARTS, '/away/hop/page']);
    if (round === 1) await chrome.close();
  }
});

test("Playwright's API requests: headers to the site at each hop, never to another host", TIMEOUT, async (t) => {
  const plain = await requests.newContext({ baseURL: site.href.href });
  t.after(() => plain.dispose());
  const asking = withFirstPartyRequests(plain, site.href, HEADERS);
  assert.equal(await (await asking.get('/call?a=1', { headers: { 'x-third': 'x' } })).text(), 'ok undefined');
  assert.equal(await (await asking.get('/hop/get')).text(), 'foreign');
  assert.equal(await (await asking.post('/hop/post', { data: { vote: 1 } })).text(), 'foreign');
  assert.equal((await asking.get('/away/stay', { maxRedirects: 0 })).status(), 302);
  assertSeen(['/call?a=1', '/hop/get', '/away/hop/get', '/hop/post'], ['/away/hop/get', '/away/hop/post']);
  assert.ok(!seen.foreign.has('/away/stay'));
  await assert.rejects(asking.get('/hop/many', { maxRedirects: 1 }), /more than 1 redirect/);
  assert.equal(withFirstPartyRequests(plain, site.href, {}), plain);
});

test('after a redirect the browser does not send the headers to another host', () => {
  const request = {
    url: 'https://elsewhere.example/',
    headers: { Accept: '*/*', 'X-Vercel-Protection-Bypass': 'letmein' },
  };
  assert.deepEqual(headersFor(request, new URL('https://site.example'), HEADERS), [{ name: 'Accept', value: '*/*' }]);
  for (const url of ['http://site.example/', 'https://site.example:444/', 'https://site.example.evil/', 'data:,x'])
    assert.equal(headersFor({ ...request, url }, new URL('https://site.example'), HEADERS).length, 1, url);
  assert.equal(
    headersFor({ ...request, url: 'https://site.example/a' }, new URL('https://site.example'), HEADERS).length,
    3,
  );
});
