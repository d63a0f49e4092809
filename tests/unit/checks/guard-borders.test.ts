// What a weakened guard would not see: its borders, one event at a time, without a browser.
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import type { BrowserContext, Request, Response } from '@playwright/test';
import { ERROR_TEXTS } from '../../../checks/guards/error-texts.ts';
import { GUARD_IDS } from '../../../checks/guards/guard-checks.ts';
import { guardRecords } from '../../../checks/guards/guard-record.ts';
import { Guards } from '../../../checks/guards/guards.ts';
import { watchInterruptions } from '../../../checks/guards/interruptions.ts';
import { isEmbedded, pageOf, tabOf } from '../../../checks/guards/request-facts.ts';
import { RequestStorms } from '../../../checks/guards/request-storms.ts';
import { softFailureOf } from '../../../checks/guards/soft-answers.ts';
import { STORM } from '../../../judging.ts';

const SITE = 'https://site.test';
const PAGE = `${SITE}/about`;
const tab = { url: () => PAGE };
type Asked = {
  url?: string;
  method?: string;
  error?: string;
  navigates?: boolean;
  embedded?: boolean;
  orphan?: boolean;
};
const requestOf = ({ url = `${SITE}/api/a`, method = 'GET', error, navigates, embedded, orphan }: Asked = {}) => ({
  url: () => url,
  method: () => method,
  headers: () => ({}),
  failure: () => (error === undefined ? null : { errorText: error }),
  isNavigationRequest: () => navigates ?? false,
  frame: () => {
    if (orphan) throw new Error('the frame is gone');
    return { page: () => tab, parentFrame: () => (embedded ? {} : null) };
  },
});
const asRequest = (asked: Asked): Request => requestOf(asked) as unknown as Request;

function watched() {
  const context = new EventEmitter();
  const guards = new Guards(new URL(SITE));
  guards.watch(context as unknown as BrowserContext);
  const found = async (): Promise<string[]> => (await guards.findings([])).map(({ guard, text, page }) => `${guard} ${text} on ${page}`); // prettier-ignore
  const answered = (status: number, asked: Asked = {}, body?: unknown, type = 'application/json'): void => {
    const request = requestOf(asked);
    const headers = () => ({ 'content-type': type });
    context.emit('response', { request: () => request, status: () => status, url: request.url, headers, json: () => Promise.resolve(body) }); // prettier-ignore
  };
  const said = (text: string, type = 'error', from = `${SITE}/app.js`): void =>
    void context.emit('console', { text: () => text, type: () => type, location: () => ({ url: from }), page: () => tab }); // prettier-ignore
  return { context, guards, found, answered, said };
}

test('a page that answers 5xx cannot be used: the page itself, opened by GET, and nothing else', () => {
  const of = (status: number, asked: Asked): string[] => {
    const { guards, answered } = watched();
    answered(status, asked);
    return [...guards.unusable];
  };
  const page = { url: `${SITE}/shows`, navigates: true };
  for (const status of [500, 503])
    assert.deepEqual(of(status, page), [`guard.failed-requests: /shows answered ${String(status)}`]);
  assert.deepEqual(of(499, page), []);
  assert.deepEqual(of(500, { ...page, method: 'POST' }), []);
  assert.deepEqual(of(500, { ...page, embedded: true }), []);
  assert.deepEqual(of(500, { url: `${SITE}/shows` }), []);
  assert.deepEqual(of(500, { ...page, url: 'https://elsewhere.test/' }), []);
});

test('each answer of the site counts, whatever its status, and none of another host', () => {
  const { guards, answered } = watched();
  for (const status of [200, 304, 500]) answered(status);
  answered(200, { url: 'https://elsewhere.test/a' });
  assert.equal(guards.answers, 3);
});

test('a request that failed without a reason is called so; a finding at an unreadable address has no page', async () => {
  const { context, guards, found } = watched();
  context.emit('requestfailed', requestOf());
  assert.deepEqual(guards.failedRequests, ['GET /api/a failed']);
  assert.deepEqual(await found(), ['guard.failed-requests request failed: GET /api/a failed on /about']);
  const unreadable = watched().guards.findings([{ page: 'http://', text: 'Application Error' }]);
  assert.deepEqual(
    (await unreadable).map(({ page }) => page),
    [''],
  );
});

