// The complete findings of every rule: state, literal state, value, n, bound, first and last failure. A person has reviewed each table.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isProvedAbove } from '../../../monitoring/alerts/binomial-proof.ts';
import { createJudge } from '../../../monitoring/alerts/judge-rules.ts';
import { readSlow, sumOutside } from '../../../monitoring/alerts/facts.ts';
import type { Finding } from '../../../monitoring/alerts/finding.ts';
import { stepAlert } from '../../../monitoring/alerts/alert-state.ts';
import { MemorySource } from '../../../monitoring/memory-source.ts';
import {
  checkReading,
  failing,
  findingOf,
  findingsOf,
  NOW,
  probes,
  sampleAt,
  SITE,
  stateOf,
  stateReading,
  windowSum,
} from './alert-samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Seconds before NOW; other times are shown unchanged. */
const ago = (ms: number | null): string => (ms === null ? '-' : `${(NOW - ms) / 1_000}`);
const line = (f: Finding): string =>
  `${f.rule} ${f.subject} ${f.severity}: ${f.state}/${f.literal}, ${f.found === null ? '-' : Number(f.found.toPrecision(4))} of ${f.n}, "${f.text}" (${f.bound}) ${ago(f.firstBadMs)}..${ago(f.lastBadMs)}`;
/** Findings of rules whose names begin with one of these; without endpoints. */
const textsOf = (all: readonly Finding[], ...rules: string[]): string[] =>
  all.filter((f) => rules.some((rule) => f.rule.startsWith(rule)) && !f.subject.startsWith('GET ')).map(line);

test('without data every rule is unknown or has no finding', () => {
  assert.deepEqual(
    textsOf(
      findingsOf([]),
      'application',
      'availability',
      'error-rate',
      'response-time',
      'database',
      'external-apis',
      'budget',
      'coverage',
      'certificate',
      'degradation',
      'rate-limit',
      'journey',
    ),
    [
      'application.critical all P0: unknown/not-measured, - of 0, "no data" (3 failures in a row on 2 endpoints over 3 s or more, no valid answer since) -..-',
      'availability.now all P0: unknown/not-measured, 0 of 0, "0 of 0 failed" (last 60 s; fires when the probability by chance is below 1e-7) -..-',
      'availability.critical all P0: unknown/not-measured, - of 0, "no data" (no answer to judge) -..-',
      'error-rate.critical all P1: unknown/not-measured, - of 0, "no data" (no answer to judge) -..-',
      'error-rate.warning all P1: unknown/not-measured, - of 0, "no data" (no answer to judge) -..-',
      'response-time.critical all P1: unknown/not-measured, - of 0, "no data" (no answer to judge) -..-',
      'response-time.warning all P1: unknown/not-measured, - of 0, "no data" (no answer to judge) -..-',
      'database.critical all P0: unknown/not-measured, - of 0, "no data" (no state was read in the last 15 min) -..-',
      'external-apis.critical all P1: unknown/not-measured, - of 0, "no data" (no state was read in the last 15 min) -..-',
      'budget.burn-14 burn-14 P1: unknown/not-measured, - of 0, "no data" (no answer to judge) -..-',
      'budget.burn-6 burn-6 P1: unknown/not-measured, - of 0, "no data" (no answer to judge) -..-',
      'budget.burn-3 burn-3 P2: unknown/not-measured, - of 0, "no data" (no answer to judge) -..-',
      'budget.burn-1 burn-1 P2: unknown/not-measured, - of 0, "no data" (no answer to judge) -..-',
      'rate-limit.info site P3: unknown/not-measured, 0 of 0, "0 answers 429" (our own rate, not the site\'s error) -..-',
      'rate-limit.external external P3: unknown/not-measured, 0 of 0, "none seen" (0 readings in the last 15 min) -..-',
    ],
  );
});

