// Ratios and means where one sample, one line or one record more would change the verdict, and the figures that a row shows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kpi, type Kpi } from '../../../kpis.ts';
import type { HttpRecord } from '../../../reports/result.ts';
import { judgeLine, judgeRatio } from '../../../reports/verdict/judge-ratio.ts';
import { isMeanOpen, judgeMean } from '../../../reports/verdict/judge-times.ts';
import { judgeMedian } from '../../../reports/verdict/kpi-figures.ts';
import { tally } from '../../../reports/verdict/ratio-tally.ts';
import { figureOf, shownOf } from '../../../reports/verdict/shown-figure.ts';
import type { PartRow } from '../../../reports/verdict/verdict-format.ts';
import { samplesWanted } from '../../../reports/verdict/wanted-samples.ts';
import { failed, load, metric, probe } from './sample-records.ts';

const [AVAILABILITY, ERRORS, TIME] = [kpi('availability'), kpi('error-rate'), kpi('response-time')];
/** Endpoint, valid answers, failures. */
type Asked = readonly [endpoint: string, well: number, bad: number];
const asked = (...all: Asked[]): HttpRecord[] =>
  all.flatMap(([endpoint, well, bad]) => [
    ...Array.from({ length: well }, () => probe(endpoint)),
    ...Array.from({ length: bad }, () => probe(endpoint, failed)),
  ]);
const took = (ms: number, endpoint = 'GET /a', ownDelayMs?: number): HttpRecord =>
  probe(endpoint, {
    ttfb: { n: 1, sumMs: ms, p95Ms: ms, maxMs: ms, ...(ownDelayMs === undefined ? {} : { ownDelayMs }) },
  });
const all = (times: readonly number[], endpoint?: string): HttpRecord[] => times.map((ms) => took(ms, endpoint));
const repeated = (n: number, ms: number, endpoint?: string): HttpRecord[] => all(Array(n).fill(ms), endpoint);
/** Response time judged with fewer samples than in kpis.ts. */
const timeWith = (least: number): Kpi => ({ ...TIME, leastSamples: { overall: least, each: least } });

test('a share exactly at the limit of a line is no suspicion; beyond it is one', () => {
  const line = { op: '<=', limit: 0.01 } as const;
  assert.equal(judgeLine(ERRORS, line, { failures: 1, n: 100 }).verdict, 'not-judged');
  assert.equal(judgeLine(ERRORS, line, { failures: 1, n: 99 }).verdict, 'suspected');
});

const PARTS: readonly [what: string, records: HttpRecord[], parts: string[]][] = [
  [
    'an endpoint that is not down, with more failures than the alert line allows, is suspected',
    asked(['GET /a', 298, 2], ['GET /b', 900, 0]),
    ['GET /a suspected', 'GET /b pass'],
  ],
  [
    'one failure stays a suspicion of its endpoint while the alert line of all together is suspected',
    asked(['GET /a', 60, 1], ['GET /b', 119, 0]),
    ['GET /a suspected', 'GET /b pass'],
  ],
  [
    'one failure is a warning where all together are within the alert line',
    asked(['GET /a', 60, 1], ['GET /b', 140, 0]),
    ['GET /a warn', 'GET /b pass'],
  ],
];
for (const [what, records, parts] of PARTS)
  test(what, () =>
    assert.deepEqual(
      judgeRatio(AVAILABILITY, records).parts.map(({ subject, verdict }) => `${subject} ${verdict}`),
      parts,
    ),
  );

test('of two suspected endpoints the first by name is the reason', () => {
  const { verdict, reason } = judgeRatio(AVAILABILITY, asked(['GET /b', 60, 2], ['GET /a', 60, 2], ['GET /c', 2_000, 0])); // prettier-ignore
  assert.equal(verdict, 'suspected');
  assert.match(reason, /^GET \/a: /);
});

test('a breach that no endpoint proves alone names no endpoint', () => {
  const spread = Array.from({ length: 40 }, (_, i): Asked => [`GET /${i}`, 5, 1]);
  const { verdict, reason } = judgeRatio(AVAILABILITY, asked(...spread));
  assert.deepEqual([verdict, reason], ['breach', '< 5 % failures: 40 of 240 failed: down (false alarm 0.1 %)']);
});

test('a record with one failure of the site beside the access control is not left out', () => {
  const wall = { code: 'edge-challenge' as const, message: 'wall' };
  const fault = { code: 'server-error' as const, message: '500' };
  const both = load('GET /a', 10, { valid: 4, serverErrors: 6, failures: [wall, fault] });
  assert.deepEqual(tally(AVAILABILITY, [both]), { failures: 6, n: 10, rateLimited: 0, blocked: 0 });
});