test('a failed request keeps its line from 400 on; a soft failure is read from JSON with status 200 only', async () => {
  for (const [status, kept] of [
    [399, 0],
    [400, 1],
    [401, 1],
    [500, 1],
  ] as const) {
    // prettier-ignore
    const { guards, answered } = watched();
    answered(status);
    assert.equal(guards.failedRequests.length, kept, String(status));
  }
  const soft = async (status: number, type?: string, body: unknown = { error: 'hidden' }): Promise<number> => {
    const { found, answered } = watched();
    answered(status, {}, body, type);
    return (await found()).length;
  };
  assert.deepEqual([await soft(200), await soft(201), await soft(200, 'text/html')], [1, 0, 0]);
  assert.equal(await soft(200, undefined, { error: null }), 0);
});

test('an error on the console counts once, unless it is of another host, no error, or one that another guard reports', async () => {
  const of = async (...args: Parameters<ReturnType<typeof watched>['said']>): Promise<string[]> => {
    const { said, found } = watched();
    said(...args);
    said(...args);
    return found();
  };
  assert.deepEqual(await of('it broke\nat x'), ['guard.console-errors console error: it broke on /about']);
  for (const from of ['', 'about:blank', `${SITE}/b.js`])
    assert.equal((await of('broke', 'error', from)).length, 1, from);
  assert.deepEqual(await of('broke', 'error', 'https://elsewhere.test/a.js'), []);
  assert.deepEqual(await of('broke', 'warning'), []);
  assert.deepEqual(await of('Failed to load resource: the server responded with 500'), []);
  for (const words of ['Refused by the Content Security Policy', "because it set 'X-Frame-Options' to 'deny'"])
    assert.match(
      (await of(words, 'info', 'https://elsewhere.test/a.js')).join(),
      /^guard\.policy-violations violation: /,
    );
});

test('mixed content is plain http of another host that is not this machine', async () => {
  const of = async (url: string, target = SITE, how: Asked = {}): Promise<number> => {
    const context = new EventEmitter();
    const guards = new Guards(new URL(target));
    guards.watch(context as unknown as BrowserContext);
    context.emit('request', requestOf({ ...how, url }));
    return (await guards.findings([])).length;
  };
  assert.deepEqual(
    [
      await of('http://cdn.test/a.js'),
      await of('https://cdn.test/a.js'),
      await of('http://127.0.0.1:8080/a.js'),
      await of('http://plain.test/a.js', 'http://plain.test'),
      await of('http://cdn.test/', SITE, { navigates: true }),
      await of('http://cdn.test/', SITE, { navigates: true, embedded: true }),
    ],
    [1, 0, 0, 0, 0, 1],
  );
});

test('a loop of requests is one of the same tab, method and address at the site, and no navigation', async () => {
  const of = async (asked: readonly Asked[]): Promise<number> => {
    const { context, found } = watched();
    for (const one of asked) context.emit('request', requestOf(one));
    return (await found()).length;
  };
  const times = (n: number, asked: Asked = {}): Asked[] => Array.from({ length: n }, () => asked);
  const [most, over] = [STORM.mostRequests, STORM.mostRequests + 1];
  assert.equal(await of(times(over)), 1);
  assert.equal(await of(times(most)), 0);
  assert.equal(await of([...times(most), ...times(most, { method: 'POST' }), ...times(most, { url: `${SITE}/b` })]), 0);
  assert.equal(await of(times(over, { navigates: true })), 0);
  assert.equal(await of(times(over, { orphan: true })), 0);
  assert.equal(await of(times(over, { url: 'https://elsewhere.test/a' })), 0);
});

