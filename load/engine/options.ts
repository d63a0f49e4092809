// A script's `options` as k6 reads them: durations, shortcuts (vus, iterations, duration, stages), scenarios.
import { invalidConfig, Refusal } from './codes.ts';
import { durationMs } from './duration.ts';
import { EXECUTORS, FIELDS, OPTIONS, type HowRead, type Kind } from './support.ts';

export type Raw = Readonly<Record<string, unknown>>;
export type Stage = { durationMs: number; target: number };
type Numbers = Record<keyof typeof FIELDS, number>;
/** Times in ms. A number that the executor has not is 0. A constant rate is one stage at its own rate; rates are per second. */
export type Scenario = Numbers & {
  name: string;
  executor: string;
  exec: string;
  env: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  /** The rate at the start. */
  start: number;
  stages: Stage[];
  /** How long it starts iterations. */
  plannedMs: number;
  /** VUs that must be ready before its start, and the most that there can be. */
  ready: number;
  most: number;
};

export const strings = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries((value ?? {}) as Raw).map(([key, one]) => [key, String(one)]));
const numberOf = (value: unknown): unknown => (typeof value === 'string' && value !== '' ? Number(value) : value);

const FITS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  int: (value) => Number.isInteger(numberOf(value)),
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

function whole(field: string, given: unknown, least: number): number {
  const value = numberOf(given);
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw invalidConfig(`${field} must be a whole number of at least ${least}, not ${JSON.stringify(given)}`);
}

function stagesOf(list: unknown, scale: number): Stage[] {
  if (!Array.isArray(list) || list.length === 0) throw invalidConfig('at least one stage has to be specified');
  return list.map(({ duration, target }: Raw) => ({ durationMs: durationMs(duration), target: whole('target', target, 0) * scale })); // prettier-ignore
}
export const lengthOf = (stages: readonly Stage[]): number => stages.reduce((sum, stage) => sum + stage.durationMs, 0);

function scenario(name: string, raw: Raw): Scenario {
  const executor = String(raw['executor']);
  const known = EXECUTORS[executor];
  if (!known) throw invalidConfig(`unknown executor type '${executor}' of scenario "${name}"`);
  const unknown = Object.keys(raw).find((field) => !known.includes(field));
  if (unknown !== undefined) throw invalidConfig(`scenario "${name}": unknown field "${unknown}"`);
  if (raw['options'] !== undefined) throw new Refusal(`browser options of scenario "${name}"`);
  if (!/^[\w-]+$/.test(name))
    throw invalidConfig(`the scenario name "${name}" should contain only numbers, latin letters, underscores, dashes`);
  const numberAt = (field: keyof Numbers): number => {
    const [kind, without, least = 0]: HowRead = FIELDS[field];
    if (!known.includes(field)) return 0;
    const given = raw[field] ?? without;
    if (kind === 'whole') return whole(field, given, least);
    const ms = durationMs(given);
    if (kind === 'length' && ms < 1_000) throw invalidConfig(`the ${field} must be at least 1s, but is ${ms}ms`);
    return ms;
  };
  const fields = Object.keys(FIELDS) as (keyof Numbers)[];
  const numbers = Object.fromEntries(fields.map((field) => [field, numberAt(field)])) as Numbers;
  const { vus, iterations, maxDuration, duration, startVUs, preAllocatedVUs } = numbers;
  if (executor === 'shared-iterations' && iterations < vus)
    throw invalidConfig(`the number of iterations (${iterations}) shouldn't be less than the number of VUs (${vus})`);
  const isArrival = executor.endsWith('arrival-rate');
  const perSecond = isArrival ? 1_000 / numbers.timeUnit : 1;
  if (!Number.isFinite(perSecond)) throw invalidConfig('the timeUnit must be more than 0');
  const maxVUs = Math.max(numbers.maxVUs, raw['maxVUs'] === undefined ? preAllocatedVUs : 0);
  if (maxVUs < preAllocatedVUs) throw invalidConfig("maxVUs shouldn't be less than preAllocatedVUs");
  const start = (numbers.rate + numbers.startRate) * perSecond;
  const ramp = known.includes('stages')
    ? stagesOf(raw['stages'], perSecond)
    : [{ durationMs: duration, target: start }];
  const highest = Math.max(startVUs, ...ramp.map(({ target }) => target));
  const most = isArrival ? maxVUs : executor === 'ramping-vus' ? highest : vus;
  return {
    ...numbers,
    name,
    executor,
    exec: String(raw['exec'] ?? 'default'),
    env: strings(raw['env']),
    tags: strings(raw['tags']),
    start,
    stages: ramp,
    plannedMs: maxDuration || lengthOf(ramp),
    ready: isArrival ? preAllocatedVUs : most,
    most,
  };
}

/** The scenarios that the options ask for; without any, one iteration of one VU. @throws EngineError 104 where k6 would. */
export function scenarios(options: Raw): Scenario[] {
  const { iterations, duration, stages } = options;
  const listed = options['scenarios'] as Readonly<Record<string, Raw>> | null | undefined;
  const isGiven = (name: string): boolean => (options[name] ?? undefined) !== undefined;
  const [first, second] = ['iterations', 'duration', 'stages'].filter(isGiven);
  const clash = isGiven('scenarios') ? 'scenarios' : second !== undefined && isGiven('stages') ? 'stages' : undefined;
  if (clash !== undefined && first !== undefined)
    throw invalidConfig(`using \`${first}\` and \`${clash}\` options simultaneously is not allowed`);
  const vus = options['vus'] ?? 1;
  const one = (raw: Raw): Scenario[] => [scenario('default', raw)];
  const maxDuration = duration ?? undefined;
  if (isGiven('iterations')) return one({ executor: 'shared-iterations', vus, iterations, maxDuration });
  if (isGiven('duration')) return one({ executor: 'constant-vus', vus, duration });
  if (isGiven('stages')) return one({ executor: 'ramping-vus', startVUs: vus, stages });
  const all = Object.entries(listed ?? {}).map(([name, raw]) => scenario(name, raw));
  if (all.length === 0) return one({ executor: 'shared-iterations', vus, iterations: vus });
  return all.sort((a, b) => a.startTime - b.startTime || (a.name < b.name ? -1 : 1));
}
