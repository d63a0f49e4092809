// A script's `options` as k6 reads them: durations, shortcuts (vus, iterations, duration, stages), scenarios.
import { invalidConfig, Refusal } from './codes.ts';
import { EXECUTORS } from './support.ts';

export type Raw = Readonly<Record<string, unknown>>;
export type Stage = { durationMs: number; target: number };
type Common = {
  name: string;
  exec: string;
  startTimeMs: number;
  gracefulStopMs: number;
  env: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  kind: string;
};
export type Scenario = Common &
  (
    | { executor: 'iterations'; shared: boolean; vus: number; iterations: number; maxDurationMs: number }
    | { executor: 'constant-vus'; vus: number; durationMs: number }
    | { executor: 'ramping-vus'; startVUs: number; stages: Stage[]; gracefulRampDownMs: number }
    | { executor: 'arrival-rate'; start: number; stages: Stage[]; preAllocated: number; maxVUs: number }
  );
// `arrival-rate` holds both arrival executors: a constant rate is one stage from and to the same rate. Rates per second.

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1, us: 1e-3, µs: 1e-3, ns: 1e-6, d: 86_400_000 }; // prettier-ignore

/** `1m30s`, `500ms`, or a number of milliseconds. @throws EngineError 104. */
export function durationMs(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const text = typeof value === 'string' ? value : '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (!/^(\d+(\.\d*)?(d|h|ms|us|µs|ns|m|s))+$/.test(text))
    throw invalidConfig(`time: invalid duration ${JSON.stringify(value)}`);
  return [...text.matchAll(/([\d.]+)(d|h|ms|us|µs|ns|m|s)/g)].reduce((sum, [, n, unit]) => sum + Number(n) * (UNIT_MS[unit ?? ''] ?? 0), 0); // prettier-ignore
}

export const strings = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries((value ?? {}) as Raw).map(([k, v]) => [k, String(v)]));

function whole(raw: Raw, key: string, fallback?: number, least = 1): number {
  const given = raw[key] ?? fallback;
  const value = typeof given === 'string' && /^-?\d+$/.test(given) ? Number(given) : given;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw invalidConfig(`${key} must be a whole number of at least ${least}, not ${JSON.stringify(given)}`);
}

/** k6 takes no executor that is shorter than a second. */
function second(raw: Raw, key: string, fallback?: string): number {
  const ms = durationMs(raw[key] ?? fallback);
  if (ms < 1_000) throw invalidConfig(`the ${key} must be at least 1s, but is ${ms}ms`);
  return ms;
}

function stages(raw: unknown, scale = 1): Stage[] {
  if (!Array.isArray(raw) || raw.length === 0) throw invalidConfig('at least one stage has to be specified');
  return (raw as Raw[]).map((stage) => ({
    durationMs: durationMs(stage['duration']),
    target: whole(stage, 'target', undefined, 0) * scale,
  }));
}

