// KPI by KPI: what each judgement says, whole. The last test derives the figures of ratios again from their definitions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kpi } from '../../../kpis.ts';
import type { HttpRecord } from '../../../reports/result.ts';
import { judgeRatio } from '../../../reports/verdict/judge-ratio.ts';
import { judgeMean } from '../../../reports/verdict/judge-times.ts';
import { judgeMedian, judgeStatus, notObservable } from '../../../reports/verdict/kpi-figures.ts';
import type { Judged } from '../../../reports/verdict/kpi-verdict.ts';
import { failed, load, metric, probe } from './sample-records.ts';

const [AVAILABILITY, ERRORS, TIME, LCP] = [kpi('availability'), kpi('error-rate'), kpi('response-time'), kpi('lcp')];
const [EXTERNAL, MEMORY] = [kpi('external-apis'), kpi('memory')];
const LIMITED: Partial<HttpRecord> = { valid: 0, rateLimited: 1, failures: [{ code: 'rate-limited', message: '429' }] };
const WALLED: Partial<HttpRecord> = { valid: 0, failures: [{ code: 'edge-challenge', message: 'wall' }] };
const WORSE = { runs: 9, median: 500, effect: 0.9, p: 0.001, worse: true, text: 'was 500 ms' };
const many = (n: number, endpoint: string, more: Partial<HttpRecord> = {}): HttpRecord[] =>
  Array.from({ length: n }, () => probe(endpoint, more));
const took = (n: number, ms: number, endpoint = 'GET /a', more: Partial<HttpRecord> = {}): HttpRecord[] =>
  many(n, endpoint, { ttfb: { n: 1, sumMs: ms, p95Ms: ms, maxMs: ms }, ...more });

/** One line for the whole, each line of the runbook, each part and each source. */
const linesOf = (judged: Judged): string[] => [
  [judged.verdict, judged.found, judged.text, judged.n, judged.reason].join(' | '),
  [judged.runbookState.level, judged.runbookState.text].join(' | '),
  ...judged.lines.map((one) =>
    ['line', one.name, one.limit, one.verdict, one.required ? 'required' : '', one.reason, one.source].join(' | '),
  ),
  ...judged.parts.map((one) =>
    ['part', one.subject, one.variant, one.n, one.found, one.text, one.verdict, one.reason].join(' | '),
  ),
  ...judged.sources.map((one) => ['source', one.source, one.n, one.found, one.text].join(' | ')),
];

