// What weakened stages over HTTP would pass: a front door that flaps, contracts that prepare, states of the site, the live commit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { runFrontDoor } from '../../../checks/api/front-door-stage.ts';
import { commitChange, liveCommit, waitForCommit } from '../../../checks/api/live-commit.ts';
import { PROBED_PAGES } from '../../../checks/api/page-identity.ts';
import type { Answer, NoAnswer, Request } from '../../../checks/api/probe-client.ts';
import { runContract } from '../../../checks/api/run-contract.ts';
import { body, FREE, type Case } from '../../../contracts/contract.ts';
import type { CheckRecord, ErrorCode } from '../../../reports/result.ts';

const TARGET = new URL('https://site.example');
const reply = (status: number, text = '', headers: Record<string, string> = {}): Answer => ({ status, headers, body: text, phases: {} }); // prettier-ignore
const SILENT: NoAnswer = { error: { code: 'timeout', message: 'deadline passed' }, phases: {} };
const LATER = reply(429, '{}', { 'retry-after': '5' });
const HOME = reply(200, '<html lang="en"><h1>Crowd-Curated Setlists</h1>', { 'content-type': 'text/html' });

/** The home page answers `replies` in turn, the last one again and again; everything else answers `others`. */
async function door(
  replies: readonly (Answer | NoAnswer)[],
  others: (path: string) => Answer | NoAnswer = () => SILENT,
  only = ['front-door.home'],
) {
  // prettier-ignore
  const records: CheckRecord[] = [];
  const asked: string[] = [];
  let turn = 0;
  const found = await runFrontDoor({
    target: TARGET,
    sink: (record) => void (record.kind === 'check' && records.push(record)),
    only: new Set(only),
    rounds: 0,
    signal: new AbortController().signal,
    now: () => new Date(0),
    send: ({ url }: Request) => {
      asked.push(url.pathname);
      return Promise.resolve(
        url.pathname === '/' ? (replies[turn++] ?? replies.at(-1) ?? SILENT) : others(url.pathname),
      );
    },
  });
  const home = records.find(({ id }) => id === 'front-door.home');
  return {
    ...found,
    durationMs: home?.durationMs,
    outcome: home?.outcome,
    failures: home?.failures.map(({ code }) => code),
    asked,
  };
}

test('a check takes as long as its probes', async (t) => {
  let clock = 1_000;
  t.mock.method(performance, 'now', () => (clock += 5));
  assert.equal((await door([HOME])).durationMs, 5);
});

test('a page that failed once and not again warns, with what was seen; one that is well is asked once', async () => {
  const flapped = await door([reply(500), HOME]);
  assert.deepEqual(
    [flapped.outcome, flapped.failures, flapped.dead, flapped.blocked],
    ['warn', ['server-error'], false, false],
  );
  assert.equal(flapped.asked.filter((path) => path === '/').length, 2);
  const well = await door([HOME]);
  assert.deepEqual([well.outcome, well.failures, 'reason' in well, well.asked], ['pass', [], false, ['/']]);
});

test('a page that is blocked is not asked again, and no health endpoint is', async () => {
  const blocked = await door([LATER]);
  assert.deepEqual([blocked.outcome, blocked.blocked, blocked.asked], ['inconclusive', true, ['/']]);
  assert.equal(blocked.reason, 'GET /: status 429, retry after 5, expected 200');
  for (const code of ['own-network', 'machine', 'edge-challenge', 'rate-limited'] as const) {
    const { outcome, dead, asked } = await door([{ error: { code, message: '' }, phases: {} }]);
    assert.deepEqual([outcome, dead, asked], ['inconclusive', false, ['/']], code);
  }
});

test('the second failure is shown where it is another one; without a check nothing is blocked', async () => {
  const other = await door([reply(500), reply(404)]);
  assert.deepEqual([other.outcome, other.failures], ['fail', ['client-error']]);
  const limited = await door([reply(500), LATER]);
  assert.deepEqual(
    [limited.outcome, limited.reason],
    ['inconclusive', 'GET /: status 429, retry after 5, expected 200'],
  );
  const { dead, blocked, asked } = await door([HOME], undefined, []);
  assert.deepEqual([dead, blocked, asked], [false, false, []]);
});

