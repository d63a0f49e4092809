// The verdict of a load run. Pure.
import { MOST_RATE_LIMITED } from '../kpis.ts';
import type { Failure } from '../reports/result.ts';
import { ENDPOINTS } from './answers.ts';
import { breakingPoint, steadyAnswer, type Answer } from './break-point-rule.ts';
import { EXIT } from './engine/codes.ts';
import { SELF_LIMITS, type GeneratorReport } from './generator.ts';
import type { SummaryData } from './engine/summary.ts';
import { slotsOf, sums, valueOf } from './figures.ts';
import type { LoadPlan } from './load-plan.ts';
import type { Climb } from './shapes/breakpoint-shape.ts';
import { isByRatesAlone, siteFailures, windowFailures } from './site-failures.ts';

/** What k6 or the embedded engine returned. */
export type LoadResult = {
  /** Null where the process was ended. */
  exitCode: number | null;
  /** Why we ended it, if we did. */
  stopped: 'deadline' | 'signal' | undefined;
  summary: SummaryData | undefined;
  /** The generator's judgement of itself: what k6's output and the machine tell, or the embedded engine's own; undefined if it left none. */
  generator: GeneratorReport | undefined;
  /** The last lines it wrote to stderr. */
  stderr: string;
  plan: LoadPlan;
  /** The site is on this machine: where the cores are busy, the site waits for one as we do. */
  siteIsLocal?: boolean;
  /** What earlier ramps of the same climb showed. */
  ramps?: readonly Answer[];
};
export type LoadJudgement = {
  outcome: 'pass' | 'warn' | 'fail' | 'inconclusive' | 'broken';
  failures: Failure[];
  /** Printed for runs that pass, too. */
  notes: string[];
};

/** What one ramp of a climb showed. */
export function climbed(summary: SummaryData, plan: LoadPlan, climb: Climb): Answer {
  return breakingPoint(
    plan.endpoints.map((name) => [ENDPOINTS[name].endpoint, slotsOf(summary, name)] as const),
    climb,
  );
}

const SHOWN = 600;
const lastOf = (text: string): string => text.trim().slice(-SHOWN);

/** Runs that did not start, did not end, or whose script failed. */
function notARun({
  exitCode,
  stopped,
  summary,
  generator,
  stderr,
}: LoadResult): Omit<LoadJudgement, 'notes'> | undefined {
  const one = (outcome: LoadJudgement['outcome'], code: Failure['code'], message: string) => ({
    outcome,
    failures: [{ code, message }],
  });
  if (stopped === 'signal' || exitCode === EXIT.externalAbort) {
    return one('inconclusive', 'no-data', 'the load run was stopped before its end');
  }
  if (stopped === 'deadline') return one('broken', 'tool', 'the load engine hung and was ended at its deadline');
  if (exitCode === EXIT.invalidConfig) {
    return one(
      'broken',
      'tool',
      `the load engine refused the suite's own script before the first request: ${lastOf(stderr)}`,
    );
  }
  if (exitCode !== EXIT.ok && exitCode !== EXIT.thresholds) {
    return one('broken', 'tool', `the load engine ended with ${exitCode ?? 'a signal'}: ${lastOf(stderr)}`);
  }
  if (!summary) return one('broken', 'no-data', 'the load engine left no summary');
  if (!generator) return one('broken', 'no-data', 'the load engine left no report of itself: it may not have kept up');
  return undefined;
}

/** Why a site on this machine could not answer in time, if the reason is the machine. A run that holds on a busy machine holds. */
function starvedSite(siteIsLocal: boolean | undefined, generator: GeneratorReport): string | undefined {
  if (!siteIsLocal || generator.machineBusy <= SELF_LIMITS.localBusy) return undefined;
  const busy = (generator.machineBusy * 100).toFixed(0);
  return `machine overloaded: the site runs on it too, and every core was busy for ${busy} % of the time`;
}