test('a healthy site', () => {
  assert.deepEqual(
    textsOf(findingsOf(probes(300)), 'application', 'availability', 'error-rate', 'response-time', 'rate-limit'),
    [
      'application.critical all P0: ok/holds, 0 of 4, "the newest answer is valid" (3 failures in a row on 2 endpoints over 3 s or more, no valid answer since) -..-',
      'availability.now all P0: ok/holds, 0 of 60, "0 of 60 failed" (last 60 s; fires when the probability by chance is below 1e-7) -..-',
      'availability.critical all P0: ok/holds, 1 of 300, "100 %" (0 of 300 failed; at 95 % confidence 0 % to 0.99 %) -..-',
      'error-rate.critical all P1: ok/holds, 0 of 300, "0 %" (0 of 300 failed; at 95 % confidence 0 % to 0.99 %) -..-',
      'error-rate.warning all P1: ok/holds, 0 of 300, "0 %" (0 of 300 failed; at 95 % confidence 0 % to 0.99 %) -..-',
      'response-time.critical all P1: ok/holds, 100 of 120, "100 ms" (mean of 120, slowest 100 ms) -..-',
      'response-time.warning all P1: ok/holds, 100 of 120, "100 ms" (mean of 120, slowest 100 ms) -..-',
      'rate-limit.info site P3: ok/holds, 0 of 300, "0 answers 429" (our own rate, not the site\'s error) -..-',
      'rate-limit.external external P3: unknown/not-measured, 0 of 0, "none seen" (0 readings in the last 15 min) -..-',
    ],
  );
});

test('10 % of the answers fail for five minutes', () => {
  assert.deepEqual(
    textsOf(
      findingsOf(
        probes(
          300,
          failing((age) => age % 10 === 0),
        ),
      ),
      'application',
      'availability',
      'error-rate',
    ),
    [
      'application.critical all P0: ok/holds, 0.25 of 4, "only the newest answer is not valid" (3 failures in a row on 2 endpoints over 3 s or more, no valid answer since) 0..0',
      'availability.now all P0: firing/broken, 6 of 60, "6 of 60 failed" (last 60 s; fires when the probability by chance is below 1e-7) 50..0',
      'availability.critical all P0: firing/broken, 0.9 of 300, "90 %" (30 of 300 failed; at 95 % confidence 7.29 % to 13.32 %) 290..0',
      'error-rate.critical all P1: firing/broken, 0.1 of 300, "10 %" (30 of 300 failed; at 95 % confidence 7.29 % to 13.32 %) 290..0',
      'error-rate.warning all P1: firing/broken, 0.1 of 300, "10 %" (30 of 300 failed; at 95 % confidence 7.29 % to 13.32 %) 290..0',
    ],
  );
});

test('30 s without a valid answer', () => {
  assert.deepEqual(
    textsOf(
      findingsOf(
        probes(
          300,
          failing((age) => age < 30, 'invalid'),
        ),
      ),
      'application',
      'availability',
    ),
    [
      'application.critical all P0: firing/holds, 1 of 4, "no valid answer for 29 s; 4 of 4 endpoints fail (invalid)" (3 failures in a row on 2 endpoints over 3 s or more, no valid answer since) 29..0',
      'availability.now all P0: firing/broken, 30 of 60, "30 of 60 failed" (last 60 s; fires when the probability by chance is below 1e-7) 29..0',
      'availability.critical all P0: suspected/broken, 0.9 of 300, "90 %" (30 of 300 failed; at 95 % confidence 7.29 % to 13.32 %) 29..0',
    ],
  );
});

test('an incomplete window', () => {
  assert.deepEqual(
    textsOf(
      findingsOf(
        probes(
          90,
          failing((age) => age % 3 === 0),
        ),
      ),
      'availability.critical',
      'error-rate.critical',
      'response-time',
    ),
    [
      'availability.critical all P0: unknown/broken, 0.6667 of 90, "66.67 %" (30 % of the window was watched, 80 % needed) 87..0',
      'error-rate.critical all P1: unknown/broken, 0.3333 of 90, "33.33 %" (30 % of the window was watched, 80 % needed) 87..0',
      'response-time.critical all P1: unknown/holds, 100 of 90, "100 ms" (75 % of the window was watched, 80 % needed) -..-',
      'response-time.warning all P1: unknown/holds, 100 of 90, "100 ms" (75 % of the window was watched, 80 % needed) -..-',
    ],
  );
});

