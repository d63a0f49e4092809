// A script's `options` as k6 reads them: durations, shortcuts (vus, iterations, duration, stages), scenarios.
import { invalidConfig, Refusal } from './codes.ts';
import { durationMs } from './duration.ts';
import { EXECUTORS, OPTIONS, type Kind } from './support.ts';

export type Raw = Readonly<Record<string, unknown>>;
export type Stage = { durationMs: number; target: number };
type Common = {
  name: string;
  kind: string;
  exec: string;
  startTimeMs: number;
  gracefulStopMs: number;
  env: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
};
/** `arrival-rate` is both arrival executors: a constant rate is one stage at its own rate. Rates per second. */
export type Scenario = Common &
  (
    | { executor: 'iterations'; shared: boolean; vus: number; iterations: number; maxDurationMs: number }
    | { executor: 'constant-vus'; vus: number; durationMs: number }
    | { executor: 'ramping-vus'; startVUs: number; stages: Stage[]; gracefulRampDownMs: number }
    | { executor: 'arrival-rate'; start: number; stages: Stage[]; preAllocated: number; maxVUs: number }
  );

export const strings = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries((value ?? {}) as Raw).map(([key, one]) => [key, String(one)]));

const FITS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  int: (value) => Number.isInteger(typeof value === 'string' && value !== '' ? Number(value) : value),
  bool: (value) => typeof value === 'boolean',
  text: (value) => typeof value === 'string',
  duration: (value) => Number.isFinite(durationMs(value)),
  list: (value) => Array.isArray(value),
  map: (value) => typeof value === 'object' && !Array.isArray(value),
  json: (value) => typeof value === 'object',
};

/** Checks every option. @returns names that k6 does not know, for a warning as in k6. @throws EngineError 104, Refusal. */
export function checkOptions(options: Raw, where: (key: string) => string): string[] {
  const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== null);
  for (const [name, value] of given) {
    const option = OPTIONS[name];
    if (option?.missing && value !== false && value !== '') throw new Refusal(`option "${name}"`, where(name));
    if (option && !option.missing && !FITS[option.kind](value))
      throw invalidConfig(`${where(name)}: option "${name}" cannot be ${JSON.stringify(value)}`);
  }
  return given.flatMap(([name]) => (OPTIONS[name] ? [] : [name]));
}

