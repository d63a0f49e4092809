// For every window the rollups must equal the samples.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'hdr-histogram-js';
import { seededRandom, shuffled } from '../../../common/seeded-random.ts';
import { bucketOfTenths, decodePairs, encodePairs } from '../../../monitoring/history/latency-histogram.ts';
import { pieces } from '../../../monitoring/history/window-pieces.ts';
import { MemorySource } from '../../../monitoring/memory-source.ts';
import { isAboutSite } from '../../../monitoring/sample.ts';
import { sumOf } from '../../../monitoring/window-sum.ts';
import { ENDPOINTS, folderOfTest, newHistory, NOON, randomSamples, sample } from './history-harness.ts';
import { openHistory } from '../../../monitoring/history/store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const folder = folderOfTest();

test('the sum of a random window equals the sum of its samples, also for late, repeated and unordered samples', async () => {
  const { history } = await newHistory(folder);
  const random = seededRandom(15);
  const from = NOON - 3 * DAY;
  const samples = randomSamples(3_000, from, NOON, 7);
  const memory = new MemorySource();
  memory.add(samples);
  const batches = Array.from({ length: 60 }, (_, i) => samples.slice(i * 50, (i + 1) * 50));
  for (const batch of shuffled([...batches, ...batches.slice(0, 20)], random)) await history.addSamples('run', batch);
  const round = (at: number): number => (random() < 0.3 ? Math.round(at / 60_000) * 60_000 : Math.round(at));
  for (let i = 0; i < 250; i += 1) {
    const start = round(from - HOUR + random() * 3 * DAY);
    const end = start + round(random() * (random() < 0.5 ? 10 * 60_000 : 2 * DAY));
    const endpoint = [...ENDPOINTS, '*'][i % 4] as string;
    assert.deepEqual(await history.sum(endpoint, start, end), sumOf(samples, endpoint, start, end), `${start} ${end}`);
  }
  assert.deepEqual(await history.endpoints(from, NOON), await memory.endpoints(from, NOON));
  for (const endpoint of ENDPOINTS)
    assert.deepEqual(await history.latest(endpoint, 5, NOON - DAY), await memory.latest(endpoint, 5, NOON - DAY));
  assert.deepEqual(
    (await history.samples(NOON - HOUR, NOON)).map(({ at }) => at),
    (await memory.samples(NOON - HOUR, NOON)).map(({ at }) => at),
  );
});

test('adjacent windows add up to the window of both', async () => {
  const { history } = await newHistory(folder);
  await history.addSamples('run', randomSamples(500, NOON - DAY, NOON, 3));
  const middle = NOON - 7 * HOUR - 1_234;
  const [whole, left, right] = await Promise.all([
    history.sum('*', NOON - DAY, NOON),
    history.sum('*', NOON - DAY, middle),
    history.sum('*', middle, NOON),
  ]);
  assert.equal(left.n + right.n, whole.n);
  assert.ok(Math.abs(left.ttfb.sumMs + right.ttfb.sumMs - whole.ttfb.sumMs) < 1e-6);
  assert.ok(whole.n > 300);
});

test('samples of two runs at the same time are two samples; another site does not see them', async () => {
  const { history, file } = await newHistory(folder);
  assert.equal(await history.addSamples('run-1', [sample(NOON)]), 1);
  assert.equal(await history.addSamples('run-1', [sample(NOON), sample(NOON)]), 0);
  assert.equal(await history.addSamples('run-2', [sample(NOON)]), 1);
  assert.equal((await history.sum('GET /', NOON - 1, NOON)).n, 2);
  const other = await openHistory({ location: file, target: 'https://other.example' });
  assert.equal((await other.sum('*', 0, NOON)).n, 0);
  assert.deepEqual(await other.latest('GET /', 3, NOON), []);
  await other.close();
});

