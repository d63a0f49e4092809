// A mean of few samples at its limit: it is sampled on until it lies on one side, and breaches only where that is proved.
import assert from 'node:assert/strict';
import test from 'node:test';
import { seededRandom } from '../../../common/seeded-random.ts';
import { kpi } from '../../../kpis.ts';
import type { HttpRecord } from '../../../reports/result.ts';
import { isMeanOpen, judgeMean } from '../../../reports/verdict/judge-times.ts';
import { load, probe } from './sample-records.ts';

const KPI = kpi('response-time');
const took = (ms: number, endpoint = 'GET /'): HttpRecord =>
  probe(endpoint, { ttfb: { n: 1, sumMs: ms, p95Ms: ms, maxMs: ms } });
const all = (times: readonly number[], endpoint?: string): HttpRecord[] => times.map((ms) => took(ms, endpoint));
const times = (n: number, mean: number, spread: number): number[] =>
  Array.from({ length: n }, (_, i) => mean + (i % 2 === 0 ? spread : -spread));

test('a mean far below or far above its limit is decided', () => {
  assert.equal(isMeanOpen(KPI, all(times(12, 300, 100))), false);
  assert.equal(isMeanOpen(KPI, all(times(12, 3_200, 100))), false);
  assert.equal(judgeMean(KPI, all(times(36, 3_200, 100))).verdict, 'breach');
});

test('a mean near its limit is undecided on either side, and no breach', () => {
  for (const mean of [1_950, 2_050]) assert.equal(isMeanOpen(KPI, all(times(12, mean, 400))), true, String(mean));
  assert.equal(judgeMean(KPI, all(times(36, 2_050, 400))).verdict, 'suspected');
  assert.match(judgeMean(KPI, all(times(36, 2_050, 400))).reason, /at the limit, \d+ ms either way/);
  assert.equal(judgeMean(KPI, all(times(36, 1_950, 400))).verdict, 'pass');
});

test('with more samples a mean 10 % above or below its limit is decided correctly', () => {
  const random = seededRandom(7);
  for (const [mean, verdict] of [
    [1_800, 'pass'],
    [2_200, 'breach'],
  ] as const) {
    const samples = [took(mean)];
    while (samples.length < 36 || (isMeanOpen(KPI, samples) && samples.length < 200))
      samples.push(took(mean + (random() - 0.5) * 800));
    assert.ok(samples.length < 200, `${samples.length} samples`);
    assert.equal(judgeMean(KPI, samples).verdict, verdict);
  }
});

test('one endpoint that is proved slow decides, and the others get no more samples', () => {
  assert.equal(isMeanOpen(KPI, [...all(times(12, 2_050, 400)), ...all(times(12, 3_200, 10), 'GET /b')]), false);
});

test('too few samples and the sums of a load run are never undecided', () => {
  assert.equal(isMeanOpen(KPI, all([2_000, 2_100, 1_900, 2_000])), false);
  assert.equal(
    isMeanOpen(KPI, [load('GET /', 500, { ttfb: { n: 500, sumMs: 1_000_500, p95Ms: 2_500, maxMs: 3_000 } })]),
    false,
  );
  assert.equal(isMeanOpen(KPI, []), false);
});

test('time in which our own process could not run is never the site’s, and hides no slow site', () => {
  const delayed = (ms: number, ownDelayMs: number): HttpRecord =>
    probe('GET /', { ttfb: { n: 1, sumMs: ms, p95Ms: ms, maxMs: ms, ownDelayMs } });
  const five = (ms: number, own: number): HttpRecord[] => Array.from({ length: 36 }, (_, i) => delayed(ms + i, own));
  const starved = judgeMean(KPI, five(2_600, 1_500));
  assert.equal(starved.verdict, 'inconclusive');
  assert.match(starved.reason, /^this machine delayed the checks by 1,500 ms a request: run again when it is idle/);
  assert.equal(isMeanOpen(KPI, five(2_600, 1_500)), true);
  assert.equal(judgeMean(KPI, five(2_600, 100)).verdict, 'breach');
  assert.equal(judgeMean(KPI, five(1_600, 1_500)).verdict, 'pass');
});

test('an endpoint over the limit that only our own delay explains is not green because the others are fast', () => {
  const of = (endpoint: string, ms: number, ownDelayMs: number): HttpRecord[] =>
    Array.from({ length: 12 }, () => probe(endpoint, { ttfb: { n: 1, sumMs: ms, p95Ms: ms, maxMs: ms, ownDelayMs } }));
  const others = ['GET /a', 'GET /b', 'GET /c'].flatMap((endpoint) => of(endpoint, 100, 0));
  const judged = judgeMean(KPI, [...others, ...of('GET /slow', 2_600, 1_500)]);
  assert.equal(judged.verdict, 'inconclusive');
  assert.match(judged.reason, /^GET \/slow: 2,600 ms, this machine delayed the checks by 1,500 ms a request/);
  assert.equal(judged.parts.find(({ subject }) => subject === 'GET /slow')?.verdict, 'not-judged');
  assert.equal(judgeMean(KPI, [...others, ...of('GET /slow', 1_600, 1_500)]).verdict, 'pass');
  const few = of('GET /slow', 2_600, 1_500).slice(0, 1);
  assert.equal(judgeMean(KPI, [...others, ...few]).verdict, 'pass', 'too few samples decide nothing, whoever was slow');
});
