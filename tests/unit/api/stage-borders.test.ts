// What weakened stages over HTTP would pass: a front door that flaps, contracts that prepare, states of the site, the live commit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { runFrontDoor } from '../../../checks/api/front-door-stage.ts';
import { liveCommit, waitForCommit } from '../../../checks/api/live-commit.ts';
import { PROBED_PAGES } from '../../../checks/api/page-identity.ts';
import type { Answer, NoAnswer, Request } from '../../../checks/api/probe-client.ts';
import { runContract } from '../../../checks/api/run-contract.ts';
import { body, FREE, type Case } from '../../../contracts/contract.ts';
import type { CheckRecord } from '../../../reports/result.ts';

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
  return { ...found, outcome: home?.outcome, failures: home?.failures.map(({ code }) => code), asked };
}

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
});

test('the reason is the first of several, and names health only where it was asked', async () => {
  const both = ['front-door.home', 'front-door.sign-in'];
  const limited = await door([LATER], () => reply(429, '{}', { 'retry-after': '9' }), both);
  assert.equal(limited.reason, 'GET /: status 429, retry after 5, expected 200');
  const dead = await door([SILENT]);
  assert.deepEqual([dead.dead, dead.reason], [true, 'GET /: deadline passed']);
  // One page hangs, the other answers: the site is there, so it is asked how it is.
  const half = await door([SILENT], () => reply(500), both);
  assert.match(half.reason ?? '', /^GET \/: deadline passed; the health endpoints say nothing/);
});

const JSON_TYPE = { 'content-type': 'application/json' };
const LIST: Case = { name: 'lists', method: 'GET', path: '/list', status: [200] };
type Run = { outcome: string; failures: string[]; requests: Request[] };
async function contract(cases: readonly Case[], answers: Record<string, Answer>): Promise<Run> {
  const requests: Request[] = [];
  const { outcome, failures } = await runContract(
    { id: 'contract.x', title: '', runbook: 'R', cost: FREE, reddens: [], cases: [...cases] },
    TARGET,
    () => new Date(0),
    undefined,
    (request) => {
      requests.push(request);
      return Promise.resolve(answers[request.url.pathname] ?? reply(404, '{}', JSON_TYPE));
    },
  );
  return { outcome, failures: failures.map(({ code, message }) => `${code}: ${message}`), requests };
}

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
  const of = (answer: Answer): Promise<Run> => contract([prepares, asks], { '/list': answer, '/thing/7': reply(200) });
  assert.equal((await of(reply(200, '{"id":"7"}', JSON_TYPE))).outcome, 'pass');
  for (const [answer, why] of [
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

test('a commit is asked for once where the deadline is nearer than the next question', async () => {
  let asked = 0;
  const send = (): Promise<Answer> => ((asked += 1), Promise.resolve(reply(200, '{"version":"efe125f1c0ffee"}')));
  assert.deepEqual(await waitForCommit(TARGET, 'adf1f9e', 1_900, send), { ok: false, found: 'efe125f1c0ffee' });
  assert.equal(asked, 1);
});