test('only 429 answers', () => {
  assert.deepEqual(textsOf(findingsOf(probes(300, () => 'rate-limited')), 'availability.critical', 'rate-limit'), [
    'availability.critical all P0: unknown/not-measured, - of 0, "no data" (only 429 answers, caused by our own rate) -..-',
    'rate-limit.info site P3: firing/broken, 300 of 300, "300 answers 429" (our own rate, not the site\'s error) 300..0',
    'rate-limit.external external P3: unknown/not-measured, 0 of 0, "none seen" (0 readings in the last 15 min) -..-',
  ]);
});

test('two answers 429 do not fire, three do', () => {
  assert.deepEqual(
    textsOf(
      findingsOf(
        probes(
          300,
          failing((age) => age < 2, 'rate-limited'),
        ),
      ),
      'rate-limit.info',
    ),
    ['rate-limit.info site P3: ok/broken, 2 of 300, "2 answers 429" (our own rate, not the site\'s error) -..-'],
  );
});

test('slow answers in the last minute', () => {
  assert.deepEqual(
    textsOf(findingsOf(probes(300).map((s) => ({ ...s, ttfbMs: NOW - s.at < 60_000 ? 9_000 : 50 }))), 'response-time'),
    [
      'response-time.critical all P1: ok/holds, 4525 of 120, "4,525 ms" (mean of 120, slowest 9,000 ms) -..-',
      'response-time.warning all P1: firing/broken, 4525 of 120, "4,525 ms" (mean of 120, slowest 9,000 ms) 59..0',
    ],
  );
});

test('one answer hangs', () => {
  assert.deepEqual(
    textsOf(findingsOf(probes(300).map((s, i) => ({ ...s, ttfbMs: i === 250 ? 600_000 : 50 }))), 'response-time'),
    [
      'response-time.critical all P1: suspected/broken, 5050 of 120, "5,050 ms" (mean of 120, slowest 600,000 ms: one slow answer alone) 49..49',
      'response-time.warning all P1: suspected/broken, 5050 of 120, "5,050 ms" (mean of 120, slowest 600,000 ms: one slow answer alone) 49..49',
    ],
  );
});

test('four slow answers', () => {
  assert.deepEqual(
    textsOf(
      findingsOf([0, 30, 60, 90].map((s) => sampleAt(NOW - s * 1_000, 'GET /', 'valid', 9_000))),
      'response-time',
    ),
    [
      'response-time.critical all P1: suspected/broken, 9000 of 4, "9,000 ms" (mean of 4, slowest 9,000 ms: 5 samples needed) 90..0',
      'response-time.warning all P1: suspected/broken, 9000 of 4, "9,000 ms" (mean of 4, slowest 9,000 ms: 5 samples needed) 90..0',
    ],
  );
});

test('one slow answer of five', () => {
  assert.deepEqual(
    textsOf(
      findingsOf([0, 30, 60, 90, 100].map((s) => sampleAt(NOW - s * 1_000, 'GET /', 'valid', s === 30 ? 30_000 : 50))),
      'response-time',
    ),
    [
      'response-time.critical all P1: suspected/broken, 6040 of 5, "6,040 ms" (mean of 5, slowest 30,000 ms: one slow answer alone) 30..30',
      'response-time.warning all P1: suspected/broken, 6040 of 5, "6,040 ms" (mean of 5, slowest 30,000 ms: one slow answer alone) 30..30',
    ],
  );
});

test('dependencies', () => {
  assert.deepEqual(
    textsOf(
      findingsOf([], {
        states: [
          stateReading('database', 'a', 1, 6 * MINUTE),
          stateReading('database', 'a', 0, 5 * MINUTE),
          stateReading('database', 'a', 0, 0),
          stateReading('database', 'b', 1, 0),
          stateReading('external-apis', 'spotify', 0, MINUTE),
          stateReading('external-apis', 'ticketmaster', 0.5, 0),
          stateReading('external-rate-limit', 'spotify', 1, MINUTE),
          stateReading('external-rate-limit', 'spotify', 1, 0),
        ],
      }),
      'database',
      'external-apis',
      'rate-limit.external',
    ),
    [
      'database.critical all P0: firing/broken, 0 of 2, "failed" (a failed, b healthy) 300..0',
      'external-apis.critical all P1: ok/holds, 0.5 of 2, "degraded" (spotify failed, ticketmaster degraded) 60..60',
      'rate-limit.external external P3: firing/broken, 1 of 8, "spotify answered 429" (2 readings in the last 15 min) 60..0',
    ],
  );
});