test('a request is forgotten when the window has passed since, not a millisecond earlier', () => {
  const page = {} as Parameters<RequestStorms['isStorm']>[0];
  const atLast = (ms: number): boolean => {
    const storms = new RequestStorms();
    for (let i = 0; i < STORM.mostRequests; i += 1) storms.isStorm(page, 'GET /a', 0);
    return storms.isStorm(page, 'GET /a', ms);
  };
  assert.deepEqual([atLast(STORM.windowMs - 1), atLast(STORM.windowMs)], [true, false]);
});

test('leaving a page is accepted and no finding; every other dialog is dismissed and is one', () => {
  for (const [type, did, texts] of [
    ['beforeunload', 'accept', []],
    ['alert', 'dismiss', ['opens a dialog (alert): Sure?']],
    ['confirm', 'dismiss', ['opens a dialog (confirm): Sure?']],
    ['prompt', 'dismiss', ['opens a dialog (prompt): Sure?']],
  ] as const) {
    const context = new EventEmitter();
    const [seen, done]: [string[], string[]] = [[], []];
    watchInterruptions(context as unknown as BrowserContext, (text) => void seen.push(text));
    const note = (what: string) => () => Promise.resolve(void done.push(what));
    context.emit('dialog', { type: () => type, message: () => 'Sure?', page: () => tab, accept: note('accept'), dismiss: note('dismiss') }); // prettier-ignore
    assert.deepEqual([seen, done], [texts, [did]], type);
  }
});

test('80 characters of a dialog are shown; a dialog without a page has no address', () => {
  const context = new EventEmitter();
  const seen: string[][] = [];
  watchInterruptions(context as unknown as BrowserContext, (...args) => void seen.push(args));
  const dismiss = () => Promise.resolve();
  context.emit('dialog', { type: () => 'alert', message: () => 'x'.repeat(81), page: () => null, dismiss });
  assert.deepEqual(seen, [[`opens a dialog (alert): ${'x'.repeat(80)}`, '']]);
});

test('the body of an answer is waited for one second', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const never = { json: () => new Promise(() => {}) } as unknown as Response;
  let ended = false;
  void softFailureOf(never).then(() => (ended = true));
  for (const [ms, expected] of [
    [999, false],
    [1, true],
  ] as const) {
    t.mock.timers.tick(ms);
    await new Promise(setImmediate);
    assert.equal(ended, expected);
  }
});

test('a page that loads itself a second time reloads itself; a click, another address and another browser are none', async () => {
  const of = async (reasons: readonly string[], url = PAGE, browser = 'chromium'): Promise<string[]> => {
    const session = Object.assign(new EventEmitter(), { send: () => Promise.resolve() });
    const context = Object.assign(new EventEmitter(), {
      browser: () => ({ browserType: () => ({ name: () => browser }) }),
      newCDPSession: () => Promise.resolve(session),
    });
    const seen: string[] = [];
    watchInterruptions(context as unknown as BrowserContext, (text) => void seen.push(text));
    context.emit('page', Object.assign(new EventEmitter(), tab));
    await new Promise(setImmediate);
    for (const reason of reasons) session.emit('Page.frameRequestedNavigation', { reason, url });
    return seen;
  };
  assert.deepEqual(await of(['reload']), []);
  for (const reason of ['reload', 'metaTagRefresh', 'httpHeaderRefresh'])
    assert.deepEqual(await of([reason, reason]), ['reloads itself'], reason);
  assert.deepEqual(await of(['anchorClick', 'anchorClick', 'anchorClick']), []);
  assert.deepEqual(await of(['reload', 'reload'], `${SITE}/other`), []);
  assert.deepEqual(await of(['reload', 'reload'], PAGE, 'firefox'), []);
});

test('the tab and the page of a request; a request without a frame has neither and is embedded nowhere', () => {
  assert.equal(tabOf(asRequest({})), tab);
  assert.equal(tabOf(asRequest({ orphan: true })), undefined);
  assert.deepEqual([pageOf(asRequest({})), pageOf(asRequest({ navigates: true })), pageOf(asRequest({ orphan: true }))], [PAGE, `${SITE}/api/a`, undefined]); // prettier-ignore
  const embedded = (asked: Asked): boolean => isEmbedded(asRequest(asked));
  assert.ok(embedded({ navigates: true, embedded: true }));
  assert.ok(
    !embedded({ navigates: true }) && !embedded({ embedded: true }) && !embedded({ navigates: true, orphan: true }),
  );
});