test('the reason is the first of several, and names health only where it was asked', async () => {
  const both = ['front-door.home', 'front-door.sign-in'];
  const limited = await door([LATER], () => reply(429, '{}', { 'retry-after': '9' }), both);
  assert.equal(limited.reason, 'GET /: status 429, retry after 5, expected 200');
  const dead = await door([SILENT]);
  assert.deepEqual([dead.dead, dead.reason], [true, 'GET /: deadline passed']);
  // One page fails, the other is blocked: the health endpoints are asked.
  const mixed = await door([reply(500)], () => LATER, both);
  assert.match(mixed.reason ?? '', /^GET \/: status 500.*; the health endpoints say nothing/);
  // One page hangs, the other answers: the site is there, so it is asked how it is.
  const half = await door([SILENT], () => reply(500), both);
  assert.match(half.reason ?? '', /^GET \/: deadline passed; the health endpoints say nothing/);
});

const JSON_TYPE = { 'content-type': 'application/json' };
const LIST: Case = { name: 'lists', method: 'GET', path: '/list', status: [200] };
type Run = {
  outcome: string;
  failures: string[];
  requests: Request[];
  /** Paths whose answers are held. */ kept: string[];
  drift: string[];
};
async function contract(
  cases: readonly Case[],
  answers: Record<string, Answer | NoAnswer>,
  more: { mayBeAbsent?: true } = {},
  signal?: AbortSignal,
): Promise<Run> {
  const requests: Request[] = [];
  const found = await runContract(
    { id: 'contract.x', title: '', runbook: 'R', cost: FREE, reddens: [], cases: [...cases], ...more },
    TARGET,
    () => new Date(0),
    signal,
    (request) => {
      requests.push(request);
      return Promise.resolve(answers[request.url.pathname] ?? reply(404, '{}', JSON_TYPE));
    },
  );
  return {
    outcome: found.outcome,
    failures: found.failures.map(({ code, message }) => `${code}: ${message}`),
    requests,
    kept: [...found.answers.keys()],
    drift: found.drift.map(({ endpoint, kind, path }) => `${endpoint} ${kind} ${path}`),
  };
}
const lost = (code: ErrorCode): NoAnswer => ({ error: { code, message: `no answer: ${code}` }, phases: {} }); // prettier-ignore

test('an error of the tool is broken, a site that hangs fails, and what says nothing about the site judges nothing', async () => {
  const of = async (code: ErrorCode): Promise<string> => (await contract([LIST], { '/list': lost(code) })).outcome; // prettier-ignore
  assert.deepEqual([await of('tool'), await of('timeout')], ['broken', 'fail']);
  for (const code of ['rate-limited', 'edge-challenge', 'own-network', 'machine', 'no-data'] as const)
    assert.equal(await of(code), 'inconclusive', code);
});

test('the answers are held by path, those that came; a route that is gone is drift, unless it may be absent', async () => {
  const cases = [LIST, { ...LIST, name: 'late', path: '/late' }, { ...LIST, name: 'gone', path: '/gone' }];
  const { kept, drift } = await contract(cases, { '/list': reply(200), '/late': lost('timeout') });
  assert.deepEqual([kept, drift], [['/list', '/gone'], ['GET /gone breaking (route)']]);
  const absent = await contract([LIST], {}, { mayBeAbsent: true });
  assert.deepEqual([absent.outcome, absent.drift], ['warn', []]);
  const silent = await contract([LIST], { '/list': lost('timeout') }, { mayBeAbsent: true });
  assert.deepEqual([silent.outcome, silent.failures], ['fail', ['timeout: GET /list: no answer: timeout']]);
});

