import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from '@playwright/test';
import { askedAgain, isChance, type FailedAgain } from '../../../checks/guards/asked-again.ts';
import { withoutEchoes } from '../../../checks/guards/finding-list.ts';
import type { AnswerAgain, GuardFinding, GuardId } from '../../../checks/guards/guard-checks.ts';
import { refusedByType } from '../../../checks/guards/console-findings.ts';
import { requestToAskAgain } from '../../../checks/guards/request-facts.ts';
import { ASK_AGAIN } from '../../../judging.ts';

const finding = (text: string, url?: string, guard: GuardId = 'guard.failed-requests'): GuardFinding => ({
  guard,
  text,
  page: '/',
  ...(url === undefined ? {} : { again: { url, headers: {} } }),
});

const answer = (status: number | undefined, contentType?: string): AnswerAgain | undefined =>
  status === undefined ? undefined : { status, contentType };

test('a failed request is asked again, each address once: below 300 it failed once, and what cannot be asked again stays', async () => {
  const asked: string[] = [];
  const statuses: Readonly<Record<string, number | undefined>> = {
    'http://s/a': 299,
    'http://s/b': 307,
    'http://s/c': undefined,
    'http://s/d': 300,
  };
  const found = await askedAgain(
    [
      finding('a', 'http://s/a'),
      finding('a on another page', 'http://s/a'),
      finding('b', 'http://s/b'),
      finding('c', 'http://s/c'),
      finding('d', 'http://s/d'),
      finding('POST'),
    ],
    ({ url }) => Promise.resolve((asked.push(url), answer(statuses[url]))),
  );
  assert.deepEqual(asked, ['http://s/a', 'http://s/b', 'http://s/c', 'http://s/d']);
  assert.deepEqual(
    found.map(({ text, once, again }) => [text, once, again]),
    [
      ['a', true, undefined],
      ['a on another page', true, undefined],
      ['b', undefined, undefined],
      ['c', undefined, undefined],
      ['d', undefined, undefined],
      ['POST', undefined, undefined],
    ],
  );
});

test('a failed GET of the server is asked again with what Next.js sent for a part of a page; nothing else can be', () => {
  const again = (method: string, failure: number | string, headers: Record<string, string> = {}) =>
    requestToAskAgain(
      { method: () => method, url: () => 'http://s/a', headers: () => headers } as unknown as Request,
      failure,
    );
  assert.deepEqual(again('GET', 500, { cookie: 'x' }), { url: 'http://s/a', headers: {} });
  assert.deepEqual(again('GET', 'net::ERR_EMPTY_RESPONSE'), { url: 'http://s/a', headers: {} });
  const part = { rsc: '1', 'next-router-state-tree': '[]', 'next-url': '/' };
  assert.deepEqual(again('GET', 503, { ...part, accept: '*/*' })?.headers, part);
  for (const [method, failure] of [
    ['POST', 500],
    ['GET', 499],
    ['GET', 'net::ERR_BLOCKED_BY_CLIENT'],
  ] as const)
    // prettier-ignore
    assert.equal(again(method, failure), undefined);
});

test('what Chrome refuses by its type is asked again, and must have that type then', async () => {
  const refusal = (how: string): string =>
    `Refused to ${how} from 'http://s/a?v=1' because its MIME type ('text/plain') is not fitting, and strict MIME checking is enabled.`;
  const style = refusedByType(refusal('apply style'));
  assert.deepEqual(style, { url: 'http://s/a?v=1', headers: {}, type: 'css' });
  assert.equal(refusedByType(refusal('execute script'))?.type, 'javascript');
  assert.equal(refusedByType(`TypeError: ${refusal('apply style')}`), undefined);
  const once = async (given: AnswerAgain | undefined): Promise<boolean | undefined> => {
    const [found] = await askedAgain(
      [{ guard: 'guard.console-errors', text: 'refused', page: '/', again: style }],
      () => Promise.resolve(given),
      new Map(),
    );
    return found?.once;
  };
  assert.equal(await once(answer(200, 'text/css; charset=utf-8')), true);
  for (const given of [answer(200, 'text/plain'), answer(200), answer(500, 'text/css'), undefined])
    assert.equal(await once(given), undefined);
});

