// What a load run found wrong with the site: over the whole run, and over the windows of the runbook's alert lines. Pure.
import { lowerBound } from '../common/statistics.ts';
import { WINDOW_FALSE_ALARM } from '../judging.ts';
import { kpi } from '../kpis.ts';
import type { Failure } from '../reports/result.ts';
import { ENDPOINTS, OUTCOMES } from './answers.ts';
import type { SummaryData } from './engine/summary.ts';
import { isFailure, slotsOf, sums, valueOf } from './figures.ts';
import type { LoadPlan } from './load-plan.ts';
import { drift, slidingBreaches } from './windows.ts';

/** A run that ends so much slower than it began grows slower with time; a difference below so many ms is noise. */
const DRIFT = { times: 2, leastMs: 100 } as const;

type Found = { failure: Failure; trusted: boolean };

const RATES: readonly string[] = ['site_invalid', 'site_server_errors'];
/** Answers that are not valid, of all but 429; the promised error rate is the same, and 5xx are a part of them. */
const PROMISED = 1 - kpi('availability').target.limit;

/** The crossed thresholds of a metric, or of a sub-metric: `rate<=0.005`. */
const crossedIn = (summary: SummaryData, metric: string): string[] =>
  Object.entries(summary.metrics[metric]?.thresholds ?? {})
    .filter(([, { ok }]) => !ok)
    .map(([text]) => text);

/**
 * Whether k6's thresholds were crossed by rates alone. They have no confidence: of 139 answers, one that fails is more than 0.5 %. Such a run failed
 * only if `siteFailures` says so.
 */
export function isByRatesAlone(summary: SummaryData): boolean {
  const crossed = Object.keys(summary.metrics).filter((metric) => crossedIn(summary, metric).length > 0);
  return crossed.length > 0 && crossed.every((metric) => RATES.includes(metric.split('{')[0] ?? ''));
}

/** Failures of the site; `trusted` ones stand even if this machine was too slow to measure time. */
export function siteFailures(summary: SummaryData, plan: LoadPlan, lagMs: number): Found[] {
  const time = kpi('response-time').target;
  const found: Found[] = [];
  for (const name of plan.endpoints) {
    const { endpoint } = ENDPOINTS[name];
    const { requests, counts, ttfb } = sums(summary, name);
    const crossed = (metric: string, more = ''): string[] => crossedIn(summary, `${metric}{endpoint:${name}${more}}`);
    const asked = requests - counts['rate-limited'];
    if (counts.valid === 0 || lowerBound(asked - counts.valid, asked, 1 - WINDOW_FALSE_ALARM) > PROMISED) {
      const bad = OUTCOMES.filter(isFailure).filter((o) => counts[o] > 0 && o !== 'rate-limited');
      const worst = bad.toSorted((a, b) => counts[b] - counts[a])[0];
      const list = bad.map((o) => `${o} ${counts[o]}`).join(', ');
      const message = `${endpoint}: ${asked - counts.valid} of ${requests} answers not valid (${list})`;
      if (worst) found.push({ failure: { code: worst, message }, trusted: worst !== 'timeout' });
    }
    const line = crossed('site_ttfb').join(' and ');
    if (ttfb.n > 0 && line !== '') {
      const message = `${endpoint}: mean ${ttfb.meanMs.toFixed(0)} ms, p95 ${ttfb.p95Ms.toFixed(0)} ms of ${ttfb.n} answers; must be ${line} ms`;
      found.push({ failure: { code: 'budget', message }, trusted: ttfb.meanMs - lagMs > time.limit });
    }
    for (const phase of ['before', 'spike', 'after']) {
      const of = (key: string): number => valueOf(summary, `site_ttfb{endpoint:${name},phase:${phase}}`, key);
      const limit = crossed('site_ttfb', `,phase:${phase}`).join(' and ');
      if (of('count') === 0 || limit === '') continue;
      const message = `${endpoint}, ${phase}: mean ${of('avg').toFixed(0)} ms of ${of('count')} answers; must be ${limit} ms`;
      found.push({ failure: { code: 'budget', message }, trusted: false });
    }
  }
  return found;
}

/** The alert lines over sliding windows; whole-run thresholds, which k6 has, cannot see a bad minute in a good hour. */
export function windowFailures(summary: SummaryData, plan: LoadPlan): { breaches: Failure[]; warnings: Failure[] } {
  const [breaches, warnings]: [Failure[], Failure[]] = [[], []];
  if (!plan.slots || plan.climb) return { breaches, warnings };
  for (const name of plan.endpoints) {
    const slots = slotsOf(summary, name);
    const { endpoint } = ENDPOINTS[name];
    for (const { level, text } of slidingBreaches(slots, plan.seconds * 1_000)) {
      (level === 'critical' ? breaches : warnings).push({ code: 'budget', message: `${endpoint}: ${text}` });
    }
    const change = plan.script === 'soak' ? drift(slots) : undefined;
    if (change && change.lastMs > change.firstMs * DRIFT.times && change.lastMs - change.firstMs > DRIFT.leastMs) {
      const message = `${endpoint} grows slower with time: mean ${change.firstMs.toFixed(0)} ms in the first quarter, ${change.lastMs.toFixed(0)} ms in the last`;
      warnings.push({ code: 'budget', message });
    }
  }
  return { breaches, warnings };
}
