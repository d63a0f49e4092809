// A script's `options` as k6 reads them: durations, shortcuts (vus/iterations/duration/stages), scenarios.
import { invalidConfig } from './codes.ts';

export type Stage = { durationMs: number; target: number };
type Common = {
  name: string;
  exec: string;
  startTimeMs: number;
  gracefulStopMs: number;
  env: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
};
export type Scenario = Common &
  (
    | { executor: 'shared-iterations'; vus: number; iterations: number; maxDurationMs: number }
    | { executor: 'per-vu-iterations'; vus: number; iterations: number; maxDurationMs: number }
    | { executor: 'constant-vus'; vus: number; durationMs: number }
    | { executor: 'ramping-vus'; startVUs: number; stages: Stage[]; gracefulRampDownMs: number }
    | { executor: 'arrival-rate'; kind: string; start: number; stages: Stage[]; preAllocated: number; maxVUs: number }
  );
// `arrival-rate` holds both arrival executors: a constant rate is one stage from and to the same rate. Rates per second.

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1, us: 1e-3, µs: 1e-3 };

/** `1m30s`, `500ms`, or a number of milliseconds. @throws EngineError 104. */
export function durationMs(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const parts = typeof value === 'string' ? value.trim().match(/^(\d+(\.\d+)?(h|ms|us|µs|m|s))+$/) : null;
  if (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)) return Number(value);
  if (!parts) throw invalidConfig(`invalid duration ${JSON.stringify(value)}`);
  return [...parts[0].matchAll(/(\d+(?:\.\d+)?)(h|ms|us|µs|m|s)/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (UNIT_MS[unit ?? ''] ?? 0),
    0,
  );
}

type Raw = Readonly<Record<string, unknown>>;

export const strings = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries((value ?? {}) as Raw).map(([k, v]) => [k, String(v)]));

function integer(raw: Raw, key: string, fallback?: number, least = 1): number {
  const value = raw[key] ?? fallback;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw invalidConfig(`${key} must be a whole number of at least ${least}, not ${JSON.stringify(value)}`);
}

function stages(raw: unknown, scale = 1): Stage[] {
  if (!Array.isArray(raw) || raw.length === 0) throw invalidConfig('at least one stage has to be specified');
  return (raw as Raw[]).map((stage) => ({
    durationMs: durationMs(stage['duration']),
    target: integer(stage, 'target', undefined, 0) * scale,
  }));
}

/** @throws EngineError 104 for what k6 would refuse too. */
export function scenario(name: string, raw: Raw): Scenario {
  const common: Common = {
    name,
    exec: typeof raw['exec'] === 'string' ? raw['exec'] : 'default',
    startTimeMs: raw['startTime'] === undefined ? 0 : durationMs(raw['startTime']),
    gracefulStopMs: raw['gracefulStop'] === undefined ? 30_000 : durationMs(raw['gracefulStop']),
    env: strings(raw['env']),
    tags: strings(raw['tags']),
  };
  const executor = raw['executor'];
  switch (executor) {
    case 'shared-iterations':
    case 'per-vu-iterations': {
      const [vus, iterations] = [integer(raw, 'vus', 1), integer(raw, 'iterations', 1)];
      if (executor === 'shared-iterations' && iterations < vus) {
        throw invalidConfig(`the number of iterations (${iterations}) can't be less than the number of VUs (${vus})`);
      }
      return { ...common, executor, vus, iterations, maxDurationMs: durationMs(raw['maxDuration'] ?? '10m') };
    }
    case 'constant-vus':
      return { ...common, executor, vus: integer(raw, 'vus', 1), durationMs: durationMs(raw['duration']) };
    case 'ramping-vus':
      return {
        ...common,
        executor,
        startVUs: integer(raw, 'startVUs', 1, 0),
        stages: stages(raw['stages']),
        gracefulRampDownMs: durationMs(raw['gracefulRampDown'] ?? '30s'),
      };
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate': {
      const perSecond = 1000 / durationMs(raw['timeUnit'] ?? '1s');
      const constant = executor === 'constant-arrival-rate';
      const start = (constant ? integer(raw, 'rate') : integer(raw, 'startRate', 0, 0)) * perSecond;
      const preAllocated = integer(raw, 'preAllocatedVUs', undefined, 0);
      const maxVUs = integer(raw, 'maxVUs', Math.max(preAllocated, 1));
      if (maxVUs < preAllocated) throw invalidConfig("maxVUs can't be less than preAllocatedVUs");
      const steps = constant
        ? [{ durationMs: durationMs(raw['duration']), target: start }]
        : stages(raw['stages'], perSecond);
      return { ...common, executor: 'arrival-rate', kind: executor, start, stages: steps, preAllocated, maxVUs };
    }
    default:
      throw invalidConfig(`unknown executor ${JSON.stringify(executor)} of scenario "${name}"`);
  }
}

