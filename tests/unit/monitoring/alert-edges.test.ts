// Rules exactly at their limits; how long a rule must be ok, which reading counts, what is not a failure.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepAlert } from '../../../monitoring/alerts/alert-state.ts';
import { judgeDown } from '../../../monitoring/alerts/rules/application-down.ts';
import { judgeShare } from '../../../monitoring/alerts/rules/failure-share.ts';
import { judgeDegraded } from '../../../monitoring/alerts/rules/information.ts';
import { inOrder } from '../../../monitoring/alerts/short-windows.ts';
import { merged, type Span } from '../../../monitoring/alerts/spans.ts';
import type { Sample } from '../../../monitoring/sample.ts';
import {
  checkReading,
  findingOf,
  findingsOf,
  NOW,
  probes,
  sampleAt,
  stateReading,
  windowSum,
} from './alert-samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('how long each rule must be ok before its alert resolves', () => {
  const deployment = { commit: null, address: null, verdict: null };
  const all = findingsOf(probes(300), {
    site: { probesPerHour: 2_592, watchedSinceMs: NOW - 2 * HOUR, certificateExpiresAtMs: NOW + HOUR },
    slow: {
      sums: new Map([[HOUR, windowSum(HOUR, 2_880, 0)]]),
      checks: [checkReading('sign-in', 'pass', MINUTE), checkReading('security.injection', 'pass', MINUTE)],
      deployments: [
        { at: NOW - HOUR, ...deployment },
        { at: NOW - MINUTE, ...deployment },
      ],
    },
  });
  const keeps = new Map(all.map((f) => [f.rule, f.keepMs / 1_000]));
  assert.deepEqual(Object.fromEntries([...keeps].sort()), {
    'application.critical': 60,
    'availability.critical': 120,
    'availability.now': 120,
    'budget.burn-1': 120,
    'budget.burn-14': 120,
    'budget.burn-3': 120,
    'budget.burn-6': 120,
    'certificate.critical': 1800,
    'certificate.warning': 1800,
    'coverage.journeys': 0,
    'coverage.warning': 600,
    'database.critical': 300,
    'degradation.info': 120,
    'deployment.info': 0,
    'error-rate.critical': 120,
    'error-rate.warning': 120,
    'external-apis.critical': 300,
    'journey.sign-in': 900,
    'rate-limit.external': 300,
    'rate-limit.info': 120,
    'response-time.critical': 120,
    'response-time.warning': 120,
    'security.critical': 0,
  });
});

test('a share exactly on the limit is ok, one more failure is not', () => {
  const literal = (failures: number): string => judgeShare({ failures, n: 200, slots: 1 }, 1, 0.005).literal;
  assert.deepEqual([literal(1), literal(2)], ['holds', 'broken']);
});

test('degraded means more than 1.5 times last week and more than 200 ms slower', () => {
  const times = (meanMs: number, n = 100) => ({ ttfb: { n, sumMs: meanMs * n, maxMs: meanMs } });
  assert.equal(judgeDegraded(times(500), times(300)), 'ok');
  assert.equal(judgeDegraded(times(501), times(300)), 'firing');
  assert.equal(judgeDegraded(times(600), times(400)), 'ok');
  assert.equal(judgeDegraded(times(601), times(400)), 'firing');
  assert.equal(judgeDegraded(times(601, 99), times(400)), 'unknown');
});

test('readings without 429 are no rate limit of an external service', () => {
  const [found] = findingsOf([], { states: [stateReading('external-rate-limit', 'spotify', 0, MINUTE)] }).filter(
    (f) => f.rule === 'rate-limit.external',
  );
  assert.deepEqual([found?.state, found?.found, found?.text], ['ok', 0, 'none seen']);
});

test('a repeated sample counts once, also with others of the same millisecond between', () => {
  const twice = [sampleAt(NOW, 'GET /a'), sampleAt(NOW, 'GET /b'), sampleAt(NOW, 'GET /a'), sampleAt(NOW, 'GET /c')];
  assert.deepEqual(
    inOrder(twice).map(({ endpoint }) => endpoint),
    ['GET /a', 'GET /b', 'GET /c'],
  );
});

test('one 429 breaks the literal rule but proves nothing; one sample is enough to judge', () => {
  const [found] = findingsOf([sampleAt(NOW, 'GET /', 'rate-limited')]).filter((f) => f.rule === 'rate-limit.info');
  assert.deepEqual([found?.state, found?.literal, found?.n], ['ok', 'broken', 1]);
});

test('down needs 3 s between first and last failure, or 30 s after failures in the minute before', () => {
  const row = (spanMs: number, earlier: Sample[] = []): string => {
    const times = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => NOW - spanMs + share * spanMs);
    const failures = times.map((at, i) => sampleAt(at, i % 2 === 0 ? 'GET /a' : 'GET /b', 'network'));
    return judgeDown([...earlier, ...failures], NOW).state;
  };
  assert.deepEqual([row(3_000), row(2_999)], ['firing', 'suspected']);
  const mixed = (ageMs: number, spanMs: number): string =>
    row(spanMs, [
      sampleAt(NOW - spanMs - ageMs, 'GET /a', 'timeout'),
      sampleAt(NOW - spanMs - 1_000, 'GET /b', 'valid'),
    ]);
  assert.deepEqual([mixed(59_999, 29_999), mixed(59_999, 30_000)], ['suspected', 'firing']);
  assert.deepEqual([mixed(60_000, 3_000), mixed(59_999, 3_000)], ['firing', 'suspected']);
});

test('spans are merged in any order and cut', () => {
  const span = (fromMs: number, toMs: number): Span => ({ fromMs, toMs, reason: 'r' });
  const spans = [span(50, 60), span(0, 10), span(30, 40), span(8, 20), span(20, 25)];
  for (const order of [spans, spans.toReversed()])
    assert.deepEqual(merged(order, 0, 100), [span(0, 25), span(30, 40), span(50, 60)]);
  assert.deepEqual(merged(spans, 10, 50), [span(10, 25), span(30, 40)]);
});

test('an alert that must be ok for a millisecond is not resolved at once', () => {
  const end = (keepMs: number) =>
    stepAlert(stepAlert(undefined, findingOf(), NOW), findingOf({ state: 'ok', keepMs }), NOW);
  assert.deepEqual([end(0)?.state, end(1)?.state], [undefined, 'resolving']);
});

test('an alert takes its times from its findings: none, one, or the latest', () => {
  const none = { firstBadMs: null, lastBadMs: null };
  const at = (before: ReturnType<typeof stepAlert>, more: Partial<ReturnType<typeof findingOf>>) =>
    stepAlert(before, findingOf(more), NOW);
  const without = at(at(undefined, none), none);
  assert.deepEqual([without?.firstBadMs, without?.lastBadMs], [null, null]);
  const one = at(at(undefined, { firstBadMs: 5, lastBadMs: 9 }), none);
  assert.deepEqual([one?.firstBadMs, one?.lastBadMs], [5, 9]);
  const later = at(at(undefined, none), { firstBadMs: 5, lastBadMs: 9 });
  assert.deepEqual([later?.firstBadMs, later?.lastBadMs], [5, 9]);
});
