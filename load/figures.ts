// Reads a load run's summary: the sums of an endpoint, its slots, and the record that the suite keeps. Pure.
import type { HttpRecord } from '../reports/result.ts';
import { ENDPOINTS, OUTCOMES, type Outcome } from './answers.ts';
import type { SummaryData } from './engine/summary.ts';
import type { EndpointName } from './shapes/shape.ts';
import { slotName, SLOTS, type Slot } from './windows.ts';

/** 0 where the run has no such value. */
export const valueOf = (summary: SummaryData, metric: string, key: string): number =>
  summary.metrics[metric]?.values[key] ?? 0;

/** Milliseconds from the request to the first byte. */
export type Times = { n: number; meanMs: number; p95Ms: number; maxMs: number };
export type EndpointSums = {
  requests: number;
  counts: Readonly<Record<Outcome, number>>;
  ttfb: Times;
  /** Of answers that are not valid: they say nothing of how fast the site works. */
  failed: Times;
};

export function sums(summary: SummaryData, name: EndpointName): EndpointSums {
  const counts = Object.fromEntries(
    OUTCOMES.map((outcome) => [
      outcome,
      valueOf(summary, `site_answers{endpoint:${name},outcome:${outcome}}`, 'count'),
    ]),
  ) as Record<Outcome, number>;
  const times = (metric: string): Times => {
    const of = (key: string): number => valueOf(summary, `${metric}{endpoint:${name}}`, key);
    return { n: of('count'), meanMs: of('avg'), p95Ms: of('p(95)'), maxMs: of('max') };
  };
  return {
    requests: Object.values(counts).reduce((a, b) => a + b, 0),
    counts,
    ttfb: times('site_ttfb'),
    failed: times('site_failed_ttfb'),
  };
}

/** In time. A rate's `passes` are what was true: the failures. */
export function slotsOf(summary: SummaryData, name: EndpointName): Slot[] {
  return Array.from({ length: SLOTS }, (_, index) => {
    const of = (metric: string, key: string): number =>
      valueOf(summary, `${metric}{endpoint:${name},slot:${slotName(index)}}`, key);
    const [invalid, ttfbN] = [of('site_invalid', 'passes'), of('site_ttfb', 'count')];
    return {
      asked: invalid + of('site_invalid', 'fails'),
      invalid,
      serverErrors: of('site_server_errors', 'passes'),
      ttfbN,
      ttfbSumMs: ttfbN * of('site_ttfb', 'avg'),
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

const shownTimes = ({ meanMs, p95Ms }: Times): string => `mean ${meanMs.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms`;

/** One endpoint in a line, for a person. Times of failed answers stand apart; none is said where there is none. */
export function endpointLine(endpoint: string, { requests, counts, ttfb, failed }: EndpointSums): string {
  const bad = OUTCOMES.filter(isFailure).filter((outcome) => counts[outcome] > 0);
  const list = bad.map((outcome) => `, ${counts[outcome]} ${outcome}`).join('');
  const times = ttfb.n > 0 ? shownTimes(ttfb) : 'no time: nothing valid was answered';
  const apart = failed.n > 0 ? `; answers not valid: ${shownTimes(failed)}` : '';
  return `${endpoint}: ${requests} requests, ${counts.valid} valid${list}; ${times}${apart}`;
}