test('a dependency that failed once', () => {
  assert.deepEqual(
    textsOf(
      findingsOf([], {
        states: [
          stateReading('database', 'a', 1, 6 * MINUTE),
          stateReading('database', 'a', 0, MINUTE),
          stateReading('external-apis', 'spotify', 0.5, MINUTE),
        ],
      }),
      'database',
      'external-apis',
    ),
    [
      'database.critical all P0: suspected/broken, 0 of 1, "failed" (a failed) 60..60',
      'external-apis.critical all P1: ok/holds, 0.5 of 1, "degraded" (spotify degraded) -..-',
    ],
  );
});

test('the error budget burns within an hour', () => {
  assert.deepEqual(
    textsOf(
      findingsOf(
        probes(
          300,
          failing((age) => age % 20 === 0),
        ),
        {
          slow: {
            sums: new Map([
              [HOUR, windowSum(HOUR, 2_880, 90, { coverage: 0.9 })],
              [6 * HOUR, windowSum(6 * HOUR, 17_280, 100)],
              [30 * MINUTE, windowSum(30 * MINUTE, 1_440, 90)],
              [2 * HOUR, windowSum(2 * HOUR, 0, 0)],
              [24 * HOUR, windowSum(24 * HOUR, 0, 0)],
            ]),
          },
        },
      ),
      'budget',
    ),
    [
      'budget.burn-14 burn-14 P1: firing/broken, 28.13 of 2880, "28.1x" (90 of 2880 failed; at 95 % confidence 2.61 % to 3.71 %; 90 % of 60 min watched; now 50.0x) 3600..0',
      'budget.burn-6 burn-6 P1: ok/holds, 5.787 of 17280, "5.8x" (100 of 17280 failed; at 95 % confidence 0.49 % to 0.68 %; 100 % of 6 h watched; now 62.5x) -..-',
      'budget.burn-3 burn-3 P2: unknown/not-measured, - of 0, "no data" (no answer to judge) -..-',
      'budget.burn-1 burn-1 P2: unknown/not-measured, - of 0, "no data" (no answer to judge) -..-',
    ],
  );
});

test('the error budget burnt in the last hour, and nothing was answered since', () => {
  const sums = new Map([[HOUR, windowSum(HOUR, 2_880, 90)]]);
  assert.deepEqual(textsOf(findingsOf([], { slow: { sums } }), 'budget.burn-14'), [
    'budget.burn-14 burn-14 P1: ok/holds, 31.25 of 2880, "31.3x" (90 of 2880 failed; at 95 % confidence 2.61 % to 3.71 %; 100 % of 60 min watched; now 0.0x) -..-',
  ]);
});

test('coverage', () => {
  assert.deepEqual(
    [0, 719, 720].flatMap((minutes) =>
      textsOf(
        findingsOf([], {
          site: { probesPerHour: 2_592, watchedSinceMs: NOW - minutes * 5_000 },
          slow: { sums: new Map([[HOUR, windowSum(HOUR, minutes === 719 ? 2_100 : 2_000, 0)]]) },
        }),
        'coverage',
      ),
    ),
    [
      'coverage.warning all P2: unknown/not-measured, 0.7716 of 2000, "77.16 %" (the schedule has not run for an hour yet) -..-',
      'coverage.warning all P2: unknown/not-measured, 0.8102 of 2100, "81.02 %" (the schedule has not run for an hour yet) -..-',
      'coverage.warning all P2: firing/broken, 0.7716 of 2000, "77.16 %" (2000 of 2592 scheduled probes) 3600..0',
    ],
  );
});