/** @throws EngineError 104 for what k6 would refuse too. */
export function scenario(name: string, raw: Raw): Scenario {
  const kind = String(raw['executor']);
  const fields = EXECUTORS[kind];
  if (!fields)
    throw invalidConfig(
      kind === 'externally-controlled'
        ? `unknown executor type '${kind}'`
        : `unknown executor type ${JSON.stringify(raw['executor'])} of scenario "${name}"`,
    );
  const unknown = Object.keys(raw).find((field) => !fields.includes(field));
  if (unknown !== undefined) throw invalidConfig(`scenario "${name}": unknown field "${unknown}"`);
  if (raw['options'] !== undefined) throw new Refusal(`browser options of scenario "${name}"`);
  if (!/^[0-9a-zA-Z_-]+$/.test(name)) throw invalidConfig(`the scenario name "${name}" should contain only numbers, latin letters, underscores, and dashes`); // prettier-ignore
  const common: Common = {
    name,
    kind,
    exec: typeof raw['exec'] === 'string' ? raw['exec'] : 'default',
    startTimeMs: durationMs(raw['startTime'] ?? 0),
    gracefulStopMs: durationMs(raw['gracefulStop'] ?? '30s'),
    env: strings(raw['env']),
    tags: strings(raw['tags']),
  };
  switch (kind) {
    case 'shared-iterations':
    case 'per-vu-iterations': {
      const [vus, iterations, shared] = [
        whole(raw, 'vus', 1),
        whole(raw, 'iterations', 1),
        kind === 'shared-iterations',
      ];
      if (shared && iterations < vus)
        throw invalidConfig(
          `the number of iterations (${iterations}) shouldn't be less than the number of VUs (${vus})`,
        );
      return {
        ...common,
        executor: 'iterations',
        shared,
        vus,
        iterations,
        maxDurationMs: second(raw, 'maxDuration', '10m'),
      };
    }
    case 'constant-vus':
      return { ...common, executor: kind, vus: whole(raw, 'vus', 1), durationMs: second(raw, 'duration') };
    case 'ramping-vus':
      return { ...common, executor: kind, startVUs: whole(raw, 'startVUs', 1, 0), stages: stages(raw['stages']), gracefulRampDownMs: durationMs(raw['gracefulRampDown'] ?? '30s') }; // prettier-ignore
    default: {
      const unit = durationMs(raw['timeUnit'] ?? '1s');
      if (unit <= 0) throw invalidConfig('the timeUnit must be more than 0');
      const constant = kind === 'constant-arrival-rate';
      const start = (constant ? whole(raw, 'rate') : whole(raw, 'startRate', 0, 0)) * (1_000 / unit);
      const preAllocated = whole(raw, 'preAllocatedVUs', undefined, 0);
      const maxVUs = whole(raw, 'maxVUs', Math.max(preAllocated, 1));
      if (maxVUs < preAllocated) throw invalidConfig("maxVUs shouldn't be less than preAllocatedVUs");
      const steps = constant
        ? [{ durationMs: second(raw, 'duration'), target: start }]
        : stages(raw['stages'], 1_000 / unit);
      return { ...common, executor: 'arrival-rate', start, stages: steps, preAllocated, maxVUs };
    }
  }
}

/** The scenarios that the options ask for; without any, one iteration of one VU. */
export function scenarios(options: Raw): Scenario[] {
  const given = (name: string): unknown => options[name] ?? undefined;
  const [vus, iterations, duration, staged, listed] = ['vus', 'iterations', 'duration', 'stages', 'scenarios'].map(
    given,
  );
  const shortcuts = Object.entries({ iterations, duration, stages: staged }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  const conflict = (one: string, other: string) =>
    invalidConfig(`using \`${one}\` and \`${other}\` options simultaneously is not allowed`);
  if (listed !== undefined && shortcuts[0] !== undefined) throw conflict(shortcuts[0], 'scenarios');
  if (staged !== undefined && shortcuts[0] !== 'stages' && shortcuts[0] !== undefined)
    throw conflict(shortcuts[0], 'stages');
  const one = (raw: Raw): Scenario[] => [scenario('default', raw)];
  if (iterations !== undefined) return one({ executor: 'shared-iterations', vus: vus ?? 1, iterations, ...(duration === undefined ? {} : { maxDuration: duration }) }); // prettier-ignore
  if (duration !== undefined) {
    if (durationMs(duration) <= 0)
      throw invalidConfig(
        '`duration` option should be more than 0, for infinite duration use the externally-controlled executor',
      );
    return one({ executor: 'constant-vus', vus: vus ?? 1, duration });
  }
  if (staged !== undefined)
    return one({ executor: 'ramping-vus', stages: staged, ...(vus === undefined ? {} : { startVUs: vus }) });
  if (listed !== undefined) {
    const all = Object.entries(listed as Record<string, Raw>).map(([name, raw]) => scenario(name, raw));
    if (all.length > 0) return all.sort((a, b) => a.startTimeMs - b.startTimeMs || (a.name < b.name ? -1 : 1));
  }
  return one({ executor: 'shared-iterations', vus: vus ?? 1, iterations: vus ?? 1 });
}

/** VUs that must stand ready before the start, and the most there can be, of one scenario. */
export function vuNeeds(s: Scenario): { ready: number; most: number } {
  if (s.executor === 'arrival-rate') return { ready: s.preAllocated, most: s.maxVUs };
  const most = s.executor === 'ramping-vus' ? Math.max(s.startVUs, ...s.stages.map((stage) => stage.target)) : s.vus;
  return { ready: most, most };
}
