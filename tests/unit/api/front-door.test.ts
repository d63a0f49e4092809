// A dead front door says why: the health endpoints are asked unless nothing answers at all; walls and our own rate are no death.
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { runFrontDoor } from '../../../checks/api/front-door-stage.ts';
import { probe, type Answer, type NoAnswer, type Request } from '../../../checks/api/probe-client.ts';
import type { ResultRecord } from '../../../reports/result.ts';
import { startStandIn, type StandInOptions } from '../../../stand-in/server.ts';

type Change = (path: string, answer: Answer) => Answer | NoAnswer;
async function door(t: TestContext, options: StandInOptions, change: Change = (_, answer) => answer) {
  const site = await startStandIn(options);
  t.after(() => site.close());
  const records: ResultRecord[] = [];
  const asked: string[] = [];
  const send = async (request: Request): Promise<Answer | NoAnswer> => {
    asked.push(request.url.pathname);
    const answer = await probe(request);
    return answer.error ? answer : change(request.url.pathname, answer);
  };
  const found = await runFrontDoor({
    target: new URL(site.url),
    sink: (record) => void records.push(record),
    rounds: 0,
    signal: new AbortController().signal,
    now: () => new Date(),
    send,
  });
  const outcomes = Object.fromEntries(
    records.flatMap((r) => (r.kind === 'check' ? [[r.id.slice(11), r.outcome]] : [])),
  );
  const states = records.flatMap((r) => (r.kind === 'metric' && r.kpi === 'database' ? r.samples : []));
  return { ...found, outcomes, states, asked, samples: records.filter(({ kind }) => kind === 'http').length };
}
const on =
  (where: (path: string) => boolean, status: number): Change =>
  (path, answer) =>
    where(path) ? { ...answer, status } : answer;

test('a healthy front door is probed once, and the health endpoints are not probed', async (t) => {
  const { dead, blocked, outcomes, asked } = await door(t, {});
  assert.deepEqual([dead, blocked, asked.length], [false, false, 3]);
  assert.deepEqual(outcomes, { home: 'pass', trending: 'pass', 'sign-in': 'pass' });
});

test('a 500 on trending with a dead database names the database', async (t) => {
  const { dead, reason, states, outcomes } = await door(
    t,
    { faults: ['database-down'] },
    on((path) => path === '/api/trending', 500),
  );
  assert.equal(dead, true);
  assert.match(reason ?? '', /^GET \/api\/trending: status 500 .*; database unreachable: connection refused$/);
  assert.deepEqual(states, [0, 0]);
  assert.deepEqual(outcomes, { home: 'pass', trending: 'fail', 'sign-in': 'pass' });
});

test('one page with 500 and healthy health endpoints: both are reported', async (t) => {
  const { dead, reason, states } = await door(
    t,
    {},
    on((path) => path === '/', 500),
  );
  assert.equal(dead, true);
  assert.match(reason ?? '', /^GET \/: status 500.*; health is fine: the database is reachable/);
  assert.deepEqual(states, [1, 1]);
});

test('a dependency that is down is named', async (t) => {
  const { reason } = await door(
    t,
    { faults: ['spotify-down'] },
    on((path) => path === '/', 500),
  );
  assert.match(reason ?? '', /the database is reachable; down: spotify$/);
});

test('everything 500: the health endpoints are probed and report nothing', async (t) => {
  const { reason, states } = await door(t, { faults: ['all-500'] });
  assert.match(
    reason ?? '',
    /the health endpoints say nothing \(\/api\/health\/db 500, \/api\/health\/comprehensive 500, \/api\/health 500\)/,
  );
  assert.deepEqual(states, []);
});

test('if nothing answers, the health endpoints are not probed', async (t) => {
  const silence: NoAnswer = { error: { code: 'timeout', message: 'deadline passed' }, phases: {} };
  const { dead, asked } = await door(t, {}, () => silence);
  assert.equal(dead, true);
  assert.ok(!asked.some((path) => path.startsWith('/api/health')), asked.join());
});

test('429 on everything and a bot wall before everything are blocked, not dead', async (t) => {
  const limited = await door(
    t,
    {},
    on(() => true, 429),
  );
  assert.deepEqual([limited.dead, limited.blocked], [false, true]);
  assert.deepEqual(new Set(Object.values(limited.outcomes)), new Set(['inconclusive']));
  const walled = await door(t, { faults: ['edge-challenge'] });
  assert.deepEqual([walled.dead, walled.blocked], [false, true]);
  assert.match(walled.reason ?? '', /blocked at the edge by a challenge of Vercel/);
});

test('bot protection on one page and a 500 of another fail the front door; one rate-limited path does not stop the run', async (t) => {
  const both = await door(t, {}, (path, answer) =>
    path === '/' ? { ...answer, status: 500 } : path === '/api/trending' ? { ...answer, status: 429 } : answer,
  );
  assert.deepEqual([both.dead, both.blocked], [true, false]);
  const limited = await door(
    t,
    {},
    on((path) => path === '/api/trending', 429),
  );
  assert.deepEqual([limited.dead, limited.blocked, limited.outcomes['trending']], [false, false, 'inconclusive']);
});

test('a run that was stopped is no failure of the site, and no sample of it', async (t) => {
  const stopped: NoAnswer = { error: { code: 'tool', message: 'the run was stopped', notAsked: true }, phases: {} };
  const { dead, outcomes, samples } = await door(t, {}, () => stopped);
  assert.deepEqual([dead, samples], [false, 0]);
  assert.deepEqual(new Set(Object.values(outcomes)), new Set(['broken']));
});