test('the certificate', () => {
  assert.deepEqual(
    [3, 14].flatMap((days) =>
      [0, 1].flatMap((ms) =>
        textsOf(findingsOf([], { site: { certificateExpiresAtMs: NOW + days * DAY - ms } }), 'certificate'),
      ),
    ),
    [
      'certificate.critical all P1: ok/holds, 3 of 1, "3.0 days left" (expires 2026-01-05T12:00:00.000Z) -..-',
      'certificate.warning all P2: firing/broken, 3 of 1, "3.0 days left" (expires 2026-01-05T12:00:00.000Z) 0..0',
      'certificate.critical all P1: firing/broken, 3 of 1, "3.0 days left" (expires 2026-01-05T11:59:59.999Z) 0..0',
      'certificate.warning all P2: firing/broken, 3 of 1, "3.0 days left" (expires 2026-01-05T11:59:59.999Z) 0..0',
      'certificate.critical all P1: ok/holds, 14 of 1, "14.0 days left" (expires 2026-01-16T12:00:00.000Z) -..-',
      'certificate.warning all P2: ok/holds, 14 of 1, "14.0 days left" (expires 2026-01-16T12:00:00.000Z) -..-',
      'certificate.critical all P1: ok/holds, 14 of 1, "14.0 days left" (expires 2026-01-16T11:59:59.999Z) -..-',
      'certificate.warning all P2: firing/broken, 14 of 1, "14.0 days left" (expires 2026-01-16T11:59:59.999Z) 0..0',
    ],
  );
});

test('degradation', () => {
  assert.deepEqual(
    [
      [400, 200, 100],
      [300, 200, 100],
      [401, 200, 99],
    ].flatMap(([now = 0, before = 0, n = 0]) =>
      textsOf(
        findingsOf([], {
          slow: {
            sums: new Map([[HOUR, windowSum(HOUR, 100, 0, { ttfb: { n: 100, sumMs: now * 100 + 100, maxMs: 900 } })]]),
            lastWeek: windowSum(HOUR, n, 0, { ttfb: { n, sumMs: before * n, maxMs: 900 } }),
          },
        }),
        'degradation',
      ),
    ),
    [
      'degradation.info all P3: firing/broken, 401 of 100, "401 ms" (last week 200 ms, n 100) 3600..0',
      'degradation.info all P3: ok/holds, 301 of 100, "301 ms" (last week 200 ms, n 100) -..-',
      'degradation.info all P3: unknown/not-measured, 402 of 100, "402 ms" (no data of the same hour last week) -..-',
    ],
  );
});

test('a deployment', () => {
  assert.deepEqual(
    textsOf(
      findingsOf([], {
        slow: {
          deployments: [
            { at: NOW - DAY, commit: 'a1', address: null, verdict: null },
            { at: NOW - 15 * MINUTE, commit: 'b2', address: null, verdict: null },
            { at: NOW - 14 * MINUTE, commit: 'c3', address: 'https://x.test', verdict: 'pass' },
            { at: NOW - 1_000, commit: null, address: 'https://y.test', verdict: null },
            { at: NOW, commit: null, address: 'https://x.test', verdict: null, isReturn: true },
          ],
        },
      }),
      'deployment',
    ),
    [
      'deployment.info c3 P3: firing/broken, 1 of 1, "deployment of c3 seen" (first seen 2026-01-02T11:46:00.000Z, gate pass) 840..840',
      'deployment.info https://y.test P3: firing/broken, 1 of 1, "deployment of an unnamed commit seen" (first seen 2026-01-02T11:59:59.000Z) 1..1',
      'deployment.info https://x.test again P3: firing/broken, 1 of 1, "the earlier deployment of an unnamed commit is live again" (live again since 2026-01-02T12:00:00.000Z) 0..0',
    ],
  );
});

test('journeys', () => {
  assert.deepEqual(
    textsOf(
      findingsOf([], {
        slow: {
          checks: [
            checkReading('sign-in', 'fail', 46 * MINUTE, 'older'),
            checkReading('sign-in', 'pass', 30 * MINUTE),
            checkReading('sign-in', 'fail', 16 * MINUTE, 'first'),
            checkReading('sign-in', 'broken', 15 * MINUTE, 'tool'),
            checkReading('sign-in', 'fail', MINUTE, 'no session'),
            checkReading('vote', 'fail', MINUTE),
            checkReading('search', 'warn', MINUTE),
            checkReading('front-page', 'fail', 45 * MINUTE, 'too old'),
          ],
        },
      }),
      'journey',
    ),
    [
      'journey.front-page front-page P1: unknown/not-measured, - of 0, "no data" (runs of the last 45 min; a failure is one that a second run confirmed) -..-',
      'journey.sign-in sign-in P0: firing/broken, 2 of 3, "failed in 2 rounds: no session" (runs of the last 45 min; a failure is one that a second run confirmed) 960..60',
      'journey.search search P1: ok/holds, 0 of 1, "passed" (runs of the last 45 min; a failure is one that a second run confirmed) -..-',
      'journey.vote vote P1: firing/broken, 1 of 1, "failed in 1 round: no message" (runs of the last 45 min; a failure is one that a second run confirmed) 60..60',
    ],
  );
});