/** Reads the fields of one scenario. */
class Fields {
  readonly #raw: Raw;
  constructor(raw: Raw) {
    this.#raw = raw;
  }
  whole(key: string, fallback?: number, least = 1): number {
    const given = this.#raw[key] ?? fallback;
    const value = typeof given === 'string' && given !== '' ? Number(given) : given;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
    throw invalidConfig(`${key} must be a whole number of at least ${least}, not ${JSON.stringify(given)}`);
  }
  time(key: string, fallback?: string): number {
    return durationMs(this.#raw[key] ?? fallback);
  }
  /** k6 takes no executor that is shorter than a second. */
  length(key: string, fallback?: string): number {
    const ms = this.time(key, fallback);
    if (ms < 1_000) throw invalidConfig(`the ${key} must be at least 1s, but is ${ms}ms`);
    return ms;
  }
  stages(scale = 1): Stage[] {
    const list = this.#raw['stages'];
    if (!Array.isArray(list) || list.length === 0) throw invalidConfig('at least one stage has to be specified');
    return list.map((stage: Raw) => {
      const fields = new Fields(stage);
      return { durationMs: fields.time('duration'), target: fields.whole('target', undefined, 0) * scale };
    });
  }
}

function scenario(name: string, raw: Raw): Scenario {
  const kind = String(raw['executor']);
  const known = EXECUTORS[kind];
  if (!known) throw invalidConfig(`unknown executor type '${kind}' of scenario "${name}"`);
  const unknown = Object.keys(raw).find((field) => !known.includes(field));
  if (unknown !== undefined) throw invalidConfig(`scenario "${name}": unknown field "${unknown}"`);
  if (raw['options'] !== undefined) throw new Refusal(`browser options of scenario "${name}"`);
  if (!/^[\w-]+$/.test(name))
    throw invalidConfig(`the scenario name "${name}" should contain only numbers, latin letters, underscores, dashes`);
  const fields = new Fields(raw);
  const common: Common = {
    name,
    kind,
    exec: typeof raw['exec'] === 'string' ? raw['exec'] : 'default',
    startTimeMs: fields.time('startTime', '0s'),
    gracefulStopMs: fields.time('gracefulStop', '30s'),
    env: strings(raw['env']),
    tags: strings(raw['tags']),
  };
  if (kind.endsWith('-iterations')) {
    const [vus, iterations, shared] = [
      fields.whole('vus', 1),
      fields.whole('iterations', 1),
      kind.startsWith('shared'),
    ];
    if (shared && iterations < vus)
      throw invalidConfig(`the number of iterations (${iterations}) shouldn't be less than the number of VUs (${vus})`);
    const maxDurationMs = fields.length('maxDuration', '10m');
    return { ...common, executor: 'iterations', shared, vus, iterations, maxDurationMs };
  }
  if (kind === 'constant-vus')
    return { ...common, executor: kind, vus: fields.whole('vus', 1), durationMs: fields.length('duration') };
  if (kind === 'ramping-vus') {
    const gracefulRampDownMs = fields.time('gracefulRampDown', '30s');
    const startVUs = fields.whole('startVUs', 1, 0);
    return { ...common, executor: kind, startVUs, stages: fields.stages(), gracefulRampDownMs };
  }
  const perSecond = 1_000 / fields.time('timeUnit', '1s');
  if (!Number.isFinite(perSecond)) throw invalidConfig('the timeUnit must be more than 0');
  const isConstant = kind === 'constant-arrival-rate';
  const start = (isConstant ? fields.whole('rate') : fields.whole('startRate', 0, 0)) * perSecond;
  const preAllocated = fields.whole('preAllocatedVUs', undefined, 0);
  const maxVUs = fields.whole('maxVUs', Math.max(preAllocated, 1));
  if (maxVUs < preAllocated) throw invalidConfig("maxVUs shouldn't be less than preAllocatedVUs");
  const stages = isConstant ? [{ durationMs: fields.length('duration'), target: start }] : fields.stages(perSecond);
  return { ...common, executor: 'arrival-rate', start, stages, preAllocated, maxVUs };
}

/** The scenarios that the options ask for; without any, one iteration of one VU. @throws EngineError 104 where k6 would. */
export function scenarios(options: Raw): Scenario[] {
  const { iterations, duration, stages } = options;
  const listed = options['scenarios'] as Readonly<Record<string, Raw>> | null | undefined;
  const isGiven = (name: string): boolean => (options[name] ?? undefined) !== undefined;
  const shortcuts = ['iterations', 'duration', 'stages'].filter(isGiven);
  const clash = isGiven('scenarios') ? 'scenarios' : shortcuts.length > 1 && isGiven('stages') ? 'stages' : undefined;
  if (clash !== undefined && shortcuts.length > 0)
    throw invalidConfig(`using \`${shortcuts[0]}\` and \`${clash}\` options simultaneously is not allowed`);
  const vus = options['vus'] ?? 1;
  const one = (raw: Raw): Scenario[] => [scenario('default', raw)];
  if (isGiven('iterations'))
    return one({
      executor: 'shared-iterations',
      vus,
      iterations,
      ...(isGiven('duration') && { maxDuration: duration }),
    });
  if (isGiven('duration')) {
    if (durationMs(duration) <= 0) throw invalidConfig('`duration` option should be more than 0');
    return one({ executor: 'constant-vus', vus, duration });
  }
  if (isGiven('stages')) return one({ executor: 'ramping-vus', startVUs: vus, stages });
  const all = Object.entries(listed ?? {}).map(([name, raw]) => scenario(name, raw));
  if (all.length === 0) return one({ executor: 'shared-iterations', vus, iterations: vus });
  return all.sort((a, b) => a.startTimeMs - b.startTimeMs || (a.name < b.name ? -1 : 1));
}

/** VUs of a scenario that must be ready before its start, and the most that there can be. */
export function vuNeeds(s: Scenario): { ready: number; most: number } {
  if (s.executor === 'arrival-rate') return { ready: s.preAllocated, most: s.maxVUs };
  const most = s.executor === 'ramping-vus' ? Math.max(s.startVUs, ...s.stages.map((stage) => stage.target)) : s.vus;
  return { ready: most, most };
}