const TABLE: readonly [name: string, judged: Judged, lines: readonly string[]][] = [
  [
    'clean probes and a clean load run',
    judgeRatio(AVAILABILITY, [...many(100, 'GET /a'), load('GET /b', 3_000)]),
    [
      'pass | 1 | 100 % | 3100 | every line met at 95 %',
      'within-target | 100 % against >= 99.9 %',
      'line | hard-down | < 5 % failures | held | required | 0 of 3100 failed; sequential test: not down | design',
      'line | critical | >= 99.5 % | held |  | 0 of 3100 failed; at 95 % confidence at most 0.1 % fail, allowed 0.5 % | R3 Availability',
      'line | target | >= 99.9 % | held |  | 0 of 3100 failed; at 95 % confidence at most 0.1 % fail, allowed 0.1 % | R3 Availability',
      'part | GET /a |  | 100 | 1 | 100 % | pass | 0 of 100 failed; sequential test: not down',
      'part | GET /b |  | 3000 | 1 | 100 % | pass | 0 of 3000 failed; sequential test: not down',
      'source | probe | 100 | 1 | 100 %',
      'source | load | 3000 | 1 | 100 %',
    ],
  ],
  [
    'clean probes, too few for the lines',
    judgeRatio(ERRORS, many(100, 'GET /a')),
    [
      'pass | 0 | 0 % | 100 | critical <= 1 % not judged: 100 samples; 299 clean ones show it; warning <= 0.5 % not judged: 100 samples; 598 clean ones show it; target < 0.1 % not judged: 100 samples; 2995 clean ones show it',
      'within-target | 0 % against < 0.1 %',
      'line | hard-down | < 5 % failures | held | required | 0 of 100 failed; sequential test: not down | design',
      'line | critical | <= 1 % | not-judged |  | 100 samples; 299 clean ones show it | R3 Error Rate',
      'line | warning | <= 0.5 % | not-judged |  | 100 samples; 598 clean ones show it | R3 Warning Alerts',
      'line | target | < 0.1 % | not-judged |  | 100 samples; 2995 clean ones show it | R3 Error Rate',
      'part | GET /a |  | 100 | 0 | 0 % | pass | 0 of 100 failed; sequential test: not down',
      'source | probe | 100 | 0 | 0 %',
    ],
  ],
  [
    'no probe',
    judgeRatio(AVAILABILITY, []),
    [
      'inconclusive |  | no data | 0 | 0 of 0 failed; sequential test needs 92 more clean samples',
      'no-data | nothing measured',
      'line | hard-down | < 5 % failures | not-judged | required | 0 of 0 failed; sequential test needs 92 more clean samples | design',
      'line | critical | >= 99.5 % | not-judged |  | 0 samples; 598 clean ones show it | R3 Availability',
      'line | target | >= 99.9 % | not-judged |  | 0 samples; 2995 clean ones show it | R3 Availability',
    ],
  ],
  [
    'one failure, and enough clean probes elsewhere',
    judgeRatio(AVAILABILITY, [...many(11, 'GET /a'), probe('GET /a', failed), ...many(400, 'GET /b')]),
    [
      'warn | 0.9975728155339806 | 99.76 % | 412 | target 1 of 412 failed, allowed 0.1 %: more samples decide',
      'target-missed | 99.76 % against >= 99.9 %',
      'line | hard-down | < 5 % failures | held | required | 1 of 412 failed; sequential test: not down | design',
      'line | critical | >= 99.5 % | not-judged |  | 412 samples; 598 clean ones show it | R3 Availability',
      'line | target | >= 99.9 % | suspected |  | 1 of 412 failed, allowed 0.1 %: more samples decide | R3 Availability',
      'part | GET /a |  | 12 | 0.9166666666666666 | 91.67 % | warn | one failure of 12; the samples of all endpoints together rule out an outage',
      'part | GET /b |  | 400 | 1 | 100 % | pass | 0 of 400 failed; sequential test: not down',
      'source | probe | 412 | 0.9975728155339806 | 99.76 %',
    ],
  ],
  [
    'one failure of twelve',
    judgeRatio(AVAILABILITY, [...many(11, 'GET /a'), probe('GET /a', failed)]),
    [
      'suspected | 0.9166666666666666 | 91.67 % | 12 | < 5 % failures: 1 of 12 failed; sequential test needs 159 more clean samples',
      'critical | 91.67 % violates >= 99.5 % (R3 Availability)',
      'line | hard-down | < 5 % failures | suspected | required | 1 of 12 failed; sequential test needs 159 more clean samples | design',
      'line | critical | >= 99.5 % | suspected |  | 1 of 12 failed, allowed 0.5 %: more samples decide | R3 Availability',
      'line | target | >= 99.9 % | suspected |  | 1 of 12 failed, allowed 0.1 %: more samples decide | R3 Availability',
      'part | GET /a |  | 12 | 0.9166666666666666 | 91.67 % | suspected | < 5 % failures: 1 of 12 failed; sequential test needs 159 more clean samples',
      'source | probe | 12 | 0.9166666666666666 | 91.67 %',
    ],
  ],
  [
    'two failures of one endpoint',
    judgeRatio(AVAILABILITY, [...many(10, 'GET /a'), ...many(2, 'GET /a', failed), ...many(900, 'GET /b')]),
    [
      'suspected | 0.9978070175438597 | 99.78 % | 912 | GET /a: < 5 % failures: 2 of 12 failed; sequential test needs 238 more clean samples',
      'target-missed | 99.78 % against >= 99.9 %',
      'line | hard-down | < 5 % failures | held | required | 2 of 912 failed; sequential test: not down | design',
      'line | critical | >= 99.5 % | not-judged |  | 2 of 912 failed; at 95 % confidence at most 0.69 % fail: more samples decide | R3 Availability',
      'line | target | >= 99.9 % | suspected |  | 2 of 912 failed, allowed 0.1 %: more samples decide | R3 Availability',
      'part | GET /a |  | 12 | 0.8333333333333334 | 83.33 % | suspected | < 5 % failures: 2 of 12 failed; sequential test needs 238 more clean samples',
      'part | GET /b |  | 900 | 1 | 100 % | pass | 0 of 900 failed; sequential test: not down',
      'source | probe | 912 | 0.9978070175438597 | 99.78 %',
    ],
  ],
  [
    'three failures of one endpoint',
    judgeRatio(AVAILABILITY, [...many(9, 'GET /a'), ...many(3, 'GET /a', failed), ...many(900, 'GET /b')]),
    [
      'breach | 0.9967105263157895 | 99.67 % | 912 | an endpoint breaches (GET /a 75 % of 12)',
      'target-missed | 99.67 % against >= 99.9 %',
      'line | hard-down | < 5 % failures | held | required | 3 of 912 failed; sequential test: not down | design',
      'line | critical | >= 99.5 % | not-judged |  | 3 of 912 failed; at 95 % confidence at most 0.85 % fail: more samples decide | R3 Availability',
      'line | target | >= 99.9 % | suspected |  | 3 of 912 failed, allowed 0.1 %: more samples decide | R3 Availability',
      'part | GET /a |  | 12 | 0.75 | 75 % | breach | >= 99.9 %: 3 of 12 failed; at 99.999 % confidence at least 0.36 % fail, allowed 0.1 %',
      'part | GET /b |  | 900 | 1 | 100 % | pass | 0 of 900 failed; sequential test: not down',
      'source | probe | 912 | 0.9967105263157895 | 99.67 %',
    ],
  ],
  [
    'many failures, 429 and a wall',
    judgeRatio(ERRORS, [
      ...many(10, 'GET /a'),
      ...many(6, 'GET /a', failed),
      ...many(90, 'GET /b'),
      probe('GET /c', LIMITED),
      probe('GET /d', WALLED),
    ]),
    [
      'breach | 0.05660377358490566 | 5.66 % | 106 | < 5 % failures: 6 of 106 failed; sequential test, false alarm 0.1 %: down (GET /a 37.5 % of 16); 1 x 429, not counted: our own request rate; 1 blocked at the edge, not counted',
      'critical | 5.66 % violates <= 1 % (R3 Error Rate)',
      'line | hard-down | < 5 % failures | breach | required | 6 of 106 failed; sequential test, false alarm 0.1 %: down | design',
      'line | critical | <= 1 % | suspected |  | 6 of 106 failed, allowed 1 %: more samples decide | R3 Error Rate',
      'line | warning | <= 0.5 % | breach |  | 6 of 106 failed; at 99.99 % confidence at least 0.69 % fail, allowed 0.5 % | R3 Warning Alerts',
      'line | target | < 0.1 % | breach |  | 6 of 106 failed; at 99.99 % confidence at least 0.69 % fail, allowed 0.1 % | R3 Error Rate',
      'part | GET /a |  | 16 | 0.375 | 37.5 % | breach | < 5 % failures: 6 of 16 failed; sequential test, false alarm 0.001 %: down',
      'part | GET /b |  | 90 | 0 | 0 % | not-judged | 0 of 90 failed; sequential test needs 2 more clean samples',
      'part | GET /c |  | 0 |  | no data | not-judged | 0 of 0 failed; sequential test needs 92 more clean samples; 1 x 429, not counted: our own request rate',
      'part | GET /d |  | 0 |  | no data | not-judged | 0 of 0 failed; sequential test needs 92 more clean samples; 1 blocked at the edge, not counted',
      'source | probe | 106 | 0.05660377358490566 | 5.66 %',
    ],
  ],
  [
    'quick answers',
    judgeMean(TIME, [...took(20, 100), ...took(20, 200, 'GET /b')]),
    [
      'pass | 150 | 150 ms | 40 | mean of 40, p95 200 ms, slowest 200 ms',
      'within-target | 150 ms against < 2,000 ms',
      'line | critical | <= 5,000 ms | held |  | mean of 40, p95 200 ms, slowest 200 ms | R3 Response Time; R1 P1',
      'line | warning | <= 3,000 ms | held |  | mean of 40, p95 200 ms, slowest 200 ms | R3 Warning Alerts',
      'line | target | < 2,000 ms | held | required | mean of 40, p95 200 ms, slowest 200 ms | R3 Response Time',
      'part | GET /a |  | 20 | 100 | 100 ms | pass | mean of 20, p95 100 ms, slowest 100 ms',
      'part | GET /b |  | 20 | 200 | 200 ms | pass | mean of 20, p95 200 ms, slowest 200 ms',
      'source | probe | 40 | 150 | 150 ms',
    ],
  ],
  [
    'the sums of load runs beside probes',
    judgeMean(TIME, [
      load('GET /a', 100),
      load('GET /a', 50, { ttfb: { n: 50, sumMs: 5_000, p95Ms: 300, maxMs: 400 } }),
      ...took(5, 10, 'GET /b'),
    ]),
    [
      'pass | 45.483870967741936 | 45.5 ms | 155 | mean of 155, p95 300 ms, slowest 400 ms',
      'within-target | 45.5 ms against < 2,000 ms',
      'line | critical | <= 5,000 ms | held |  | mean of 155, p95 300 ms, slowest 400 ms | R3 Response Time; R1 P1',
      'line | warning | <= 3,000 ms | held |  | mean of 155, p95 300 ms, slowest 400 ms | R3 Warning Alerts',
      'line | target | < 2,000 ms | held | required | mean of 155, p95 300 ms, slowest 400 ms | R3 Response Time',
      'part | GET /a |  | 150 | 46.666666666666664 | 46.7 ms | pass | mean of 150, p95 300 ms, slowest 400 ms',
      'part | GET /b |  | 5 | 10 | 10 ms | pass | mean of 5, p95 10 ms, slowest 10 ms',
      'source | load | 150 | 46.666666666666664 | 46.7 ms',
      'source | probe | 5 | 10 | 10 ms',
    ],
  ],
  [
    'one answer too few',
    judgeMean(TIME, took(29, 100)),
    [
      'inconclusive | 100 | 100 ms | 29 | 29 samples, 30 needed (mean of 29, p95 100 ms, slowest 100 ms)',
      'within-target | 100 ms against < 2,000 ms',
      'line | critical | <= 5,000 ms | not-judged |  | 29 samples, 30 needed (mean of 29, p95 100 ms, slowest 100 ms) | R3 Response Time; R1 P1',
      'line | warning | <= 3,000 ms | not-judged |  | 29 samples, 30 needed (mean of 29, p95 100 ms, slowest 100 ms) | R3 Warning Alerts',
      'line | target | < 2,000 ms | not-judged | required | 29 samples, 30 needed (mean of 29, p95 100 ms, slowest 100 ms) | R3 Response Time',
      'part | GET /a |  | 29 | 100 | 100 ms | pass | mean of 29, p95 100 ms, slowest 100 ms',
      'source | probe | 29 | 100 | 100 ms',
    ],
  ],
  [
    'no answer',
    judgeMean(TIME, [probe('GET /a', { valid: 0, ttfb: { n: 0, sumMs: 0, p95Ms: 0, maxMs: 0 } })]),
    [
      'inconclusive |  | no data | 0 | no request was answered or timed out',
      'no-data | nothing measured',
      'line | critical | <= 5,000 ms | not-judged |  | no request was answered or timed out | R3 Response Time; R1 P1',
      'line | warning | <= 3,000 ms | not-judged |  | no request was answered or timed out | R3 Warning Alerts',
      'line | target | < 2,000 ms | not-judged | required | no request was answered or timed out | R3 Response Time',
      'part | GET /a |  | 0 |  | no data | not-judged | no request was answered or timed out',
      'source | probe | 0 |  | no data',
    ],
  ],
  [
    'one slow endpoint',
    judgeMean(TIME, [...took(40, 100), ...took(5, 2_500, 'GET /b')]),
    [
      'breach | 366.6666666666667 | 367 ms | 45 | GET /b: 2,500 ms, mean of 5, p95 2,500 ms, slowest 2,500 ms',
      'within-target | 367 ms against < 2,000 ms',
      'line | critical | <= 5,000 ms | held |  | mean of 45, p95 2,500 ms, slowest 2,500 ms | R3 Response Time; R1 P1',
      'line | warning | <= 3,000 ms | held |  | mean of 45, p95 2,500 ms, slowest 2,500 ms | R3 Warning Alerts',
      'line | target | < 2,000 ms | held | required | mean of 45, p95 2,500 ms, slowest 2,500 ms | R3 Response Time',
      'part | GET /a |  | 40 | 100 | 100 ms | pass | mean of 40, p95 100 ms, slowest 100 ms',
      'part | GET /b |  | 5 | 2500 | 2,500 ms | breach | mean of 5, p95 2,500 ms, slowest 2,500 ms',
      'source | probe | 45 | 366.6666666666667 | 367 ms',
    ],
  ],
  [
    'one slow answer',
    judgeMean(TIME, [...took(40, 100), ...took(4, 10, 'GET /b'), ...took(1, 20_000, 'GET /b')]),
    [
      'suspected | 534.2222222222222 | 534 ms | 45 | GET /b: 4,008 ms, one slow answer alone: mean of 5, p95 16,002 ms, slowest 20,000 ms',
      'within-target | 534 ms against < 2,000 ms',
      'line | critical | <= 5,000 ms | held |  | mean of 45, p95 100 ms, slowest 20,000 ms | R3 Response Time; R1 P1',
      'line | warning | <= 3,000 ms | held |  | mean of 45, p95 100 ms, slowest 20,000 ms | R3 Warning Alerts',
      'line | target | < 2,000 ms | held | required | mean of 45, p95 100 ms, slowest 20,000 ms | R3 Response Time',
      'part | GET /a |  | 40 | 100 | 100 ms | pass | mean of 40, p95 100 ms, slowest 100 ms',
      'part | GET /b |  | 5 | 4008 | 4,008 ms | suspected | one slow answer alone: mean of 5, p95 16,002 ms, slowest 20,000 ms',
      'source | probe | 45 | 534.2222222222222 | 534 ms',
    ],
  ],
  [
    'one endpoint above the warning line',
    judgeMean(TIME, took(40, 4_000)),
    [
      'breach | 4000 | 4,000 ms | 40 | GET /a: 4,000 ms, mean of 40, p95 4,000 ms, slowest 4,000 ms',
      'warning | 4,000 ms violates <= 3,000 ms (R3 Warning Alerts)',
      'line | critical | <= 5,000 ms | held |  | mean of 40, p95 4,000 ms, slowest 4,000 ms | R3 Response Time; R1 P1',
      'line | warning | <= 3,000 ms | breach |  | mean of 40, p95 4,000 ms, slowest 4,000 ms | R3 Warning Alerts',
      'line | target | < 2,000 ms | breach | required | mean of 40, p95 4,000 ms, slowest 4,000 ms | R3 Response Time',
      'part | GET /a |  | 40 | 4000 | 4,000 ms | breach | mean of 40, p95 4,000 ms, slowest 4,000 ms',
      'source | probe | 40 | 4000 | 4,000 ms',
    ],
  ],
  [
    'quick failures',
    judgeMean(TIME, took(30, 10, 'GET /a', failed)),
    [
      'inconclusive | 10 | 10 ms | 30 | no valid answer among 30 (mean of 30, p95 10 ms, slowest 10 ms)',
      'within-target | 10 ms against < 2,000 ms',
      'line | critical | <= 5,000 ms | not-judged |  | no valid answer among 30 (mean of 30, p95 10 ms, slowest 10 ms) | R3 Response Time; R1 P1',
      'line | warning | <= 3,000 ms | not-judged |  | no valid answer among 30 (mean of 30, p95 10 ms, slowest 10 ms) | R3 Warning Alerts',
      'line | target | < 2,000 ms | not-judged | required | no valid answer among 30 (mean of 30, p95 10 ms, slowest 10 ms) | R3 Response Time',
      'part | GET /a |  | 30 | 10 | 10 ms | not-judged | no valid answer among 30 (mean of 30, p95 10 ms, slowest 10 ms)',
      'source | probe | 30 | 10 | 10 ms',
    ],
  ],
  [
    'pages of journeys, too few visits',
    judgeMean(TIME, took(30, 100), [metric('response-time', [50, 3_000, 4_000], { subject: '/x' })]),
    [
      'pass | 100 | 100 ms | 30 | mean of 30, p95 100 ms, slowest 100 ms',
      'within-target | 100 ms against < 2,000 ms',
      'line | critical | <= 5,000 ms | held |  | mean of 30, p95 100 ms, slowest 100 ms | R3 Response Time; R1 P1',
      'line | warning | <= 3,000 ms | held |  | mean of 30, p95 100 ms, slowest 100 ms | R3 Warning Alerts',
      'line | target | < 2,000 ms | held | required | mean of 30, p95 100 ms, slowest 100 ms | R3 Response Time',
      'part | GET /a |  | 30 | 100 | 100 ms | pass | mean of 30, p95 100 ms, slowest 100 ms',
      'part | page /x |  | 3 | 3000 | no data | not-judged | could not be measured',
      'source | probe | 30 | 100 | 100 ms',
    ],
  ],
  [
    'pages of journeys, one of them slow',
    judgeMean(TIME, took(30, 100), [metric('response-time', [50, 3_000, 4_000, 4_000, 50], { subject: '/x' })]),
    [
      'breach | 100 | 100 ms | 30 | page /x: 3,000 ms, median of 5 runs: 50 ms, 3,000 ms, 4,000 ms, 4,000 ms, 50 ms',
      'within-target | 100 ms against < 2,000 ms',
      'line | critical | <= 5,000 ms | held |  | mean of 30, p95 100 ms, slowest 100 ms | R3 Response Time; R1 P1',
      'line | warning | <= 3,000 ms | held |  | mean of 30, p95 100 ms, slowest 100 ms | R3 Warning Alerts',
      'line | target | < 2,000 ms | held | required | mean of 30, p95 100 ms, slowest 100 ms | R3 Response Time',
      'part | GET /a |  | 30 | 100 | 100 ms | pass | mean of 30, p95 100 ms, slowest 100 ms',
      'part | page /x |  | 5 | 3000 | 3,000 ms | breach | median of 5 runs: 50 ms, 3,000 ms, 4,000 ms, 4,000 ms, 50 ms',
      'source | probe | 30 | 100 | 100 ms',
    ],
  ],
  [
    'a web vital of three pages',
    judgeMedian(LCP, [
      metric('lcp', [1_000, 1_200, 1_100]),
      metric('lcp', [2_000], { variant: 'mobile', note: 'first note' }),
      metric('lcp', [3_000, 3_000, 3_000], { subject: '/b', past: WORSE }),
    ]),
    [
      'breach | 3000 | 3,000 ms | 7 | /b 3,000 ms (median of 3 runs: 3,000 ms, 3,000 ms, 3,000 ms; was 500 ms)',
      'target-missed | 3,000 ms against <= 2,500 ms',
      'line | target | <= 2,500 ms | breach | required | /b 3,000 ms (median of 3 runs: 3,000 ms, 3,000 ms, 3,000 ms; was 500 ms) | design: Lighthouse and web-vital budgets (the runbook gives none)',
      'part | / |  | 3 | 1100 | 1,100 ms | pass | median of 3 runs: 1,000 ms, 1,200 ms, 1,100 ms',
      'part | / | mobile | 1 | 2000 | 2,000 ms | pass | a single run; first note',
      'part | /b |  | 3 | 3000 | 3,000 ms | breach | median of 3 runs: 3,000 ms, 3,000 ms, 3,000 ms; was 500 ms',
    ],
  ],
  [
    'no web vital',
    judgeMedian(LCP, []),
    ['inconclusive |  | no data | 0 | nothing measured', 'no-data | nothing measured'],
  ],
  [
    'a web vital that could not be measured',
    judgeMedian(LCP, [metric('lcp', []), metric('lcp', [], { subject: '/b', note: 'no paint' })]),
    [
      'inconclusive |  | no data | 0 | / no data (could not be measured); /b no data (no paint)',
      'no-data | nothing measured',
      'line | target | <= 2,500 ms | not-judged | required | / no data (could not be measured); /b no data (no paint) | design: Lighthouse and web-vital budgets (the runbook gives none)',
      'part | / |  | 0 |  | no data | inconclusive | could not be measured',
      'part | /b |  | 0 |  | no data | inconclusive | no paint',
    ],
  ],
  [
    'a web vital that became worse',
    judgeMedian(LCP, [
      metric('lcp', [1_000, 1_200, 1_100], { past: WORSE, note: 'n1' }),
      metric('lcp', [900, 900, 900], { subject: '/b' }),
    ]),
    [
      'warn | 1100 | 1,100 ms | 6 | / 1,100 ms (median of 3 runs: 1,000 ms, 1,200 ms, 1,100 ms; n1; was 500 ms)',
      'within-target | 1,100 ms against <= 2,500 ms',
      'line | target | <= 2,500 ms | suspected | required | / 1,100 ms (median of 3 runs: 1,000 ms, 1,200 ms, 1,100 ms; n1; was 500 ms) | design: Lighthouse and web-vital budgets (the runbook gives none)',
      'part | / |  | 3 | 1100 | 1,100 ms | warn | median of 3 runs: 1,000 ms, 1,200 ms, 1,100 ms; n1; was 500 ms',
      'part | /b |  | 3 | 900 | 900 ms | pass | median of 3 runs: 900 ms, 900 ms, 900 ms',
    ],
  ],
  [
    'a score, of which more is better',
    judgeMedian(kpi('lighthouse-performance'), [
      metric('lighthouse-performance', [0.9, 0.95, 1]),
      metric('lighthouse-performance', [0.99, 0.99, 0.99], { subject: '/b', variant: 'mobile' }),
    ]),
    [
      'pass | 0.95 | 0.95 | 6 | worst: /, median of 3 runs: 0.9, 0.95, 1',
      'within-target | 0.95 against >= 0.9',
      'line | target | >= 0.9 | held | required | worst: /, median of 3 runs: 0.9, 0.95, 1 | design: Lighthouse and web-vital budgets (the runbook gives none)',
      'part | / |  | 3 | 0.95 | 0.95 | pass | median of 3 runs: 0.9, 0.95, 1',
      'part | /b | mobile | 3 | 0.99 | 0.99 | pass | median of 3 runs: 0.99, 0.99, 0.99',
    ],
  ],
  [
    'external services, one down and one unreported',
    judgeStatus(EXTERNAL, [
      metric('external-apis', [1, 0.5], { subject: 'a' }),
      metric('external-apis', [0], { subject: 'b', note: 'down' }),
      metric('external-apis', [], { subject: 'c' }),
    ]),
    [
      'inconclusive | 0 | failed | 3 | c no data (not reported by the site)',
      'critical | failed violates not failed (R3 Critical: external API complete failure)',
      'line | target | healthy | not-judged | required | c no data (not reported by the site) | R3 Critical Alerts',
      'part | a |  | 2 | 0.5 | degraded | warn | as the site reports',
      'part | b |  | 1 | 0 | failed | warn | down',
      'part | c |  | 0 |  | no data | inconclusive | not reported by the site',
    ],
  ],
  [
    'external services, one down',
    judgeStatus(EXTERNAL, [
      metric('external-apis', [1], { subject: 'a' }),
      metric('external-apis', [0], { subject: 'b', note: 'down' }),
    ]),
    [
      'warn | 0 | failed | 2 | b failed (down)',
      'critical | failed violates not failed (R3 Critical: external API complete failure)',
      'line | target | healthy | suspected | required | b failed (down) | R3 Critical Alerts',
      'part | a |  | 1 | 1 | healthy | pass | as the site reports',
      'part | b |  | 1 | 0 | failed | warn | down',
    ],
  ],
  [
    'all external services down',
    judgeStatus(EXTERNAL, [
      metric('external-apis', [0], { subject: 'a', note: 'down' }),
      metric('external-apis', [0], { subject: 'b' }),
    ]),
    [
      'breach | 0 | failed | 2 | a failed (down); b failed (as the site reports)',
      'critical | failed violates not failed (R3 Critical: external API complete failure)',
      'line | target | healthy | breach | required | a failed (down); b failed (as the site reports) | R3 Critical Alerts',
      'part | a |  | 1 | 0 | failed | breach | down',
      'part | b |  | 1 | 0 | failed | breach | as the site reports',
    ],
  ],
  [
    'one of two databases down',
    judgeStatus(kpi('database'), [
      metric('database', [0], { subject: 'a' }),
      metric('database', [1], { subject: 'b' }),
    ]),
    [
      'breach | 0 | failed | 2 | a failed (as the site reports)',
      'critical | failed violates not failed (R3 Critical: database connection failure)',
      'line | target | healthy | breach | required | a failed (as the site reports) | R3 Critical Alerts',
      'part | a |  | 1 | 0 | failed | breach | as the site reports',
      'part | b |  | 1 | 1 | healthy | pass | as the site reports',
    ],
  ],
  [
    'no status',
    judgeStatus(kpi('database'), []),
    ['inconclusive |  | no data | 0 | nothing measured', 'no-data | nothing measured'],
  ],
  [
    'a figure that cannot be observed',
    notObservable(MEMORY, [metric('memory', [0.12345, 2])]),
    [
      'not-observable | 1.061725 | reported: 0.123, 2 | 2 | not observable: the site reports MB, and a share of the heap that is normally above 100 %',
      'no-data | nothing measured',
    ],
  ],
  [
    'a figure that cannot be observed, and is not there',
    notObservable(MEMORY, []),
    [
      'not-observable |  | no data | 0 | not observable: the site reports MB, and a share of the heap that is normally above 100 %',
      'no-data | nothing measured',
    ],
  ],
];
for (const [name, judged, lines] of TABLE)
  test(`${name}: ${judged.verdict}`, () => assert.deepEqual(linesOf(judged), lines));

