import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aggregate, Registry } from '../../../load/engine/metrics.ts';

const trend = (values: readonly number[]) => {
  const metric = new Registry().declare('mine', 'trend', 'time');
  for (const value of values) metric.samples.add(value);
  return { metric, read: (method: string): number => aggregate(metric, method, 1_000) };
};

/** As k6 documents it: linear between the closest ranks. */
function naive(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (percent / 100) * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at % 1);
}

const LISTS: readonly [name: string, values: number[]][] = [
  ['one', [7]],
  ['two', [1, 3]],
  ['all equal', [2, 2, 2, 2]],
  ['a thousand', Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 1009) / 3)],
];
for (const [name, values] of LISTS) {
  test(`percentiles of ${name} agree with the naive reference`, () => {
    const { read } = trend(values);
    for (const percent of [0, 50, 90, 95, 99, 99.9, 100]) {
      assert.ok(Math.abs(read(`p(${percent})`) - naive(values, percent)) < 1e-9, `p(${percent})`);
    }
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    assert.ok(Math.abs(read('avg') - mean) < 1e-9);
    assert.equal(read('med'), read('p(50)'));
    assert.equal(read('max'), Math.max(...values));
  });
}

test('percentiles are right when samples are added after a percentile was read', () => {
  const { metric, read } = trend([5]);
  assert.equal(read('p(100)'), 5);
  metric.samples.add(1);
  assert.equal(read('p(0)'), 1);
});

test('a trend without samples is 0, as in k6', () => {
  for (const method of ['p(95)', 'avg', 'min', 'max']) assert.equal(trend([]).read(method), 0, method);
});

test('a metric declared twice with another type is refused', () => {
  const registry = new Registry();
  registry.declare('mine', 'trend', 'time');
  assert.equal(registry.declare('mine', 'trend', 'time').name, 'mine');
  assert.throws(() => registry.declare('mine', 'rate', 'default'), { exitCode: 104 });
});

test('a sample of an undeclared metric is an error, not lost', () => {
  assert.throws(() => new Registry().add('none', 1, {}), /undeclared/);
});
