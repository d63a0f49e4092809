// Judgements of KPIs with their records and what each must say. judge-kpis.test.ts compares them, and derives the figures again from the records.
import { kpi, type Kpi } from '../../../kpis.ts';
import type { HttpRecord, MetricRecord } from '../../../reports/result.ts';
import { judgeRatio } from '../../../reports/verdict/judge-ratio.ts';
import { judgeMean } from '../../../reports/verdict/judge-times.ts';
import { judgeMedian, judgeStatus, notObservable } from '../../../reports/verdict/kpi-figures.ts';
import type { Judged } from '../../../reports/verdict/kpi-verdict.ts';
import { failed, load, metric, probe } from './sample-records.ts';

/** The records of one judgement, and the judgement. */
export type Given = {
  kind: 'ratio' | 'times' | 'medians' | 'states' | 'unobserved';
  kpi: Kpi;
  http: readonly HttpRecord[];
  metrics: readonly MetricRecord[];
  judged: Judged;
};
const ratio = (of: Kpi, http: readonly HttpRecord[]): Given => ({
  kind: 'ratio',
  kpi: of,
  http,
  metrics: [],
  judged: judgeRatio(of, http),
});
const times = (of: Kpi, http: readonly HttpRecord[], metrics: readonly MetricRecord[] = []): Given => ({
  kind: 'times',
  kpi: of,
  http,
  metrics,
  judged: judgeMean(of, http, metrics),
});
const ofMetrics =
  (kind: Given['kind'], judge: (of: Kpi, metrics: readonly MetricRecord[]) => Judged) =>
  (of: Kpi, metrics: readonly MetricRecord[]): Given => ({
    kind,
    kpi: of,
    http: [],
    metrics,
    judged: judge(of, metrics),
  });
const medians = ofMetrics('medians', judgeMedian);
const states = ofMetrics('states', judgeStatus);
const unobserved = ofMetrics('unobserved', notObservable);

const [AVAILABILITY, ERRORS, TIME, LCP] = [kpi('availability'), kpi('error-rate'), kpi('response-time'), kpi('lcp')];
const [EXTERNAL, MEMORY] = [kpi('external-apis'), kpi('memory')];
const LIMITED: Partial<HttpRecord> = { valid: 0, rateLimited: 1, failures: [{ code: 'rate-limited', message: '429' }] };
const WALLED: Partial<HttpRecord> = { valid: 0, failures: [{ code: 'edge-challenge', message: 'wall' }] };
const WORSE = { runs: 9, median: 500, effect: 0.9, p: 0.001, worse: true, text: 'was 500 ms' };
const many = (n: number, endpoint: string, more: Partial<HttpRecord> = {}): HttpRecord[] =>
  Array.from({ length: n }, () => probe(endpoint, more));
const took = (n: number, ms: number, endpoint = 'GET /a', more: Partial<HttpRecord> = {}): HttpRecord[] =>
  many(n, endpoint, { ttfb: { n: 1, sumMs: ms, p95Ms: ms, maxMs: ms }, ...more });