test('every text of an error screen is a finding, and a screen that nobody caused leaves nothing to use', async () => {
  const texts = [
    ...['Something went wrong', 'Application Error', 'Navigation temporarily unavailable', 'Page not found'],
    ...[
      'Artist Not Found',
      'Show Not Found',
      'Unable to Load Artists',
      'Unable to Load Shows',
      'Unable to load trending',
    ],
    ...['Error loading trending content', 'Error Loading Trending Data', 'Failed to load trending'],
    ...['Failed to sync artist data', 'Failed to search artists'],
  ];
  assert.deepEqual(ERROR_TEXTS, texts);
  for (const text of texts) {
    const { guards } = watched();
    const found = await guards.findings([{ page: PAGE, text: `Oh: ${text}!` }]);
    assert.deepEqual(found, [{ guard: 'guard.error-texts', text: `error text on the page: ${text}`, page: '/about' }]);
  }
  const unusable = async (heading: string, isTouched?: boolean): Promise<number> => {
    const { guards } = watched();
    await guards.findings([{ page: PAGE, text: '', heading, ...(isTouched === undefined ? {} : { isTouched }) }]);
    return guards.unusable.size;
  };
  const screen = 'Application Error';
  assert.deepEqual([await unusable(screen, false), await unusable(screen, true), await unusable(screen), await unusable('Trending', false)], [1, 0, 0, 0]); // prettier-ignore
});

test('a check must name what it provokes: a pattern that matches anything would excuse every finding', () => {
  assert.throws(() => watched().guards.provoke(/(?:)/), /would excuse every finding/);
});

test('an error text is no second finding on a page whose request failed, and is one on another page', async () => {
  const { guards, answered } = watched();
  answered(500);
  const text = 'Failed to search artists';
  const found = await guards.findings([
    { page: PAGE, text },
    { page: new URL('/shows', PAGE).href, text },
  ]);
  assert.deepEqual(
    found.map(({ guard, page }) => `${guard} ${page}`),
    ['guard.failed-requests /about', 'guard.error-texts /shows'],
  );
});

test('what a check provoked is no finding; a session that ended and a page that never reacts are', async () => {
  const { guards, found, answered } = watched();
  guards.provoke(/^nothing like it/);
  guards.provoke(/HTTP 404$/);
  answered(404);
  answered(500);
  guards.sessionEnded();
  guards.neverReacts('/shows');
  assert.deepEqual(await found(), [
    'guard.failed-requests request failed: GET /api/a HTTP 500 on /about',
    'guard.sessions the site ended a session early on ',
    'guard.reactions the page does not react: /shows on /shows',
  ]);
  assert.deepEqual([...guards.unusable], ['guard.reactions: /shows did not react']);
});

test('there is a record of each guard; a finding stands before the want of a journey', () => {
  assert.deepEqual(
    GUARD_IDS.map((id) => id.replace('guard.', '')),
    [
      ...['page-errors', 'console-errors', 'failed-requests', 'policy-violations', 'mixed-content', 'soft-failures'],
      ...['error-texts', 'request-storms', 'reactions', 'interruptions', 'sessions'],
    ],
  );
  const of = (met: Parameters<typeof guardRecords>[0], visits: number) =>
    guardRecords(met, visits, { at: new Date(0), rerun: 'x' }, ['guard.sessions']).map(({ outcome, failures }) => [outcome, ...failures.map(({ message }) => message)].join(': ')); // prettier-ignore
  const met = [{ guard: 'guard.sessions', text: 'ended', page: '', check: 'journey.a' }] as const;
  assert.deepEqual(of(met, 0), ['fail: ended (seen by journey.a)']);
  assert.deepEqual(of(met, 3), ['fail: ended (seen by journey.a)']);
  assert.deepEqual(of([], 0), ['inconclusive: no journey ran, so nothing was watched']);
  assert.deepEqual(of([], 1), ['pass']);
});