// The table's figures once more, from their definitions and not from the program: sums of the binomial, and Wald's test as a product of odds.
const chance = (k: number, n: number, p: number): number => {
  let term = (1 - p) ** n;
  let sum = term;
  for (let i = 1; i <= k; i += 1) {
    term *= ((n - i + 1) / i) * (p / (1 - p));
    sum += term;
  }
  return sum;
};
/** The rate at which `of` crosses `wanted`, between 0 and 1; `of` falls. */
const rateWhere = (of: (p: number) => number, wanted: number): number => {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (of(middle) > wanted) low = middle;
    else high = middle;
  }
  return low;
};
/** At 95 % no higher rate of failure goes with k of n. */
const atMost = (k: number, n: number): number => rateWhere((p) => chance(k, n, p), 0.05);
/** At 99.99 % no lower one does; for one endpoint, at 99.999 %. */
const atLeast = (k: number, n: number, alarm = 0.0001): number => rateWhere((p) => chance(k - 1, n, p), 1 - alarm);
const odds = (k: number, n: number): number => (0.05 / 0.001) ** k * (0.95 / 0.999) ** (n - k);
/** Hard down is 5 %, as promised 0.1 %; a false alarm in 1,000 (one endpoint: in 100,000), a miss in 100. */
const wald = (k: number, n: number, isPart: boolean): string => {
  const [alarm, shown] = isPart ? [0.00001, '0.001 %'] : [0.001, '0.1 %'];
  if (odds(k, n) >= 0.99 / alarm) return `sequential test, false alarm ${shown}: down`;
  let more = 0;
  while (odds(k, n + more) > 0.01 / (1 - alarm)) more += 1;
  return more === 0 ? 'sequential test: not down' : `sequential test needs ${more} more clean samples`;
};
/** What the runbook allows to fail (R3: availability below 99.5 %, errors above 1 % and 0.5 %; targets 99.9 % and 0.1 %). */
const ALLOWED: Readonly<Record<string, number>> = {
  '>= 99.5 %': 0.005,
  '<= 1 %': 0.01,
  '<= 0.5 %': 0.005,
  '>= 99.9 %': 0.001,
  '< 0.1 %': 0.001,
};
const percent = (share: number): string => `${Number((100 * share).toFixed(2))} %`;

