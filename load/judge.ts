// What a load run's summary says of the site, in the suite's own records. Pure.
import { kpi } from '../kpis.ts';
import type { Failure, HttpRecord } from '../reports/result.ts';
import { ENDPOINTS, OUTCOMES, type Outcome } from './answers.ts';
import { EXIT } from './engine/codes.ts';
import type { GeneratorReport } from './engine/self.ts';
import type { SummaryData } from './engine/summary.ts';
import { ENDPOINT_NAMES, type EndpointName } from './profiles.ts';

/** What k6, or the embedded engine, left behind. */
export type LoadResult = {
  /** Null where the process was ended. */
  exitCode: number | null;
  /** Why we ended it, if we did. */
  stopped: 'deadline' | 'signal' | undefined;
  summary: SummaryData | undefined;
  /** The embedded engine's judgement of itself; k6 has none. */
  generator: GeneratorReport | undefined;
  /** The last lines it wrote to stderr. */
  stderr: string;
  droppedAllowed: number;
};
export type LoadJudgement = { outcome: 'pass' | 'fail' | 'inconclusive' | 'broken'; failures: Failure[] };

/** From here on the site's limiter, and not the site, made the figures (issue: 5 % of a run). */
export const MOST_RATE_LIMITED = 0.05;

type Values = Readonly<Record<string, number>>;
const valuesOf = (summary: SummaryData, name: string): Values => summary.metrics[name]?.values ?? {};

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

const isFailure = (outcome: Outcome): outcome is Exclude<Outcome, 'valid'> => outcome !== 'valid';

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

/** Failures of the site; `trusted` ones stand even if this machine was too slow to measure time. */
function siteFailures(summary: SummaryData, lagMs: number): { failure: Failure; trusted: boolean }[] {
  const time = kpi('response-time').target;
  const found: { failure: Failure; trusted: boolean }[] = [];
  for (const name of ENDPOINT_NAMES) {
    const { endpoint } = ENDPOINTS[name];
    const { requests, counts, ttfb } = sums(summary, name);
    const crossed = (metric: string): boolean =>
      Object.values(summary.metrics[`${metric}{endpoint:${name}}`]?.thresholds ?? {}).some(({ ok }) => !ok);
    if (crossed('site_invalid') || crossed('site_server_errors') || (requests > 0 && counts.valid === 0)) {
      const bad = OUTCOMES.filter(isFailure).filter((o) => counts[o] > 0 && o !== 'rate-limited');
      const worst = bad.toSorted((a, b) => counts[b] - counts[a])[0];
      const list = bad.map((o) => `${o} ${counts[o]}`).join(', ');
      const message = `${endpoint}: ${requests - counts.valid - counts['rate-limited']} of ${requests} answers not valid (${list})`;
      if (worst) found.push({ failure: { code: worst, message }, trusted: worst !== 'timeout' });
    }
    if (ttfb.n > 0 && crossed('site_ttfb')) {
      const message = `${endpoint}: mean ${ttfb.meanMs.toFixed(0)} ms, p95 ${ttfb.p95Ms.toFixed(0)} ms of ${ttfb.n} answers; must be ${time.op} ${time.limit} ms`;
      found.push({ failure: { code: 'budget', message }, trusted: ttfb.meanMs - lagMs > time.limit });
    }
  }
  return found;
}

/** Drops that are the site's slowness: every VU waited for it. k6 tells only by Little's law. */
function droppedWhileWaiting(summary: SummaryData, generator: GeneratorReport | undefined, dropped: number): boolean {
  if (generator) return generator.droppedOther <= dropped * 0.1;
  const asked = valuesOf(summary, 'iteration_duration')['avg'] ?? 0;
  const waited = valuesOf(summary, 'http_req_duration')['avg'] ?? 0;
  return asked > 0 && waited / asked > 0.9;
}

export function judgeLoad(result: LoadResult): LoadJudgement {
  const { exitCode, stopped, summary, generator, stderr, droppedAllowed } = result;
  const one = (outcome: LoadJudgement['outcome'], code: Failure['code'], message: string): LoadJudgement => ({
    outcome,
    failures: [{ code, message }],
  });
  if (stopped === 'signal' || exitCode === EXIT.externalAbort) {
    return one('inconclusive', 'no-data', 'the load run was stopped before its end');
  }
  if (stopped === 'deadline') return one('broken', 'tool', 'the load engine hung and was ended at its deadline');
  if (exitCode !== EXIT.ok && exitCode !== EXIT.thresholds) {
    return one('broken', 'tool', `the load engine ended with ${exitCode ?? 'a signal'}: ${stderr.trim().slice(-600)}`);
  }
  if (!summary) return one('broken', 'no-data', 'the load engine left no summary');

  const all = ENDPOINT_NAMES.map((name) => sums(summary, name));
  const requests = all.reduce((sum, { requests: n }) => sum + n, 0);
  const limited = all.reduce((sum, { counts }) => sum + counts['rate-limited'], 0);
  if (requests === 0) return one('inconclusive', 'no-data', 'the load run got no answer to count');
  const exceptions = valuesOf(summary, 'iterations_completed')['fails'] ?? 0;
  if (exceptions > 0) {
    const first = generator?.firstException?.split('\n')[0] ?? stderr.trim().slice(-300);
    return one('broken', 'tool', `${exceptions} iterations of the script threw: ${first}`);
  }

  const failures = siteFailures(summary, generator?.lagMaxMs ?? 0);
  const dropped = valuesOf(summary, 'dropped_iterations')['count'] ?? 0;
  const tooMany = dropped > droppedAllowed;
  const ofTheSite = tooMany && droppedWhileWaiting(summary, generator, dropped);
  const why = generator?.overloaded ?? (tooMany && !ofTheSite ? `${dropped} iterations dropped` : undefined);
  if (why !== undefined) {
    const trusted = failures.filter((f) => f.trusted).map((f) => f.failure);
    if (trusted.length > 0) return { outcome: 'fail', failures: trusted };
    return one('inconclusive', 'machine', `generator overloaded: ${why}`);
  }
  const found = failures.map((f) => f.failure);
  if (ofTheSite) {
    found.push({
      code: 'budget',
      message: `${dropped} iterations dropped (at most ${droppedAllowed}): every VU was waiting for the site`,
    });
  }
  if (found.length > 0) return { outcome: 'fail', failures: found };
  if (limited / requests > MOST_RATE_LIMITED) {
    const share = `${limited} of ${requests}`;
    return one('inconclusive', 'rate-limited', `the site's limiter capped the run: ${share} answers were 429`);
  }
  const silent = ENDPOINT_NAMES.filter((_, i) => all[i]?.counts.valid === 0).map((name) => ENDPOINTS[name].endpoint);
  if (silent.length > 0) return one('inconclusive', 'no-data', `no valid answer of ${silent.join(', ')}`);
  if (exitCode === EXIT.thresholds) return one('fail', 'budget', `thresholds crossed: ${stderr.trim().slice(-600)}`);
  return { outcome: 'pass', failures: [] };
}
