// How a contract is run: values taken from one case fill the next, and what cannot be asked is not green.
import assert from 'node:assert/strict';
import test from 'node:test';
import { z } from 'zod';
import type { Answer, NoAnswer } from '../../../checks/api/probe-client.ts';
import { runContract } from '../../../checks/api/run-contract.ts';
import { body, FREE, type Case, type Contract } from '../../../contracts/contract.ts';

const names = z.object({ name: z.string().optional() });
const LISTS: Case = {
  name: 'lists',
  method: 'GET',
  path: '/list',
  status: [200],
  json: body(names),
  takes: (value) => ({ name: names.safeParse(value).data?.name }),
};
const ASKS: Case = { name: 'asks', method: 'GET', path: '/thing/{name}', status: [200] };
const contract = (...cases: Case[]): Contract => ({
  id: 'contract.x',
  title: '',
  runbook: 'R',
  cost: FREE,
  reddens: [],
  cases,
});
const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
  phases: {},
});

async function run(one: Contract, answers: Record<string, Answer | NoAnswer>, host = 'site.invalid') {
  const asked: string[] = [];
  const { outcome, failures } = await runContract(
    one,
    new URL(`https://${host}`),
    () => new Date(),
    undefined,
    ({ url }) => {
      asked.push(url.pathname);
      return Promise.resolve(answers[url.pathname] ?? json({}, 404));
    },
  );
  return { outcome, asked, codes: failures.map(({ code }) => code) };
}

test('a value taken by one case fills the path of the next', async () => {
  const done = await run(contract(LISTS, ASKS), { '/list': json({ name: 'one' }), '/thing/one': json({}) });
  assert.deepEqual(done, { outcome: 'pass', asked: ['/list', '/thing/one'], codes: [] });
});

test('a list without a usable value cannot be judged', async () => {
  const done = await run(contract(LISTS, ASKS), { '/list': json({}) });
  assert.deepEqual(done, { outcome: 'inconclusive', asked: ['/list'], codes: ['no-data'] });
});

test('an extra case without a value is a warning', async () => {
  const done = await run(contract(LISTS, { ...ASKS, extra: true }), { '/list': json({}) });
  assert.deepEqual(done, { outcome: 'warn', asked: ['/list'], codes: ['no-data'] });
});

test('where no case could be asked, what is missing is reported once for each', async () => {
  const missing = contract({ ...ASKS, extra: true }, { ...ASKS, name: 'again' });
  assert.deepEqual((await run(missing, {})).codes, ['no-data', 'no-data']);
});

test('a failing list is reported once, and the cases that need its values are not sent', async () => {
  const done = await run(contract(LISTS, ASKS), { '/list': json({}, 500) });
  assert.deepEqual(done, { outcome: 'fail', asked: ['/list'], codes: ['server-error'] });
});

test('a case not sent because of our own rate is inconclusive; with another failure the check fails', async () => {
  const limited = { '/list': json({}, 429) };
  assert.equal((await run(contract(LISTS), limited)).outcome, 'inconclusive');
  const both = contract(LISTS, { ...ASKS, path: '/thing/x' });
  assert.equal((await run(both, { ...limited, '/thing/x': json({}, 500) })).outcome, 'fail');
});

test('a flaw that breaks no promise is a warning', async () => {
  assert.equal((await run(contract({ ...ASKS, path: '/x', level: 'warn' }), {})).outcome, 'warn');
});

test('requests that a broken guard would act on are sent to this machine only', async () => {
  const job = contract({ ...ASKS, path: '/job', onlyHere: true });
  assert.deepEqual((await run(job, {})).asked, []);
  for (const here of ['127.0.0.1', 'localhost', '[::1]']) assert.deepEqual((await run(job, {}, here)).asked, ['/job']);
});

test('a contract without an allowed request is not a pass', async () => {
  const { outcome, asked, codes } = await run(contract({ ...LISTS, onlyHere: true }), { '/list': json({}) });
  assert.deepEqual([outcome, asked, codes], ['inconclusive', [], ['no-data']]);
});

test('a page that is not there cannot be judged: the check that is about it is named; one that is there is judged', async () => {
  const page: Case = {
    name: 'page',
    method: 'GET',
    path: '/',
    status: [200],
    document: true,
    thereBy: 'front-door.home',
  };
  const html = (text: string, status = 200): Answer => ({
    status,
    headers: { 'content-type': 'text/html' },
    body: text,
    phases: {},
  });
  const loop: Answer = { ...html('', 307), headers: { location: '/' }, url: new URL('https://site.invalid/') };
  const of = async (answer: Answer | NoAnswer) => {
    const { outcome, failures } = await runContract(
      contract(page),
      new URL('https://site.invalid'),
      () => new Date(),
      undefined,
      () => Promise.resolve(answer),
    );
    return [outcome, ...failures.map(({ message }) => message)];
  };
  assert.deepEqual(await of(loop), [
    'inconclusive',
    'could not prepare: see front-door.home (GET /: status 307 to itself)',
  ]);
  assert.match(String(await of(html('gone', 500))), /^inconclusive,could not prepare: see front-door\.home/);
  const reset: NoAnswer = { error: { code: 'reset', message: 'connection reset' }, phases: {} };
  assert.match(String(await of(reset)), /^inconclusive,could not prepare: .*connection reset/);
  assert.match(String(await of(html('<html><h1>Hello</h1>'))), /^fail,.*states no language/);
  assert.deepEqual(await of(html('<html lang="en"><h1>Hello</h1>')), ['pass']);
});