test('security', () => {
  assert.deepEqual(
    textsOf(
      findingsOf([], {
        slow: {
          checks: [
            checkReading('security.auth-bypass', 'fail', HOUR, 'GET /admin is open'),
            checkReading('security.disclosure', 'fail', HOUR, 'the body holds a secret'),
            checkReading('security.headers', 'fail', HOUR, 'header missing'),
            checkReading('security.injection', 'pass', HOUR),
            checkReading('security.cookies', 'fail', HOUR),
            checkReading('security.exposure', 'fail', 26 * HOUR, 'too old'),
          ],
        },
      }),
      'security',
    ),
    [
      'security.critical security.auth-bypass P0: firing/broken, 1 of 1, "GET /admin is open" (run of 2026-01-02T11:00:00.000Z) 3600..3600',
      'security.critical security.disclosure P0: firing/broken, 1 of 1, "the body holds a secret" (run of 2026-01-02T11:00:00.000Z) 3600..3600',
      'security.warning security.headers P2: firing/broken, 1 of 1, "header missing" (run of 2026-01-02T11:00:00.000Z) 3600..3600',
      'security.critical security.injection P0: ok/holds, 0 of 1, "passed" (run of 2026-01-02T11:00:00.000Z) -..-',
      'security.warning security.cookies P2: firing/broken, 1 of 1, "failed" (run of 2026-01-02T11:00:00.000Z) 3600..3600',
    ],
  );
});

test('an alert starts with its own first failure; while it fires, the first and last of all count', () => {
  const at = (before: ReturnType<typeof stepAlert>, more: Partial<Finding>, ms: number) =>
    stepAlert(before, findingOf(more), NOW + ms);
  const pending = at(undefined, { state: 'suspected', firstBadMs: 5, lastBadMs: 6 }, 0);
  const on = at(pending, { firstBadMs: 100, lastBadMs: 200 }, MINUTE);
  assert.deepEqual([on?.firstBadMs, on?.lastBadMs, on?.sinceMs], [100, 200, NOW + MINUTE]);
  const later = at(on, { firstBadMs: 150, lastBadMs: 300 }, 2 * MINUTE);
  assert.deepEqual([later?.firstBadMs, later?.lastBadMs, later?.sinceMs], [100, 300, NOW + MINUTE]);
  const without = at(later, { firstBadMs: null, lastBadMs: null }, 3 * MINUTE);
  assert.deepEqual([without?.firstBadMs, without?.lastBadMs], [100, 300]);
  const first = at(at(undefined, { firstBadMs: null, lastBadMs: null }, 0), { firstBadMs: 7, lastBadMs: 8 }, 1);
  assert.deepEqual([first?.firstBadMs, first?.lastBadMs], [7, 8]);
  assert.equal(at(later, { state: 'suspected' }, 4 * MINUTE)?.sinceMs, NOW + MINUTE, 'a suspicion changes nothing');
  assert.equal(at(later, { state: 'unknown' }, 4 * MINUTE)?.sinceMs, NOW + MINUTE, 'nor does unknown time');
});

test('a proof needs both: improbable at 99.9 %, and above the limit at 95 % confidence', () => {
  assert.equal(isProvedAbove(12, 1_500, 0.005), false, 'at 0.5 % twelve or more of 1,500 come by chance in 8 %');
  assert.equal(isProvedAbove(14, 1_500, 0.005), true);
});

test('two failing endpoints are "down" if no other was probed', () => {
  const two = Array.from({ length: 8 }, (_, i) =>
    sampleAt(NOW - (8 - i) * 1_000, i % 2 ? 'GET /' : 'GET /a', 'network'),
  );
  assert.equal(stateOf(findingsOf(two), 'application.critical'), 'firing');
  const one = two.map((s) => ({ ...s, endpoint: 'GET /' }));
  assert.equal(stateOf(findingsOf(one), 'application.critical'), 'unknown');
});