/** What each judgement says, written by hand. */
export const KPI_TABLE: readonly [name: string, given: Given, lines: readonly string[]][] = [
  [
    'clean probes and a clean load run',
    ratio(AVAILABILITY, [...many(100, 'GET /a'), load('GET /b', 3_000)]),
    [
      'pass | 1 | 100 % | 3100 | every line met at 95 %',
      'within-target | 100 % against >= 99.9 %',
      'line | hard-down | < 5 % failures | held | required | 0 of 3100 failed: not down | design',
      'line | critical | >= 99.5 % | held |  | 0 of 3100 failed; at 95 % confidence at most 0.1 % fail, allowed 0.5 % | R3 Availability',
      'line | target | >= 99.9 % | held |  | 0 of 3100 failed; at 95 % confidence at most 0.1 % fail, allowed 0.1 % | R3 Availability',
      'part | GET /a |  | 100 | 1 | 100 % | pass | 0 of 100 failed: not down',
      'part | GET /b |  | 3000 | 1 | 100 % | pass | 0 of 3000 failed: not down',
      'source | probe | 100 | 1 | 100 %',
      'source | load | 3000 | 1 | 100 %',
    ],
  ],
  [
    'clean probes, too few for the lines',
    ratio(ERRORS, many(100, 'GET /a')),
    [
      'pass | 0 | 0 % | 100 | critical <= 1 % not judged: 100 samples; 299 clean ones show it; warning <= 0.5 % not judged: 100 samples; 598 clean ones show it; target < 0.1 % not judged: 100 samples; 2995 clean ones show it',
      'within-target | 0 % against < 0.1 %',
      'line | hard-down | < 5 % failures | held | required | 0 of 100 failed: not down | design',
      'line | critical | <= 1 % | not-judged |  | 100 samples; 299 clean ones show it | R3 Error Rate',
      'line | warning | <= 0.5 % | not-judged |  | 100 samples; 598 clean ones show it | R3 Warning Alerts',
      'line | target | < 0.1 % | not-judged |  | 100 samples; 2995 clean ones show it | R3 Error Rate',
      'part | GET /a |  | 100 | 0 | 0 % | pass | 0 of 100 failed: not down',
      'source | probe | 100 | 0 | 0 %',
    ],
  ],
  [
    'no probe',
    ratio(AVAILABILITY, []),
    [
      'inconclusive |  | no data | 0 | 0 of 0 failed: 92 more clean samples would show that it is not down',
      'no-data | nothing measured',
      'line | hard-down | < 5 % failures | not-judged | required | 0 of 0 failed: 92 more clean samples would show that it is not down | design',
      'line | critical | >= 99.5 % | not-judged |  | 0 samples; 598 clean ones show it | R3 Availability',
      'line | target | >= 99.9 % | not-judged |  | 0 samples; 2995 clean ones show it | R3 Availability',
    ],
  ],
  [
    'one failure, and enough clean probes elsewhere',
    ratio(AVAILABILITY, [...many(11, 'GET /a'), probe('GET /a', failed), ...many(400, 'GET /b')]),
    [
      'warn | 0.9975728155339806 | 99.76 % | 412 | target 1 of 412 failed, allowed 0.1 %: more samples decide',
      'target-missed | 99.76 % against >= 99.9 %',
      'line | hard-down | < 5 % failures | held | required | 1 of 412 failed: not down | design',
      'line | critical | >= 99.5 % | not-judged |  | 412 samples; 598 clean ones show it | R3 Availability',
      'line | target | >= 99.9 % | suspected |  | 1 of 412 failed, allowed 0.1 %: more samples decide | R3 Availability',
      'part | GET /a |  | 12 | 0.9166666666666666 | 91.67 % | warn | one failure of 12; the samples of all endpoints together rule out an outage',
      'part | GET /b |  | 400 | 1 | 100 % | pass | 0 of 400 failed: not down',
      'source | probe | 412 | 0.9975728155339806 | 99.76 %',
    ],
  ],
  [
    'one failure of twelve',
    ratio(AVAILABILITY, [...many(11, 'GET /a'), probe('GET /a', failed)]),
    [
      'suspected | 0.9166666666666666 | 91.67 % | 12 | < 5 % failures: 1 of 12 failed: 159 more clean samples would show that it is not down',
      'critical | 91.67 % violates >= 99.5 % (R3 Availability)',
      'line | hard-down | < 5 % failures | suspected | required | 1 of 12 failed: 159 more clean samples would show that it is not down | design',
      'line | critical | >= 99.5 % | suspected |  | 1 of 12 failed, allowed 0.5 %: more samples decide | R3 Availability',
      'line | target | >= 99.9 % | suspected |  | 1 of 12 failed, allowed 0.1 %: more samples decide | R3 Availability',
      'part | GET /a |  | 12 | 0.9166666666666666 | 91.67 % | suspected | < 5 % failures: 1 of 12 failed: 159 more clean samples would show that it is not down',
      'source | probe | 12 | 0.9166666666666666 | 91.67 %',
    ],
  ],
  [
    'two failures of one endpoint',
    ratio(AVAILABILITY, [...many(10, 'GET /a'), ...many(2, 'GET /a', failed), ...many(900, 'GET /b')]),
    [
      'suspected | 0.9978070175438597 | 99.78 % | 912 | GET /a: < 5 % failures: 2 of 12 failed: 238 more clean samples would show that it is not down',
      'target-missed | 99.78 % against >= 99.9 %',
      'line | hard-down | < 5 % failures | held | required | 2 of 912 failed: not down | design',
      'line | critical | >= 99.5 % | not-judged |  | 2 of 912 failed; at 95 % confidence at most 0.69 % fail: more samples decide | R3 Availability',
      'line | target | >= 99.9 % | suspected |  | 2 of 912 failed, allowed 0.1 %: more samples decide | R3 Availability',
      'part | GET /a |  | 12 | 0.8333333333333334 | 83.33 % | suspected | < 5 % failures: 2 of 12 failed: 238 more clean samples would show that it is not down',
      'part | GET /b |  | 900 | 1 | 100 % | pass | 0 of 900 failed: not down',
      'source | probe | 912 | 0.9978070175438597 | 99.78 %',
    ],
  ],
  [
    'three failures of one endpoint',
    ratio(AVAILABILITY, [...many(9, 'GET /a'), ...many(3, 'GET /a', failed), ...many(900, 'GET /b')]),
    [
      'breach | 0.9967105263157895 | 99.67 % | 912 | an endpoint breaches (GET /a 75 % of 12)',
      'target-missed | 99.67 % against >= 99.9 %',
      'line | hard-down | < 5 % failures | held | required | 3 of 912 failed: not down | design',
      'line | critical | >= 99.5 % | not-judged |  | 3 of 912 failed; at 95 % confidence at most 0.85 % fail: more samples decide | R3 Availability',
      'line | target | >= 99.9 % | suspected |  | 3 of 912 failed, allowed 0.1 %: more samples decide | R3 Availability',
      'part | GET /a |  | 12 | 0.75 | 75 % | breach | >= 99.9 %: 3 of 12 failed; at 99.999 % confidence at least 0.36 % fail, allowed 0.1 %',
      'part | GET /b |  | 900 | 1 | 100 % | pass | 0 of 900 failed: not down',
      'source | probe | 912 | 0.9967105263157895 | 99.67 %',
    ],
  ],
  [
    'many failures, 429 and a wall',
    ratio(ERRORS, [
      ...many(10, 'GET /a'),
      ...many(6, 'GET /a', failed),
      ...many(90, 'GET /b'),
      probe('GET /c', LIMITED),
      probe('GET /d', WALLED),
    ]),
    [
      'breach | 0.05660377358490566 | 5.66 % | 106 | < 5 % failures: 6 of 106 failed: down (false alarm 0.1 %) (GET /a 37.5 % of 16); 1 x 429, not counted: our own request rate; 1 blocked at the edge, not counted',
      'critical | 5.66 % violates <= 1 % (R3 Error Rate)',
      'line | hard-down | < 5 % failures | breach | required | 6 of 106 failed: down (false alarm 0.1 %) | design',
      'line | critical | <= 1 % | suspected |  | 6 of 106 failed, allowed 1 %: more samples decide | R3 Error Rate',
      'line | warning | <= 0.5 % | breach |  | 6 of 106 failed; at 99.99 % confidence at least 0.69 % fail, allowed 0.5 % | R3 Warning Alerts',
      'line | target | < 0.1 % | breach |  | 6 of 106 failed; at 99.99 % confidence at least 0.69 % fail, allowed 0.1 % | R3 Error Rate',
      'part | GET /a |  | 16 | 0.375 | 37.5 % | breach | < 5 % failures: 6 of 16 failed: down (false alarm 0.001 %)',
      'part | GET /b |  | 90 | 0 | 0 % | not-judged | 0 of 90 failed: 2 more clean samples would show that it is not down',
      'part | GET /c |  | 0 |  | no data | not-judged | 0 of 0 failed: 92 more clean samples would show that it is not down; 1 x 429, not counted: our own request rate',
      'part | GET /d |  | 0 |  | no data | not-judged | 0 of 0 failed: 92 more clean samples would show that it is not down; 1 blocked at the edge, not counted',
      'source | probe | 106 | 0.05660377358490566 | 5.66 %',
    ],
  ],
  [
    'quick answers',
    times(TIME, [...took(20, 100), ...took(20, 200, 'GET /b')]),
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
    times(TIME, [
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
    times(TIME, took(29, 100)),
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
    times(TIME, [probe('GET /a', { valid: 0, ttfb: { n: 0, sumMs: 0, p95Ms: 0, maxMs: 0 } })]),
    [
      'inconclusive |  | no data | 0 | no valid answer and no timeout to measure',
      'no-data | nothing measured',
      'line | critical | <= 5,000 ms | not-judged |  | no valid answer and no timeout to measure | R3 Response Time; R1 P1',
      'line | warning | <= 3,000 ms | not-judged |  | no valid answer and no timeout to measure | R3 Warning Alerts',
      'line | target | < 2,000 ms | not-judged | required | no valid answer and no timeout to measure | R3 Response Time',
      'part | GET /a |  | 0 |  | no data | not-judged | no valid answer and no timeout to measure',
      'source | probe | 0 |  | no data',
    ],
  ],
  [
    'one slow endpoint',
    times(TIME, [...took(40, 100), ...took(5, 2_500, 'GET /b')]),
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
    times(TIME, [...took(40, 100), ...took(4, 10, 'GET /b'), ...took(1, 20_000, 'GET /b')]),
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
    times(TIME, took(40, 4_000)),
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
    times(TIME, took(30, 10, 'GET /a', failed)),
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
    times(TIME, took(30, 100), [metric('response-time', [50, 3_000, 4_000], { subject: '/x' })]),
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
    times(TIME, took(30, 100), [metric('response-time', [50, 3_000, 4_000, 4_000, 50], { subject: '/x' })]),
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
    medians(LCP, [
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
    medians(LCP, []),
    ['inconclusive |  | no data | 0 | nothing measured', 'no-data | nothing measured'],
  ],
  [
    'a web vital that could not be measured',
    medians(LCP, [metric('lcp', []), metric('lcp', [], { subject: '/b', note: 'no paint' })]),
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
    medians(LCP, [
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
    medians(kpi('lighthouse-performance'), [
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
    states(EXTERNAL, [
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
    states(EXTERNAL, [
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
    states(EXTERNAL, [
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
    states(kpi('database'), [metric('database', [0], { subject: 'a' }), metric('database', [1], { subject: 'b' })]),
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
    states(kpi('database'), []),
    ['inconclusive |  | no data | 0 | nothing measured', 'no-data | nothing measured'],
  ],
  [
    'a figure that cannot be observed',
    unobserved(MEMORY, [metric('memory', [0.12345, 2])]),
    [
      'not-observable | 1.061725 | reported: 0.123, 2 | 2 | not observable: the site reports MB, and a share of the heap that is normally above 100 %',
      'no-data | nothing measured',
    ],
  ],
  [
    'a figure that cannot be observed, and is not there',
    unobserved(MEMORY, []),
    [
      'not-observable |  | no data | 0 | not observable: the site reports MB, and a share of the heap that is normally above 100 %',
      'no-data | nothing measured',
    ],
  ],
  [
    'answers on both sides of the limit',
    times(TIME, [...took(15, 1_900), ...took(15, 2_150)]),
    [
      'suspected | 2025 | 2,025 ms | 30 | GET /a: 2,025 ms, at the limit, 76.4 ms either way: mean of 30, p95 2,150 ms, slowest 2,150 ms',
      'target-missed | 2,025 ms against < 2,000 ms',
      'line | critical | <= 5,000 ms | held |  | at the limit, 76.4 ms either way: mean of 30, p95 2,150 ms, slowest 2,150 ms | R3 Response Time; R1 P1',
      'line | warning | <= 3,000 ms | held |  | at the limit, 76.4 ms either way: mean of 30, p95 2,150 ms, slowest 2,150 ms | R3 Warning Alerts',
      'line | target | < 2,000 ms | suspected | required | at the limit, 76.4 ms either way: mean of 30, p95 2,150 ms, slowest 2,150 ms | R3 Response Time',
      'part | GET /a |  | 30 | 2025 | 2,025 ms | suspected | at the limit, 76.4 ms either way: mean of 30, p95 2,150 ms, slowest 2,150 ms',
      'source | probe | 30 | 2025 | 2,025 ms',
    ],
  ],
];
