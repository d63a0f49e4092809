// Windows slide over the slots of a run: a bad minute in a good hour is seen, and noise is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakingPoint, steadyAnswer } from '../../../load/break-point-rule.ts';
import type { Climb } from '../../../load/shapes/breakpoint-shape.ts';
import { drift, slidingBreaches, slotOf, SLOTS, tail, windowSlots, type Slot } from '../../../load/windows.ts';

const MINUTE = 60_000;
const slot = (meanMs: number, asked = 40, invalid = 0, serverErrors = invalid): Slot => ({
  asked,
  invalid,
  serverErrors,
  ttfbN: asked - invalid,
  ttfbSumMs: (asked - invalid) * meanMs,
});
/** A run of good slots with others from `at` on. */
const run = (good: Slot, bad: Slot, at: number, many: number): Slot[] =>
  Array.from({ length: SLOTS }, (_, i) => (i >= at && i < at + many ? bad : good));

for (const [elapsed, name] of [
  [0, '00'],
  [249, '00'],
  [250, '01'],
  [4_999, '19'],
  [5_100, '19'],
  [-1, '00'],
] as const) {
  test(`${elapsed} ms of a run of 5 s are in slot ${name}`, () => assert.equal(slotOf(elapsed, 5_000), name));
}

for (const [windowMs, runMs, slots] of [
  [5 * MINUTE, 10 * MINUTE, 10],
  [2 * MINUTE, 10 * MINUTE, 4],
  [5 * MINUTE, 5_000, 10], // scaled
  [2 * MINUTE, 5_000, 4],
  [5 * MINUTE, 60 * MINUTE, 2],
  [2 * MINUTE, 120 * MINUTE, 1],
] as const) {
  test(`${windowMs / MINUTE} min of a run of ${runMs / 1_000} s are ${slots} slots`, () =>
    assert.equal(windowSlots(windowMs, runMs), slots));
}

test('the chance of failures agrees with the naive sum', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
  for (const [k, n, p] of [
    [0, 10, 0.1],
    [1, 10, 0.1],
    [3, 10, 0.1],
    [10, 10, 0.5],
    [4, 400, 0.005],
  ] as const) {
    const naive = Array.from({ length: n - k + 1 }, (_, i) => choose(n, k + i) * p ** (k + i) * (1 - p) ** (n - k - i));
    assert.ok(Math.abs(tail(k, n, p) - naive.reduce((a, b) => a + b, 0)) < 1e-9, `${k} of ${n}`);
  }
});

type Row = [name: string, slots: Slot[], levels: string[]];
const BREACHES: readonly Row[] = [
  ['a good run', run(slot(10), slot(10), 0, 0), []],
  ['a run without answers', run(slot(10, 0), slot(10, 0), 0, 0), []],
  ['two scaled minutes above 5 s', run(slot(10), slot(5_500), 8, 4), ['critical', 'warning']],
  ['two scaled minutes above 3 s', run(slot(10), slot(3_500), 16, 4), ['warning']],
  ['exactly 5 s', run(slot(5_000), slot(5_000), 0, 0), ['warning']],
  ['a single slow slot, which the window evens out', run(slot(10), slot(5_500), 8, 1), []],
  ['one failure of 400', run(slot(10), slot(10, 40, 1), 8, 1), []],
  ['five scaled minutes of 5 % errors', run(slot(10), slot(10, 40, 2), 0, 10), ['critical', 'critical', 'warning']],
  ['soft failures alone', run(slot(10), slot(10, 40, 2, 0), 0, 10), ['critical']],
];
for (const [name, slots, levels] of BREACHES) {
  test(`${name}: ${levels.join(', ') || 'no breach'}`, () => {
    const found = slidingBreaches(slots, 5_000);
    assert.deepEqual(
      found.map(({ level }) => level),
      levels,
      JSON.stringify(found),
    );
    for (const { text } of found) assert.match(text, /scaled to .* must be .*R[13]/);
  });
}