/** The scenarios that the options ask for; without any, one iteration of one VU. */
export function scenarios(options: Raw): Scenario[] {
  const listed = options['scenarios'];
  if (listed !== undefined && listed !== null) {
    const all = Object.entries(listed as Record<string, Raw>).map(([name, raw]) => scenario(name, raw));
    if (all.length > 0) return all;
  }
  const given = (name: string): unknown => options[name] ?? undefined;
  const [vus, iterations, duration] = [given('vus'), given('iterations'), given('duration')];
  if (given('stages') !== undefined) {
    return [
      scenario('default', { executor: 'ramping-vus', stages: options['stages'], ...(vus ? { startVUs: vus } : {}) }),
    ];
  }
  if (iterations !== undefined) {
    const limit = duration === undefined ? {} : { maxDuration: duration };
    return [scenario('default', { executor: 'shared-iterations', vus: vus ?? 1, iterations, ...limit })];
  }
  if (duration !== undefined) return [scenario('default', { executor: 'constant-vus', vus: vus ?? 1, duration })];
  return [scenario('default', { executor: 'shared-iterations', vus: vus ?? 1, iterations: vus ?? 1 })];
}

/** Options that k6 has and this engine has not: leaving one out in silence would run another test than was written. */
const FOREIGN = ['blacklistIPs', 'blockHostnames', 'dns', 'executionSegment', 'executionSegmentSequence', 'hosts', 'httpDebug', 'linger', 'localIPs', 'paused', 'rps', 'tlsAuth', 'tlsCipherSuites', 'tlsVersion']; // prettier-ignore
const OWN = ['batch', 'batchPerHost', 'cloud', 'discardResponseBodies', 'duration', 'ext', 'handleSummaryTimeout', 'insecureSkipTLSVerify', 'iterations', 'maxRedirects', 'minIterationDuration', 'noConnectionReuse', 'noCookiesReset', 'noUsageReport', 'noVUConnectionReuse', 'scenarios', 'setupTimeout', 'stages', 'summaryTimeUnit', 'summaryTrendStats', 'systemTags', 'tags', 'teardownTimeout', 'thresholds', 'throw', 'userAgent', 'vus']; // prettier-ignore

/** Returns the names of options that nobody knows, for a warning as in k6. @throws EngineError 104 for what only k6 has. */
export function unknownOptions(options: Raw): string[] {
  const names = Object.entries(options).filter(([, value]) => value !== undefined && value !== null);
  const foreign = names.find(([name]) => FOREIGN.includes(name));
  if (foreign) throw invalidConfig(`the embedded engine has no option "${foreign[0]}": use k6 itself`);
  return names.map(([name]) => name).filter((name) => !OWN.includes(name));
}

/** VUs that must stand ready before the start, and the most there can be, of one scenario. */
export function vuNeeds(s: Scenario): { ready: number; most: number } {
  switch (s.executor) {
    case 'arrival-rate':
      return { ready: s.preAllocated, most: s.maxVUs };
    case 'ramping-vus': {
      const most = Math.max(s.startVUs, ...s.stages.map((stage) => stage.target));
      return { ready: most, most };
    }
    default:
      return { ready: s.vus, most: s.vus };
  }
}
