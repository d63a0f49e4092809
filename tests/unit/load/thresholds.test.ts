import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from '../../../load/engine/metrics.ts';
import { bindThresholds, evaluate, parseExpression } from '../../../load/engine/thresholds.ts';

const GOOD: readonly [source: string, method: string, op: string, limit: number][] = [
  ['avg<2000', 'avg', '<', 2000],
  ['p(95)<2000', 'p(95)', '<', 2000],
  ['p(99.9) <= 0.5', 'p(99.9)', '<=', 0.5],
  [' rate > 0.999 ', 'rate', '>', 0.999],
  ['count==0', 'count', '==', 0],
  ['count===0', 'count', '===', 0],
  ['value!=-1.5', 'value', '!=', -1.5],
  ['med>=1e3', 'med', '>=', 1000],
];
for (const [source, method, op, limit] of GOOD) {
  test(`"${source}" parses`, () => assert.deepEqual(parseExpression(source), { method, op, limit, source }));
}

for (const source of [
  '',
  'avg',
  'avg<',
  '<1',
  'avg<<1',
  'average<1',
  'p95<1',
  'p()<1',
  'p(101)<1',
  'avg<1s',
  'avg=<1',
  'avg<1 or 2',
]) {
  test(`"${source}" is refused with 104`, () => assert.throws(() => parseExpression(source), { exitCode: 104 }));
}

const COMPARED: readonly [value: number, op: string, limit: number, held: boolean][] = [
  [1, '<', 1, false],
  [1, '<=', 1, true],
  [1, '>', 1, false],
  [1, '>=', 1, true],
  [1, '==', 1, true],
  [1, '===', 2, false],
  [1, '!=', 1, false],
  [NaN, '<', 1, false],
];
for (const [value, op, limit, held] of COMPARED) {
  test(`${value} ${op} ${limit} is ${held}`, () => {
    const registry = new Registry();
    registry.declare('mine', 'gauge', 'default');
    const bound = bindThresholds({ mine: [`value${op}${limit}`] }, registry);
    registry.add('mine', value, {});
    assert.equal(evaluate(bound, 1_000, true).failed.length === 0, held);
  });
}

test('a sub-metric takes only the samples with all of its tags', () => {
  const registry = new Registry();
  const bound = bindThresholds({ 'http_reqs{endpoint:trending,status:200}': ['count==1'] }, registry);
  registry.add('http_reqs', 1, { endpoint: 'trending', status: '200' });
  registry.add('http_reqs', 1, { endpoint: 'trending', status: '500' });
  registry.add('http_reqs', 1, { status: '200' });
  assert.deepEqual(evaluate(bound, 1000, true).failed, []);
});

test('abortOnFail waits for delayAbortEval', () => {
  const registry = new Registry();
  const bound = bindThresholds(
    { checks: [{ threshold: 'rate>0.9', abortOnFail: true, delayAbortEval: '2s' }] },
    registry,
  );
  registry.add('checks', 0, {});
  assert.equal(evaluate(bound, 1_999, false).abort, false);
  assert.equal(evaluate(bound, 2_000, false).abort, true);
});

test('a metric without samples is judged only at the end, and a rate without samples crosses nothing, as in k6', () => {
  const thresholds = { checks: [{ threshold: 'rate>0.9', abortOnFail: true }], http_reqs: ['count>0'] };
  const bound = bindThresholds(thresholds, new Registry());
  assert.deepEqual(evaluate(bound, 5_000, false), { failed: [], abort: false });
  assert.deepEqual(evaluate(bound, 5_000, true).failed, ['http_reqs: count>0']);
});

test('a counter has a rate per second', () => {
  const registry = new Registry();
  const bound = bindThresholds({ http_reqs: ['rate==50'] }, registry);
  for (let i = 0; i < 100; i++) registry.add('http_reqs', 1, {});
  assert.deepEqual(evaluate(bound, 2_000, true).failed, []);
});

for (const raw of [{ checks: [1] }, { checks: [{}] }, { 'checks{a}': ['rate>0'] }, { 'unknown{a:b}': ['rate>0'] }]) {
  test(`${JSON.stringify(raw)} is refused with 104`, () =>
    assert.throws(() => bindThresholds(raw, new Registry()), { exitCode: 104 }));
}
