import assert from 'node:assert/strict';
import { test } from 'node:test';
import { due, dueAt, steps } from '../../../load/engine/executor-schedule.ts';
import { Segment } from '../../../load/engine/segment.ts';
import { refuseTooMuch } from '../../../load/engine/limits.ts';
import { durationMs } from '../../../load/engine/duration.ts';
import { scenarios } from '../../../load/engine/options.ts';

const DURATIONS: readonly [value: unknown, ms: number][] = [
  ['10s', 10_000],
  ['1m30s', 90_000],
  ['1h', 3_600_000],
  ['250ms', 250],
  ['1.5s', 1_500],
  ['1m500ms', 60_500],
  [1_234, 1_234],
  ['0s', 0],
];
for (const [value, ms] of DURATIONS) {
  test(`${JSON.stringify(value)} is ${ms} ms`, () => assert.equal(durationMs(value), ms));
}
for (const value of ['', 's', '10 s', '-1s', 'ten', null, {}, NaN]) {
  test(`${JSON.stringify(value)} is no duration`, () => assert.throws(() => durationMs(value), { exitCode: 104 }));
}

const SHORTCUTS: readonly [name: string, options: Record<string, unknown>, executor: string, vus: number][] = [
  ['nothing: one iteration', {}, 'shared-iterations', 1],
  ['vus and iterations', { vus: 3, iterations: 9 }, 'shared-iterations', 3],
  ['vus and duration', { vus: 4, duration: '1s' }, 'constant-vus', 4],
  ['stages', { stages: [{ duration: '1s', target: 5 }] }, 'ramping-vus', 5],
];
for (const [name, options, executor, vus] of SHORTCUTS) {
  test(`options with ${name}`, () => {
    const [only, ...rest] = scenarios(options);
    assert.ok(only && rest.length === 0);
    assert.equal(only.executor, executor);
    assert.equal(only.most, vus);
  });
}

const arrival = { executor: 'constant-arrival-rate', rate: 40, duration: '3s', preAllocatedVUs: 2 };
const BAD: readonly [name: string, scenario: Record<string, unknown>][] = [
  ['no executor', {}],
  ['an unknown executor', { executor: 'constant-arrivals' }],
  ['fewer iterations than VUs', { executor: 'shared-iterations', vus: 3, iterations: 2 }],
  ['half a VU', { executor: 'constant-vus', vus: 0.5, duration: '1s' }],
  ['no duration', { executor: 'constant-vus', vus: 1 }],
  ['no stages', { executor: 'ramping-vus' }],
  ['no rate', { ...arrival, rate: undefined }],
  ['no preAllocatedVUs', { ...arrival, preAllocatedVUs: undefined }],
  ['maxVUs below preAllocatedVUs', { ...arrival, maxVUs: 1 }],
];
for (const [name, bad] of BAD) {
  test(`a scenario with ${name} is refused with 104`, () =>
    assert.throws(() => scenarios({ scenarios: { bad } }), { exitCode: 104 }));
}

test('a constant arrival rate has its first iteration at 0 and its last at the end, as k6 had 121 of 40/s in 3 s', () => {
  const [s] = scenarios({ scenarios: { a: arrival } });
  assert.ok(s);
  assert.equal(s.plannedMs, 3_000);
  assert.deepEqual(
    [0, 24.9, 25, 3_000].map((t) => due(s.start, s.stages, t)),
    [1, 1, 2, 121],
  );
  assert.ok(Math.abs(dueAt(s.start, s.stages, 1) - 25) <= 0.1);
});

test('a ramping arrival rate starts as many as the area under its ramp', () => {
  const stages = [
    { durationMs: 2_000, target: 100 },
    { durationMs: 0, target: 10 },
    { durationMs: 1_000, target: 10 },
  ];
  assert.equal(due(0, stages, 1_000), 25);
  assert.equal(due(0, stages, 2_000), 100);
  assert.equal(due(0, stages, 3_000), 110);
  assert.ok(Math.abs(dueAt(0, stages, 24) - 1_000) <= 0.2);
});

test('VUs are added and taken away when the straight line reaches whole numbers', () => {
  const stages = [
    { durationMs: 100, target: 4 },
    { durationMs: 0, target: 1 },
    { durationMs: 50, target: 0 },
  ];
  assert.deepEqual(
    steps(2, stages).map(({ atMs, vus }) => [atMs, vus]),
    [[0, 2], [50, 3], [100, 4], [100, 1], [150, 0]], // prettier-ignore
  );
});

test('a segment takes its share of everything, and both halves take all', () => {
  const [a, b] = [new Segment('0:1/2', '0,1/2,1'), new Segment('1/2:1', '0,1/2,1')];
  for (const n of [0, 1, 2, 7, 100, 101]) assert.equal(a.scale(n) + b.scale(n), n);
  const numbers = [0, 1, 2].flatMap((i) => [a.inTest(i), b.inTest(i)]).toSorted((x, y) => x - y);
  assert.deepEqual(numbers, [0, 1, 2, 3, 4, 5]);
  const thirds = ['0:1/3', '1/3:2/3', '2/3:1'].map((s) => new Segment(s, '0,1/3,2/3,1').scale(100));
  assert.equal(
    thirds.reduce((sum, n) => sum + n, 0),
    100,
  );
  assert.equal(new Segment('25%', '').scale(8), 2);
  for (const bad of ['1:0', '0:2', 'x']) assert.throws(() => new Segment(bad, ''), { exitCode: 104 });
});

const MEMORY_BYTES = 4 * 2 ** 30;
const LOADS: readonly [name: string, scenario: Record<string, unknown>, says: RegExp | undefined][] = [
  ['50 VUs', { executor: 'constant-vus', vus: 50, duration: '1s' }, undefined],
  [
    'more VUs than its memory holds',
    { executor: 'constant-vus', vus: 3_000, duration: '1s' },
    /3000 VUs do not fit.*use k6/,
  ],
  ['4,000 a second', { ...arrival, rate: 4_000 }, undefined],
  ['6,000 a second', { ...arrival, rate: 6_000 }, /6000 iterations\/s are more than.*use k6/],
  ['a ramp to 6,000 a second', { executor: 'ramping-arrival-rate', stages: [{ duration: '1s', target: 6_000 }], preAllocatedVUs: 2 }, /6000 iterations/], // prettier-ignore
];
for (const [name, load, says] of LOADS) {
  test(`a machine of 4 GiB ${says ? 'refuses' : 'takes'} ${name}`, () => {
    const list = scenarios({ scenarios: { load } });
    if (says) assert.throws(() => refuseTooMuch(list, MEMORY_BYTES), { exitCode: 104, message: says });
    else refuseTooMuch(list, MEMORY_BYTES);
  });
}