test('the figures of the table follow from their definitions', () => {
  const seen = { wald: 0, held: 0, breach: 0, clean: 0, open: 0, part: 0 };
  for (const [name, , lines] of TABLE)
    for (const line of lines) {
      for (const [, k, n, words] of line.matchAll(/(\d+) of (\d+) failed; (sequential test[^;|(]*?)(?= ?[;|(]|$)/g)) {
        assert.equal(words, wald(Number(k), Number(n), /^part |\| GET \/\w+: /.test(line)), `${name}: ${line}`);
        seen.wald += 1;
      }
      for (const [, k, n, least] of line.matchAll(
        /(\d+) of (\d+) failed; at 99\.999 % confidence at least ([\d.]+ %) fail/g,
      )) {
        // prettier-ignore
        assert.equal(least, percent(atLeast(Number(k), Number(n), 0.00001)), `${name}: ${line}`);
        seen.part += 1;
      }
      const [what, , limit = '', verdict, , why = ''] = line.split(' | ');
      const allowed = ALLOWED[limit];
      if (what !== 'line' || allowed === undefined) continue;
      const [, k, n] = (/^(\d+) of (\d+) failed/.exec(why) ?? []).map(Number);
      const [, samples, clean] = (/^(\d+) samples; (\d+) clean ones show it/.exec(why) ?? []).map(Number);
      if (clean !== undefined) {
        let least = 1;
        while ((1 - allowed) ** least > 0.05) least += 1;
        assert.deepEqual([clean, verdict], [least, 'not-judged'], `${name}: ${line}`);
        assert.ok((samples ?? Infinity) < least, `${name}: ${line}`);
        seen.clean += 1;
      } else if (k !== undefined && n !== undefined) {
        const wanted = atMost(k, n) <= allowed ? 'held' : k > 0 && atLeast(k, n) > allowed ? 'breach' : k / n > allowed ? 'suspected' : 'not-judged'; // prettier-ignore
        assert.equal(verdict, wanted, `${name}: ${line}`);
        if (wanted === 'held') assert.ok(why.includes(`at most ${percent(atMost(k, n))} fail`), `${name}: ${line}`);
        if (wanted === 'breach') assert.ok(why.includes(`at least ${percent(atLeast(k, n))} fail`), `${name}: ${line}`);
        seen[wanted === 'held' ? 'held' : wanted === 'breach' ? 'breach' : 'open'] += 1;
      }
    }
  const { part, ...whole } = seen;
  assert.ok(part >= 1 && Object.values(whole).every((count) => count >= 2), JSON.stringify(seen));
});