test('no more samples are asked for where one of two alert lines is proved broken', () => {
  const records = asked(['GET /a', 1_975, 25]);
  const lines = ERRORS.alerts.map((line) => judgeLine(ERRORS, line, { failures: 25, n: 2_000 }).verdict);
  assert.deepEqual(lines, ['suspected', 'breach']);
  assert.equal(samplesWanted(ERRORS, records), 0);
});

test('with the samples asked for, one failure is within a line whose limit is no whole share', () => {
  const [alert] = AVAILABILITY.alerts;
  assert.ok(alert);
  // 1 of 333 is more than 0.3 %, 1 of 334 is less.
  assert.equal(samplesWanted({ ...AVAILABILITY, alerts: [{ ...alert, limit: 0.997 }] }, asked(['GET /a', 10, 1])), 323);
});

test('the mean of two samples has an interval', () => {
  assert.equal(isMeanOpen(timeWith(2), all([1_990, 2_020])), true);
  assert.equal(isMeanOpen(timeWith(1), all([2_020])), false);
});

test('a slow answer alone is suspected; a second one confirms it', () => {
  assert.equal(judgeMean(timeWith(1), all([9_000])).verdict, 'suspected');
  assert.match(judgeMean(timeWith(1), all([9_000])).reason, /^GET \/a: 9,000 ms, one slow answer alone: mean of 1, /);
  assert.equal(judgeMean(timeWith(1), all([9_000, 9_001])).verdict, 'breach');
});

test('our own delay explains a single slow answer, too', () => {
  assert.match(judgeMean(timeWith(1), [took(2_600, 'GET /a', 1_500)]).reason, /^this machine delayed the checks by 1,500 ms/); // prettier-ignore
});

test('answers without a measured delay of our own do not hide the delay of the others', () => {
  const delayed = Array.from({ length: 30 }, () => took(2_600, 'GET /a', 1_500));
  assert.equal(judgeMean(TIME, [...delayed, ...repeated(10, 2_600)]).verdict, 'inconclusive');
});

test('five answers of an endpoint that only our own delay made slow leave the response time undecided; four do not', () => {
  const verdictOf = (n: number): string =>
    judgeMean(TIME, [...repeated(40, 100, 'GET /fast'), ...Array.from({ length: n }, () => took(2_600, 'GET /a', 1_500))]).verdict; // prettier-ignore
  assert.equal(TIME.leastSamples.each, 5);
  assert.deepEqual([verdictOf(4), verdictOf(5)], ['pass', 'inconclusive']);
});

test('an endpoint that is decided and fast does not end the sampling of one at its limit', () => {
  const open = Array.from({ length: 12 }, (_, i) => 2_010 + (i % 2 === 0 ? 400 : -400));
  assert.equal(isMeanOpen(TIME, [...repeated(12, 100, 'GET /fast'), ...all(open)]), true);
});

test('two load runs whose means are over the limit breach, however far apart their p95 are', () => {
  const run = (p95Ms: number): HttpRecord => load('GET /a', 500, { ttfb: { n: 500, sumMs: 1_005_000, p95Ms, maxMs: 9_000 } }); // prettier-ignore
  assert.equal(judgeMean(TIME, [run(2_400), run(6_000)]).verdict, 'breach');
});

test('answers faster than one millisecond are shown as measured', () => {
  assert.equal(judgeMean(TIME, repeated(40, 0.4)).reason, 'mean of 40, p95 0.4 ms, slowest 0.4 ms');
});

test('of equal pages the first by name is shown as the worst, and a page without a variant has none', () => {
  const pages = ['/b', '/a', '/c'].map((subject) => metric('lcp', [1_000], { subject }));
  const found = judgeMedian(kpi('lcp'), pages);
  assert.equal(found.reason, 'worst: /a, a single run');
  // A score is worst where it is lowest.
  const scores = ['/b', '/a', '/c'].map((subject) => metric('lighthouse-seo', [0.95], { subject }));
  assert.equal(judgeMedian(kpi('lighthouse-seo'), scores).reason, 'worst: /a, a single run');
  assert.deepEqual(found.parts.map((part) => 'variant' in part), [false, false, false]); // prettier-ignore
});

test('of equal parts the first is the figure that a row shows', () => {
  const part = (subject: string): PartRow => ({ subject, n: 5, found: 40, text: `40 ms of ${subject}`, verdict: 'breach', reason: '' }); // prettier-ignore
  const parts = ['/a', '/b', '/c'].map(part);
  for (const limit of ['< 9 ms', '>= 99 %']) {
    const row: Parameters<typeof shownOf>[0] = { verdict: 'breach', found: 7, text: '7 ms', limit, lines: [], parts };
    assert.deepEqual([shownOf(row), figureOf(row)], ['40 ms of /a', '/a 40 ms of /a']);
  }
});