test('cases without a word are sent at once, the others when their value is there', async () => {
  const sent: string[] = [];
  const takes = (): Record<string, string> => ({ id: '7' });
  const cases: Case[] = [{ ...LIST, json: body(z.object({})), takes }, { ...LIST, name: 'a', path: '/a' }, { ...LIST, name: 'b', path: '/b/{id}' }]; // prettier-ignore
  const running = runContract(
    { id: 'contract.x', title: '', runbook: 'R', cost: FREE, reddens: [], cases },
    TARGET,
    () => new Date(0),
    undefined,
    ({ url }) => (sent.push(url.pathname), Promise.resolve(reply(200, '{}', JSON_TYPE))),
  );
  assert.deepEqual(sent, ['/list', '/a']);
  assert.equal((await running).outcome, 'pass');
  assert.deepEqual(sent, ['/list', '/a', '/b/7']);
});

test('a value that one case found is not lost where a later one finds none', async () => {
  const found: Case = { ...LIST, json: body(z.object({})), takes: () => ({ id: '7' }) };
  const none: Case = { ...found, name: 'none', path: '/none', takes: () => ({ id: undefined }) };
  const asks: Case = { ...LIST, name: 'asks', path: '/thing/{id}' };
  const empty = reply(200, '{}', JSON_TYPE);
  const answers = { '/list': empty, '/none': empty, '/thing/7': empty };
  assert.equal((await contract([found, none, asks], answers)).outcome, 'pass');
});

test('a case can read the body of an earlier one by its name, if that met its case', async () => {
  const any = z.object({ n: z.number() });
  const first: Case = { ...LIST, json: body(any) };
  const second: Case = { ...LIST, name: 'again', path: '/again', json: body(any, ({ n }, _, earlier) => {
    const before = any.safeParse(earlier.get('lists')).data;
    return before === undefined ? [{ level: 'warn', message: 'nothing before' }] : before.n === n ? [] : ['another number'];
  }) }; // prettier-ignore
  const of = (list: unknown, again: unknown): Promise<Run> => contract([first, second], { '/list': reply(200, JSON.stringify(list), JSON_TYPE), '/again': reply(200, JSON.stringify(again), JSON_TYPE) }); // prettier-ignore
  assert.equal((await of({ n: 1 }, { n: 1 })).outcome, 'pass');
  assert.deepEqual((await of({ n: 1 }, { n: 2 })).failures, ['semantic: GET /again: another number']);
  assert.ok((await of({ n: 'x' }, { n: 1 })).failures.includes('semantic: GET /again: nothing before'));
});

test('a case that only prepares is not judged; without a usable answer the check about it is named', async () => {
  const prepares: Case = { ...LIST, prepares: 'contract.list', takes: (value) => ({ id: z.object({ id: z.string() }).safeParse(value).data?.id }) }; // prettier-ignore
  const asks: Case = { ...LIST, name: 'asks', path: '/thing/{id}' };
  const of = (answer: Answer | NoAnswer): Promise<Run> => contract([prepares, asks], { '/list': answer, '/thing/7': reply(200) }); // prettier-ignore
  assert.equal((await of(reply(200, '{"id":"7"}', JSON_TYPE))).outcome, 'pass');
  const only: Case = { ...LIST, prepares: 'contract.list' };
  assert.equal((await contract([only], { '/list': reply(200, '{}', JSON_TYPE) })).outcome, 'pass');
  for (const [answer, why] of [
    [SILENT, 'deadline passed'],
    [reply(500), 'status 500 (no content type)'],
    [reply(200, '<html>', JSON_TYPE), 'the body is not JSON'],
  ] as const) {
    const { outcome, failures } = await of(answer);
    assert.deepEqual([outcome, failures], ['inconclusive', [`no-data: could not prepare: see contract.list (GET /list: ${why})`]]); // prettier-ignore
  }
});

test('a page that was not asked for by our own doing is said as such, and not as missing', async () => {
  const page: Case = { ...LIST, path: '/', document: true, thereBy: 'front-door.home' };
  const of = async (answer: Answer | NoAnswer): Promise<string[]> => {
    const one = { id: 'contract.x', title: '', runbook: 'R', cost: FREE, reddens: [], cases: [page] };
    const { failures } = await runContract(
      one,
      TARGET,
      () => new Date(0),
      undefined,
      () => Promise.resolve(answer),
    );
    return failures.map(({ code }) => code);
  };
  assert.deepEqual(await of(LATER), ['rate-limited']);
  assert.deepEqual(await of({ error: { code: 'own-network', message: 'no network' }, phases: {} }), ['own-network']);
  assert.deepEqual(await of(reply(404)), ['no-data']);
});