export function judgeLoad(result: LoadResult): LoadJudgement {
  const { exitCode, summary, generator, stderr, plan } = result;
  const early = notARun(result);
  if (early || !summary || !generator) return { outcome: 'broken', failures: [], notes: [], ...early };
  const notes: string[] = [];
  const one = (outcome: LoadJudgement['outcome'], code: Failure['code'], message: string): LoadJudgement => ({
    outcome,
    failures: [{ code, message }],
    notes,
  });

  const all = plan.endpoints.map((name) => sums(summary, name));
  const requests = all.reduce((sum, { requests: n }) => sum + n, 0);
  const limited = all.reduce((sum, { counts }) => sum + counts['rate-limited'], 0);
  const held = valueOf(summary, 'site_held_back', 'count');
  const valid = all.reduce((sum, { counts }) => sum + counts.valid, 0);
  const exceptions = valueOf(summary, 'iterations_completed', 'fails');
  if (exceptions > 0) {
    const first = generator.firstException?.split('\n')[0] ?? lastOf(stderr);
    return one('broken', 'tool', `${exceptions} iterations of the script threw: ${first}`);
  }
  if (requests === 0) return one('inconclusive', 'no-data', 'the load run got no answer to count');
  const capped = (limited + held) / (requests + held) > MOST_RATE_LIMITED;
  const share = `${limited} of ${requests} answers were 429${held > 0 ? `, ${held} more were held back for Retry-After` : ''}`;
  const cap = `the site's limiter capped the run: ${share}; ${(valid / plan.seconds).toFixed(1)} requests/s were let through`;

  const failures = plan.climb ? [] : siteFailures(summary, plan, generator.lagMaxMs);
  const { breaches, warnings } = windowFailures(summary, plan);
  failures.push(...breaches.map((failure) => ({ failure, trusted: false })));
  if (plan.climb) {
    const { answer, text } = steadyAnswer([...(result.ramps ?? []), climbed(summary, plan, plan.climb)]);
    notes.push(text);
    if (answer.holdsPerSecond < answer.mustPerSecond) {
      const message = `${text}; must hold ${answer.mustPerSecond}/s`;
      failures.push({ failure: { code: 'budget', message }, trusted: false });
    }
  }
  const dropped = valueOf(summary, 'dropped_iterations', 'count');
  const tooMany = !plan.climb && plan.droppedAllowed !== undefined && dropped > plan.droppedAllowed;
  const ofTheSite = tooMany && generator.droppedOther <= dropped * 0.1;
  const ours = generator.overloaded ?? (tooMany && !ofTheSite ? `${dropped} iterations dropped` : undefined);
  const why =
    ours !== undefined
      ? `generator overloaded: ${ours}`
      : failures.length > 0 || tooMany
        ? starvedSite(result.siteIsLocal, generator)
        : undefined;
  if (why !== undefined) {
    const trusted = failures.filter((f) => f.trusted).map((f) => f.failure);
    if (trusted.length > 0) return { outcome: 'fail', failures: trusted, notes };
    return one('inconclusive', 'machine', why);
  }
  const found = failures.map((f) => f.failure);
  if (ofTheSite) {
    found.push({
      code: 'budget',
      message: `${dropped} iterations dropped (at most ${plan.droppedAllowed}): every VU was waiting for the site`,
    });
  }
  if (capped && found.every(({ code }) => code === 'budget')) return one('inconclusive', 'rate-limited', cap);
  if (found.length > 0) return { outcome: 'fail', failures: found, notes };
  const silent = plan.endpoints.filter((_, i) => all[i]?.counts.valid === 0).map((name) => ENDPOINTS[name].endpoint);
  if (silent.length > 0) return one('inconclusive', 'no-data', `no valid answer of ${silent.join(', ')}`);
  if (exitCode === EXIT.thresholds && !plan.climb && !isByRatesAlone(summary)) {
    return one('fail', 'budget', `thresholds crossed: ${lastOf(stderr)}`);
  }
  if (!plan.climb && valid < requests - limited) {
    const share = `${requests - limited - valid} of ${requests} answers not valid`;
    notes.push(`${share}: as few as a site that keeps its promise can have by chance`);
  }
  return { outcome: warnings.length > 0 ? 'warn' : 'pass', failures: warnings, notes };
}