test('what Chrome refused by its type is a failed request if an error page comes again, also in later checks', async () => {
  const refused = { guard: 'guard.console-errors', text: 'refused', page: '/', again: { url: 'http://s/a?v=1', headers: {}, type: 'css' } } as const; // prettier-ignore
  const seen = async (...answers: (AnswerAgain | undefined)[]): Promise<string[]> => {
    const failedAgain: FailedAgain = new Map();
    const found: GuardFinding[] = [];
    for (const one of answers) found.push(...(await askedAgain([refused], () => Promise.resolve(one), failedAgain)));
    return found.map(({ guard, text }) => `${guard}: ${text}`);
  };
  const failed = (status: number): string => `guard.failed-requests: request failed: GET /a HTTP ${String(status)}`;
  assert.deepEqual(await seen(answer(500, 'text/html'), answer(200, 'text/css')), [failed(500), failed(500)]);
  assert.deepEqual(await seen(answer(400, 'text/css')), [failed(400)]);
  for (const one of [answer(200, 'text/html'), answer(399, 'text/css'), undefined])
    assert.deepEqual(await seen(one), ['guard.console-errors: refused']);
});

test('what a script that failed once broke on its page failed once, too; on another page it stays', async () => {
  const script = finding('request failed: GET /app.js HTTP 500', 'http://s/app.js');
  const broken = finding('page error: site is undefined', undefined, 'guard.page-errors');
  const of = (guard: GuardId): GuardFinding => ({ ...broken, guard });
  const found = await askedAgain([script, broken, of('guard.console-errors'), of('guard.reactions'), { ...broken, page: '/about' }, of('guard.mixed-content')], () => Promise.resolve(answer(200))); // prettier-ignore
  assert.deepEqual(
    found.map(({ once }) => once),
    [true, true, true, true, undefined, undefined],
  );
});

test('an address that failed again is not asked a third time, and stays', async () => {
  const failedAgain: FailedAgain = new Map();
  let times = 0;
  const ask = () =>
    askedAgain(
      [finding('b', 'http://s/b')],
      () => Promise.resolve(answer((times += 1) === 1 ? 500 : 200)),
      failedAgain,
    );
  assert.deepEqual(
    [...(await ask()), ...(await ask())].map(({ once }) => once),
    [undefined, undefined],
  );
  assert.deepEqual([times, ...failedAgain.keys()], [1, 'http://s/b']);
});

test('an address that answered when asked again is asked again by the next check, too', async () => {
  const failedAgain: FailedAgain = new Map();
  const ask = () => askedAgain([finding('a', 'http://s/a')], () => Promise.resolve(answer(200)), failedAgain);
  assert.deepEqual(
    [...(await ask()), ...(await ask())].map(({ once }) => once),
    [true, true],
  );
});

test('no more addresses than the limit are asked again; the others stay', async () => {
  const many = Array.from({ length: ASK_AGAIN.mostAddresses + 2 }, (_, i) => finding(`${i}`, `http://s/${i}`));
  const found = await askedAgain(many, () => Promise.resolve(answer(200)));
  assert.equal(found.filter(({ once }) => once === true).length, ASK_AGAIN.mostAddresses);
});

test('no failure and one failure are chance, two of no counted request are not', () => {
  assert.equal(isChance(0, 0), true);
  assert.equal(isChance(1, 0), true);
  assert.equal(isChance(2, 0), false);
  assert.equal(isChance(1, 1_000), true);
});

test('a message that names an address that failed is an echo of that request; any other message is a finding', () => {
  const failed = finding('request failed: GET /_next/home.js HTTP 500');
  const home = finding('request failed: GET / HTTP 500');
  const echo = finding(
    "console error: Refused to execute script from 'http://s/_next/home.js?dpl=1'",
    undefined,
    'guard.console-errors',
  );
  const broken = finding('page error: Loading chunk /_next/home.js failed', undefined, 'guard.page-errors');
  const other = finding('console error: /_next/other.js is old', undefined, 'guard.console-errors');
  const storm = finding('requested in a loop: GET /_next/home.js', undefined, 'guard.request-storms');
  assert.deepEqual(withoutEchoes([failed, echo, broken, other, storm]), [failed, other, storm]);
  assert.deepEqual(withoutEchoes([home, echo, other]), [home, echo, other]);
  const artists = finding('request failed: GET /artists HTTP 500');
  const deeper = finding('page error: /artists/x has no name', undefined, 'guard.page-errors');
  assert.deepEqual(withoutEchoes([artists, deeper]), [artists, deeper]);
});