test('these pages are probed', () => {
  assert.deepEqual(
    PROBED_PAGES.map(({ path, heading, level }) => `${path} ${level} ${heading}`),
    ['/ 1 Crowd-Curated Setlists', '/trending 1 Trending', '/artists 1 Discover Artists', '/auth/sign-in 2 Sign in to your account'], // prettier-ignore
  );
});

test('the headers and the body of a case are sent, and nothing where it has none', async () => {
  const { requests } = await contract([{ ...LIST, method: 'POST', headers: { 'x-a': 'b' }, body: '' }, { ...LIST, name: 'plain', path: '/plain' }], {}); // prettier-ignore
  const [full, plain] = requests;
  assert.deepEqual([full?.method, full?.headers, full?.body], ['POST', { 'x-a': 'b' }, '']);
  assert.deepEqual([plain?.method, plain && 'headers' in plain, plain && 'body' in plain], ['GET', false, false]);
  assert.ok(plain && !('signal' in plain));
  const { signal } = new AbortController();
  assert.equal((await contract([LIST], {}, {}, signal)).requests[0]?.signal, signal);
});

test('a health endpoint that hangs is not waited for twice; one that refuses is asked elsewhere', async () => {
  const of = async (first: Answer | NoAnswer): Promise<[commit: string | undefined, asked: number]> => {
    let asked = 0;
    const short = JSON.stringify({ system: { deployment: { vercel: { commit: 'efe125f' } } } });
    const commit = await liveCommit(TARGET, ({ url }) => {
      asked += 1;
      return Promise.resolve(url.pathname === '/api/health/comprehensive' ? first : reply(200, short));
    });
    return [commit, asked];
  };
  assert.deepEqual(await of(SILENT), [undefined, 1]);
  assert.deepEqual(await of({ error: { code: 'refused', message: '' }, phases: {} }), ['efe125f', 2]);
  assert.deepEqual(await of(reply(200, '{"version":"efe125f1c0ffee"}')), ['efe125f1c0ffee', 1]);
  assert.deepEqual(await of(reply(200, '{"version":"v2"}')), ['efe125f', 2]);
});

test('a health endpoint has three seconds for the commit; without an earlier commit nothing is asked', async () => {
  const requests: Request[] = [];
  const send = (request: Request): Promise<Answer> => (requests.push(request), Promise.resolve(reply(200)));
  await liveCommit(TARGET, send);
  assert.deepEqual(
    requests.map(({ deadlines }) => deadlines),
    [{ whole: 3_000 }, { whole: 3_000 }],
  );
  requests.length = 0;
  assert.equal(await commitChange(TARGET, undefined, send), undefined);
  assert.deepEqual(requests, []);
});

test('a commit is asked for every two seconds until the deadline, which still counts', async (t) => {
  let [clock, asked] = [1_000, 0];
  t.mock.method(performance, 'now', () => clock);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let found: unknown;
  const send = (): Promise<Answer> => ((asked += 1), Promise.resolve(reply(200)));
  void waitForCommit(TARGET, 'adf1f9e', 2_000, send).then((one) => (found = one));
  for (const [ms, expected] of [
    [0, 2],
    [1_999, 2],
    [1, 4],
  ] as const) {
    clock += ms;
    t.mock.timers.tick(ms);
    await new Promise(setImmediate);
    assert.equal(asked, expected);
  }
  assert.deepEqual(found, { ok: false });
});

test('a commit is asked for once where the deadline is nearer than the next question', async () => {
  let asked = 0;
  const send = (): Promise<Answer> => ((asked += 1), Promise.resolve(reply(200, '{"version":"efe125f1c0ffee"}')));
  assert.deepEqual(await waitForCommit(TARGET, 'adf1f9e', 1_900, send), { ok: false, found: 'efe125f1c0ffee' });
  assert.equal(asked, 1);
});