test('the long windows end now and have 30 min, 1, 2, 6, 24 and 72 h; last week is the same hour a week earlier', async () => {
  const source = new MemorySource();
  const hours = [0.25, 0.75, 1.5, 4, 12, 48, 7 * 24 + 0.5, 7 * 24 + 1.5, 7 * 24 - 0.5];
  source.add(hours.map((h) => sampleAt(NOW - h * HOUR, 'GET /')));
  const { sums, lastWeek } = await readSlow(source, SITE, NOW);
  assert.deepEqual(
    [...sums].map(([ms, { n, fromMs, toMs }]) => [ms / HOUR, n, NOW - fromMs - ms, NOW - toMs]),
    [0.5, 1, 2, 6, 24, 72].map((h, i) => [h, i + 1, 0, 0]),
  );
  assert.deepEqual([lastWeek.n, NOW - lastWeek.toMs], [1, 7 * DAY]);
});

test('samples, failures and time of a maintenance do not count in a window', async () => {
  const source = new MemorySource();
  source.add(
    probes(
      600,
      failing((age) => age >= 300),
    ),
  );
  const maintenance = (fromMs: number, toMs: number) => [
    { fromMs: Math.max(fromMs, NOW - 600_000), toMs: Math.min(toMs, NOW - 300_000), reason: 'work' },
  ];
  const rest = await sumOutside(source, { ...SITE, maintenance }, NOW - HOUR, NOW);
  assert.deepEqual(
    [rest.n, rest.valid, rest.toMs - rest.fromMs, rest.ttfb.n, rest.ttfb.sumMs],
    [300, 300, HOUR - 300_000, 300, 30_000],
  );
  assert.equal(rest.classes['server-error'], 0);
  assert.ok(Math.abs(rest.coverage - 300 / 3_300) < 1e-9, `${rest.coverage}`);
  const whole = await sumOutside(source, SITE, NOW - HOUR, NOW);
  assert.deepEqual([whole.n, whole.valid], [600, 300]);
  const nothing = await sumOutside(
    source,
    { ...SITE, maintenance: (fromMs, toMs) => [{ fromMs, toMs, reason: '' }] },
    NOW - HOUR,
    NOW,
  );
  assert.deepEqual([nothing.n, nothing.coverage], [0, 0]);
});

test('long windows are read again after a minute and after the clock was set back', async () => {
  let reads = 0;
  const source = new MemorySource();
  const judge = createJudge(
    Object.assign(source, {
      checks: () => {
        reads += 1;
        return Promise.resolve([]);
      },
    }),
    SITE,
  );
  for (const ms of [0, 59_999, 60_000, 119_999, 60_000, 59_999]) await judge.at(NOW + ms);
  assert.equal(reads, 3, 'at once, after a minute, and when the clock went back');
});

test('a budget window without coverage is not measured, whatever it contains', () => {
  const sums = new Map([[HOUR, windowSum(HOUR, 1_000, 3, { coverage: 0.79 })]]);
  const [found] = findingsOf(probes(300), { slow: { sums } }).filter((f) => f.rule === 'budget.burn-14');
  assert.deepEqual([found?.state, found?.literal, found?.n], ['unknown', 'not-measured', 1_000]);
  const watched = new Map([[HOUR, windowSum(HOUR, 1_000, 3, { coverage: 0.8 })]]);
  const [known] = findingsOf(probes(300), { slow: { sums: watched } }).filter((f) => f.rule === 'budget.burn-14');
  assert.deepEqual([known?.state, known?.literal], ['ok', 'holds']);
});

test('a deployment without commit and address is called unnamed', () => {
  const none = { commit: null, address: null, verdict: null };
  const deployments = [
    { at: NOW - DAY, ...none },
    { at: NOW - MINUTE, ...none },
  ];
  const found = findingsOf([], { slow: { deployments } }).filter((f) => f.topic === 'deployment');
  assert.deepEqual(
    found.map(({ subject }) => subject),
    ['unnamed'],
  );
});