test('a run that grows slower shows its first and last quarter', () => {
  const slots = Array.from({ length: SLOTS }, (_, i) => slot(10 + i * 20));
  assert.deepEqual(drift(slots), { firstMs: 50, lastMs: 350 });
  assert.equal(drift(run(slot(10, 0), slot(10), 0, 0)), undefined);
});

test('a quarter with five answers has a mean, one with four has none', () => {
  const one = slot(10, 1);
  const five = run(one, slot(20, 1), 15, 5);
  assert.deepEqual(drift(five), { firstMs: 10, lastMs: 20 });
  assert.equal(drift(five.with(0, slot(10, 0))), undefined);
  assert.equal(drift(five.with(19, slot(10, 0))), undefined);
});

const CLIMB: Climb = {
  perMinute: 600,
  toPerMinute: 12_000,
  mustPerMinute: 3_000,
  seconds: 10,
  vus: 1,
  maxVUs: 1,
  ramps: 3,
};
/** A site that answers `meanMs(slot)` to what it is asked, and `share` of it. */
const climb = (meanMs: (index: number) => number, share = (_: number): number => 1, invalid = 0): Slot[] =>
  Array.from({ length: SLOTS }, (_, i) => {
    const asked = Math.round(((10 + (190 * (i + 0.5)) / SLOTS) * 0.5 * share(i)) as number);
    return slot(meanMs(i), asked, invalid);
  });
const ANSWERS: readonly [name: string, slots: Slot[], holds: number, broke: RegExp | undefined][] = [
  ['never slow', climb(() => 5), 400, undefined],
  ['slow in a single slot, which is no limit', climb((i) => (i === 10 ? 2_500 : 5)), 400, undefined],
  ['slow from the start', climb(() => 2_500), 0, /mean 2500 ms/],
  ['slow from the middle on', climb((i) => (i < 10 ? 5 : 2_000)), 210, /mean 2000 ms on the way to 229\/s/],
  [
    'fewer answers than were due',
    climb(
      () => 5,
      (i) => (i < 15 ? 1 : 0.5),
    ),
    305,
    /answers came/,
  ],
  [
    'failing',
    climb(
      () => 5,
      () => 1,
      4,
    ),
    0,
    /4 of \d+ answers not valid/,
  ],
];
for (const [name, slots, holds, broke] of ANSWERS) {
  test(`a site that is ${name} holds ${holds}/s`, () => {
    const good = climb(() => 5);
    const answer = breakingPoint([['GET /a', good], ['GET /b', slots]], CLIMB); // prettier-ignore
    assert.equal(answer.holdsPerSecond, holds, answer.broke);
    assert.equal(answer.mustPerSecond, 100);
    if (broke) assert.match(answer.broke ?? '', broke);
    else assert.equal(answer.broke, undefined);
  });
}

test('the answer of several ramps is the middle one, with their range', () => {
  const of = (holdsPerSecond: number) => ({ holdsPerSecond, broke: `at ${holdsPerSecond}`, mustPerSecond: 100 });
  const { answer, low, high, text } = steadyAnswer([of(500), of(300), of(310)]);
  assert.deepEqual([answer.holdsPerSecond, low, high], [310, 300, 500]);
  assert.match(text, /holds 2 s up to 310\/s \(at 310\); 300 to 500\/s over 3 ramps, a wide range/);
  assert.doesNotMatch(steadyAnswer([of(300), of(310), of(320)]).text, /wide/);
  assert.doesNotMatch(steadyAnswer([of(300)]).text, /ramps/);
});

const texts = (slots: readonly Slot[], runMs: number): string[] =>
  slidingBreaches(slots, runMs).map(({ text }) => text);

