// When a check over HTTP runs a second time, and what both runs come to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runConfirmed, type Confirmed, type Judged } from '../../../checks/api/confirm-failed.ts';
import { MOST_CONFIRMED } from '../../../judging.ts';

const PASS: Judged = { outcome: 'pass', failures: [] };
const fail = (message: string): Judged => ({ outcome: 'fail', failures: [{ code: 'server-error', message }] });

/** `plans`: what each check finds, run by run. Returns what came of them, and how often each ran. */
async function run(plans: Record<string, readonly Judged[]>, mayRepeat?: (id: string) => boolean) {
  const ran: Record<string, number> = {};
  const results: Record<string, Confirmed<Judged>> = {};
  await runConfirmed(
    Object.keys(plans),
    (id) => Promise.resolve(plans[id]?.[(ran[id] = (ran[id] ?? 0) + 1) - 1] ?? PASS),
    (id, result) => void (results[id] = result),
    mayRepeat,
  );
  return { ran, results };
}

test('a passing check runs once', async () => {
  const { ran, results } = await run({ a: [PASS], b: [{ outcome: 'inconclusive', failures: [] }] });
  assert.deepEqual(ran, { a: 1, b: 1 });
  assert.deepEqual([results['a']?.attempts, results['b']?.outcome], [undefined, 'inconclusive']);
});

test('a failure that does not repeat is a warning with its cause', async () => {
  const { results } = await run({ a: [fail('status 500'), PASS] });
  assert.deepEqual([results['a']?.outcome, results['a']?.attempts], ['warn', 2]);
  assert.deepEqual(
    results['a']?.failures.map(({ message }) => message),
    ['failed once and passed when run again: status 500'],
  );
});

test('a repeated failure is red, with the findings of the second run', async () => {
  const again: Judged = {
    outcome: 'fail',
    failures: [...fail('GET /a: status 500').failures, { code: 'contract', message: 'no id' }],
  };
  const { results } = await run({ a: [fail('GET /a: status 500'), again] });
  assert.deepEqual([results['a']?.outcome, results['a']?.attempts], ['fail', 2]);
  assert.deepEqual(
    results['a']?.failures.map(({ message }) => message),
    ['GET /a: status 500', 'no id'],
  );
  const [before] = results['a']?.earlier ?? [];
  assert.deepEqual([before?.outcome, before?.failures], ['fail', fail('GET /a: status 500').failures]);
});

test('where both runs failed of 500, of one request or of two, a third decides', async () => {
  const [one, other] = [fail('GET /a: status 500'), fail('GET /b: status 500')];
  const { ran, results } = await run({ a: [one, other, PASS], b: [one, other, one], c: [one, one, PASS] });
  assert.deepEqual(ran, { a: 3, b: 3, c: 3 });
  assert.deepEqual(
    ['a', 'b', 'c'].map((id) => [results[id]?.outcome, results[id]?.attempts]),
    [
      ['warn', 3],
      ['fail', 3],
      ['warn', 3],
    ],
  );
  assert.deepEqual(
    results['a']?.earlier?.map(({ failures }) => failures[0]?.message),
    ['GET /a: status 500', 'GET /b: status 500'],
  );
  assert.deepEqual(
    results['a']?.failures.map(({ message }) => message),
    ['a', 'b'].map((id) => `failed in two runs and passed in the third: GET /${id}: status 500`),
  );
});

test('two different failures that are no 500 are red without a third run', async () => {
  const wrong = (message: string): Judged => ({ outcome: 'fail', failures: [{ code: 'contract', message }] });
  const plans = { a: [wrong('no id'), wrong('no name'), PASS], b: [wrong('no id'), fail('status 500'), PASS] };
  const { ran, results } = await run(plans);
  assert.deepEqual(ran, { a: 2, b: 2 });
  assert.deepEqual([results['a']?.outcome, results['b']?.outcome], ['fail', 'fail']);
});

test('the time is that of all runs, and of each earlier run its own', async (t) => {
  let clock = 1_000;
  t.mock.method(performance, 'now', () => clock);
  const found: Confirmed<Judged>[] = [];
  const takes = [5, 7, 9];
  await runConfirmed(
    ['a'],
    () => Promise.resolve(((clock += takes.shift() ?? 0), fail('status 500'))),
    (_, result) => void found.push(result),
  );
  const [result] = found;
  assert.deepEqual([result?.durationMs, result?.earlier?.map(({ durationMs }) => durationMs)], [21, [5, 7]]);
});

test('a second run that warns keeps its own warnings behind what the first met', async () => {
  const warns: Judged = { outcome: 'warn', failures: [{ code: 'semantic', message: 'degraded' }] };
  const { results } = await run({ a: [fail('status 500'), warns] });
  assert.deepEqual(
    results['a']?.failures.map(({ message }) => message),
    ['failed once and passed when run again: status 500', 'degraded'],
  );
});

test('a check not judged because of a 500, a machine that could not run, or a missing preparation runs again, too; one not judged because of our own rate does not', async () => {
  const unjudged: Judged = { outcome: 'inconclusive', failures: [{ code: 'server-error', message: 'status 500' }] };
  const unprepared: Judged = { outcome: 'inconclusive', failures: [{ code: 'no-data', message: 'could not prepare' }] };
  const limited: Judged = { outcome: 'inconclusive', failures: [{ code: 'rate-limited', message: 'status 429' }] };
  const asleep: Judged = { outcome: 'inconclusive', failures: [{ code: 'machine', message: 'could not run' }] };
  const plans = { a: [unjudged, PASS], b: [limited, PASS], c: [unprepared, PASS], d: [asleep, PASS] };
  const { ran, results } = await run(plans);
  assert.deepEqual(ran, { a: 2, b: 1, c: 2, d: 2 });
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((id) => results[id]?.outcome),
    ['warn', 'inconclusive', 'warn', 'warn'],
  );
  assert.equal(
    results['d']?.failures[0]?.message,
    'could not be judged once and passed when run again: could not run',
    'it did not fail',
  );
});

test('a second run that cannot judge is no pass', async () => {
  const { results } = await run({ a: [fail('status 500'), { outcome: 'inconclusive', failures: [] }] });
  assert.equal(results['a']?.outcome, 'inconclusive');
});

test('beyond a few failures nothing runs again', async () => {
  const plans = (n: number) =>
    Object.fromEntries(Array.from({ length: n }, (_, i) => [`c${i}`, [fail('status 500'), PASS]]));
  const few = await run(plans(MOST_CONFIRMED));
  assert.ok(Object.values(few.ran).every((times) => times === 2));
  const { ran, results } = await run(plans(MOST_CONFIRMED + 1));
  assert.ok(Object.values(ran).every((times) => times === 1));
  assert.ok(Object.values(results).every(({ outcome }) => outcome === 'fail'));
});

test('a check that must not be repeated is red at once', async () => {
  const { ran, results } = await run({ a: [fail('status 500'), PASS] }, () => false);
  assert.deepEqual([ran['a'], results['a']?.outcome], [1, 'fail']);
});
