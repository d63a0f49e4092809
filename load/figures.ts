// Reads a load run's summary: the sums of an endpoint, its slots, and the record that the suite keeps. Pure.
import type { HttpRecord } from '../reports/result.ts';
import { ENDPOINTS, OUTCOMES, type Outcome } from './answers.ts';
import type { SummaryData } from './engine/summary.ts';
import type { EndpointName } from './profiles.ts';
import { slotName, SLOTS, type Slot } from './windows.ts';

type Values = Readonly<Record<string, number>>;
export const valuesOf = (summary: SummaryData, name: string): Values => summary.metrics[name]?.values ?? {};

export type EndpointSums = {
  requests: number;
  counts: Readonly<Record<Outcome, number>>;
  ttfb: { n: number; meanMs: number; p95Ms: number; maxMs: number };
};

export function sums(summary: SummaryData, name: EndpointName): EndpointSums {
  const counts = Object.fromEntries(
    OUTCOMES.map((outcome) => [
      outcome,
      valuesOf(summary, `site_answers{endpoint:${name},outcome:${outcome}}`)['count'] ?? 0,
    ]),
  ) as Record<Outcome, number>;
  const ttfb = valuesOf(summary, `site_ttfb{endpoint:${name}}`);
  return {
    requests: Object.values(counts).reduce((a, b) => a + b, 0),
    counts,
    ttfb: { n: ttfb['count'] ?? 0, meanMs: ttfb['avg'] ?? 0, p95Ms: ttfb['p(95)'] ?? 0, maxMs: ttfb['max'] ?? 0 },
  };
}

/** In time. A rate's `passes` are what was true: the failures. */
export function slotsOf(summary: SummaryData, name: EndpointName): Slot[] {
  return Array.from({ length: SLOTS }, (_, index) => {
    const of = (metric: string): Values => valuesOf(summary, `${metric}{endpoint:${name},slot:${slotName(index)}}`);
    const [ttfb, invalid, errors] = [of('site_ttfb'), of('site_invalid'), of('site_server_errors')];
    const failed = invalid['passes'] ?? 0;
    return {
      asked: failed + (invalid['fails'] ?? 0),
      invalid: failed,
      serverErrors: errors['passes'] ?? 0,
      ttfbN: ttfb['count'] ?? 0,
      ttfbSumMs: (ttfb['count'] ?? 0) * (ttfb['avg'] ?? 0),
    };
  });
}

export const isFailure = (outcome: Outcome): outcome is Exclude<Outcome, 'valid'> => outcome !== 'valid';

export function httpRecord(summary: SummaryData, name: EndpointName, at: string): HttpRecord {
  const { requests, counts, ttfb } = sums(summary, name);
  const failures = OUTCOMES.filter(isFailure)
    .filter((outcome) => counts[outcome] > 0)
    .map((code) => ({ code, message: `${counts[code]} of ${requests} answers` }));
  return {
    kind: 'http',
    at,
    stage: 'load',
    source: 'load',
    endpoint: ENDPOINTS[name].endpoint,
    requests,
    valid: counts.valid,
    serverErrors: counts['server-error'],
    rateLimited: counts['rate-limited'],
    timeouts: counts.timeout,
    ttfb: { n: ttfb.n, sumMs: ttfb.meanMs * ttfb.n, p95Ms: ttfb.p95Ms, maxMs: ttfb.maxMs },
    failures: failures.slice(0, 5),
  };
}