test('a window says its mean, its length, where it begins and its limit', () => {
  const failing = run(slot(10), slot(10, 40, 4), 3, 10);
  assert.deepEqual(texts(failing, 5_000), [
    'availability over 5 min (scaled to 2.5 s) from 0 s: 28 of 400 not valid; must be >= 99.5 % (R3 Availability)',
    'error-rate over 5 min (scaled to 2.5 s) from 0 s: 28 of 400 5xx; must be <= 1 % (R3 Error Rate)',
    'error-rate over 5 min (scaled to 2.5 s) from 0 s: 28 of 400 5xx; must be <= 0.5 % (R3 Warning Alerts)',
  ]);
  const late = run(slot(10), slot(5_500), 8, 4);
  assert.match(texts(late, 5_000)[0] ?? '', /^response-time over 2 min \(scaled to 1 s\) from 2 s: mean 5500 ms of 160; must be <= 5000 ms/); // prettier-ignore
});

test('a run of ten minutes has the windows of the runbook, one that is shorter has them scaled', () => {
  const slow = run(slot(5_500), slot(5_500), 0, 0);
  assert.match(texts(slow, 600_000)[0] ?? '', /^response-time over 2 min from 0 s: mean 5500 ms of 160;/);
  assert.match(texts(slow, 599_999)[0] ?? '', /^response-time over 2 min \(scaled to 120 s\) from 0 s/);
});

test('a window has a mean from five answers on, and none is shorter at the end of the run', () => {
  const few = (n: number): Slot[] => run(slot(10, 0), slot(6_000, n), 0, 1);
  assert.equal(texts(few(4), 5_000).length, 0);
  assert.ok(texts(few(5), 5_000).length > 0);
  assert.deepEqual(texts(run(slot(10), slot(6_000), SLOTS - 1, 1), 5_000), []);
});

const FLAT: Climb = { ...CLIMB, perMinute: 600, toPerMinute: 600, seconds: 40 };
/** All slots as they are due on the flat climb (20 answers), but those from the fifth to the sixth. */
const flat = (bad: Slot, many = 2): Slot[] => run(slot(5, 20), bad, 5, many);
const brokeBy = (slots: Slot[]): string | undefined => breakingPoint([['GET /a', slots]], FLAT).broke;

test('two broken slots in a row are the limit of the site, and one is not', () => {
  assert.equal(brokeBy(flat(slot(2_001, 20))), 'GET /a: mean 2001 ms on the way to 10/s');
  assert.equal(brokeBy(flat(slot(2_001, 20), 1)), undefined);
});

test('a slot breaks by one slow answer, and holds without any time', () => {
  assert.equal(brokeBy(flat({ ...slot(0, 20), ttfbN: 1, ttfbSumMs: 2_100 })), 'GET /a: mean 2100 ms on the way to 10/s'); // prettier-ignore
  assert.equal(brokeBy(flat({ ...slot(0, 20), ttfbN: 0, ttfbSumMs: 0 })), undefined);
});

test('a slot breaks by two invalid answers where that is more than the alert line allows', () => {
  assert.equal(brokeBy(flat(slot(5, 20, 1))), undefined);
  assert.equal(brokeBy(flat(slot(5, 20, 2))), 'GET /a: 2 of 20 answers not valid on the way to 10/s');
  assert.equal(brokeBy(flat(slot(5, 400, 2))), undefined);
});

test('a slot breaks where less than nine tenths of what was due came, by more than two', () => {
  assert.equal(brokeBy(flat(slot(5, 16))), undefined);
  assert.equal(brokeBy(flat(slot(5, 15))), 'GET /a: 15 of 20 answers came on the way to 10/s');
  // What is due is the middle of the slot on the straight line: 10/s + 190/s * 3.5/20, for half a second.
  const climbing = breakingPoint([['GET /a', run(slot(5, 400), slot(5, 1), 3, 3)]], CLIMB);
  assert.equal(climbing.broke, 'GET /a: 1 of 22 answers came on the way to 48/s');
});

test('of two ramps the lower one is the answer; a range is wide above a quarter', () => {
  const of = (holdsPerSecond: number) => ({ holdsPerSecond, broke: undefined, mustPerSecond: 100 });
  assert.equal(steadyAnswer([of(500), of(400)]).text, 'holds 2 s up to at least 400/s; 400 to 500/s over 2 ramps');
  assert.match(steadyAnswer([of(501), of(400)]).text, /over 2 ramps, a wide range/);
});
