// What a load run found wrong with the site: over the whole run, and over the windows of the runbook's alert lines. Pure.
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

/** Failures of the site; `trusted` ones stand even if this machine was too slow to measure time. */
export function siteFailures(summary: SummaryData, plan: LoadPlan, lagMs: number): Found[] {
  const time = kpi('response-time').target;
  const found: Found[] = [];
  for (const name of plan.endpoints) {
    const { endpoint } = ENDPOINTS[name];
    const { requests, counts, ttfb } = sums(summary, name);
    const crossed = (metric: string, more = ''): string[] =>
      Object.entries(summary.metrics[`${metric}{endpoint:${name}${more}}`]?.thresholds ?? {})
        .filter(([, { ok }]) => !ok)
        .map(([text]) => text);
    const isCrossed = (metric: string): boolean => crossed(metric).length > 0;
    if (isCrossed('site_invalid') || isCrossed('site_server_errors') || counts.valid === 0) {
      const bad = OUTCOMES.filter(isFailure).filter((o) => counts[o] > 0 && o !== 'rate-limited');
      const worst = bad.toSorted((a, b) => counts[b] - counts[a])[0];
      const list = bad.map((o) => `${o} ${counts[o]}`).join(', ');
      const message = `${endpoint}: ${requests - counts.valid - counts['rate-limited']} of ${requests} answers not valid (${list})`;
      if (worst) found.push({ failure: { code: worst, message }, trusted: worst !== 'timeout' });
    }
    if (ttfb.n > 0 && isCrossed('site_ttfb')) {
      const line = crossed('site_ttfb').join(' and ');
      const message = `${endpoint}: mean ${ttfb.meanMs.toFixed(0)} ms, p95 ${ttfb.p95Ms.toFixed(0)} ms of ${ttfb.n} answers; must be ${line} ms`;
      found.push({ failure: { code: 'budget', message }, trusted: ttfb.meanMs - lagMs > time.limit });
    }
    for (const phase of ['before', 'spike', 'after']) {
      const of = (key: string): number => valueOf(summary, `site_ttfb{endpoint:${name},phase:${phase}}`, key);
      const line = crossed('site_ttfb', `,phase:${phase}`).join(' and ');
      if (of('count') === 0 || line === '') continue;
      const message = `${endpoint}, ${phase}: mean ${of('avg').toFixed(0)} ms of ${of('count')} answers; must be ${line} ms`;
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