test('pruned time is read from the rollups, rounded to the finest remaining level', async () => {
  const { history } = await newHistory(folder);
  const old = randomSamples(400, NOON - 30 * DAY, NOON - 3 * DAY, 5);
  const fresh = randomSamples(400, NOON - DAY, NOON, 6);
  await history.addSamples('run', [...old, ...fresh]);
  const whole = sumOf([...old, ...fresh], '*', NOON - 40 * DAY, NOON);
  await history.prune(NOON);
  assert.equal((await history.samples(0, NOON)).length, fresh.length);
  const after = await history.sum('*', NOON - 40 * DAY, NOON);
  assert.deepEqual([after.n, after.valid, after.classes], [whole.n, whole.valid, whole.classes]);
  // 20 days ago only the ten-minute rollups exist: the window is rounded to their edges.
  const odd = await history.sum('*', NOON - 20 * DAY + 61_000, NOON - 19 * DAY + 299_000);
  assert.deepEqual([odd.fromMs, odd.toMs], [NOON - 20 * DAY, NOON - 19 * DAY]);
  assert.equal(odd.n, sumOf(old, '*', odd.fromMs, odd.toMs).n);
  const recent = await history.sum('*', NOON - HOUR - 1, NOON - 1);
  assert.deepEqual([recent.fromMs, recent.toMs], [NOON - HOUR - 1, NOON - 1]);
});

test('percentiles are accurate to 1 %, from samples and from rollups', async () => {
  const { history } = await newHistory(folder);
  const samples = randomSamples(2_000, NOON - 2 * DAY, NOON, 11);
  await history.addSamples('run', samples);
  const times = samples
    .filter((one) => isAboutSite(one.class) && one.ttfbMs !== null)
    .map((one) => one.ttfbMs as number)
    .sort((a, b) => a - b);
  const [p50, p95] = (await history.percentiles('*', NOON - 2 * DAY - 1, NOON, [50, 95])) ?? [];
  for (const [found, share] of [
    [p50, 0.5],
    [p95, 0.95],
  ] as const) {
    const exact = times[Math.ceil(times.length * share) - 1] as number;
    assert.ok(Math.abs((found ?? 0) - exact) <= exact * 0.01 + 0.1, `${found} is not ${exact}`);
  }
  assert.equal(await history.percentiles('GET /nowhere', 0, NOON, [50]), null);
});

test('latency buckets equal those of hdr-histogram-js, and encoded bytes decode to the same counts', () => {
  const library = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 600_000,
    numberOfSignificantValueDigits: 2,
  });
  const { lowestEquivalentValue } = library as unknown as { lowestEquivalentValue?: (value: number) => number };
  assert.ok(lowestEquivalentValue);
  const random = seededRandom(2);
  for (let i = 0; i < 5_000; i += 1) {
    const value = Math.floor(600_000 ** random());
    assert.equal(bucketOfTenths(value), lowestEquivalentValue.call(library, value), String(value));
  }
  const counts = new Map(
    Array.from({ length: 200 }, () => [bucketOfTenths(Math.floor(random() * 600_000)), 1 + Math.floor(random() * 1e6)]),
  );
  const back = new Map<number, number>();
  decodePairs(encodePairs(counts) as Uint8Array, back);
  assert.deepEqual(back, new Map([...counts].sort(([a], [b]) => a - b)));
  assert.equal(encodePairs(new Map()), null);
});

test('the pieces of a window have no gap and no overlap, and use only whole buckets', () => {
  const random = seededRandom(4);
  for (let i = 0; i < 2_000; i += 1) {
    const from = Math.round(NOON + random() * 3 * DAY);
    const to = from + Math.round(random() * (i % 2 ? 4 * DAY : 3 * 60_000));
    let at = from;
    for (const piece of pieces(from, to)) {
      const start = piece.level === null ? piece.fromMs : piece.first * piece.level.ms;
      assert.equal(start, at);
      at = piece.level === null ? piece.toMs : piece.end * piece.level.ms;
      assert.ok(at > start);
    }
    assert.equal(at, to);
  }
  assert.deepEqual(pieces(5, 5), []);
});
