// k6's thresholds: `aggregation operator number`, on a metric or a sub-metric.
import { invalidConfig } from './codes.ts';
import { aggregate, type Metric, type MetricType, type Registry } from './metrics.ts';
import { durationMs } from './duration.ts';

export type Expression = { method: string; op: string; limit: number; source: string };
type Threshold = Expression & { abortOnFail: boolean; delayAbortEvalMs: number; ok: boolean };
export type Thresholds = ReadonlyMap<Metric, readonly Threshold[]>;

const OPERATORS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '!=': (value, limit) => value !== limit,
  '==': (value, limit) => value === limit,
  '===': (value, limit) => value === limit,
};
const EXPRESSION =
  /^\s*(?<method>[a-z]+|p\(\s*\d+(?:\.\d+)?\s*\))\s*(?<op><=|>=|===|==|!=|<|>)\s*(?<limit>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/;
const PERCENTILE = /^p\(((?:\d|[1-9]\d)(?:\.\d+)?|100(?:\.0+)?)\)$/;

/** What a threshold may ask of each type. A trend also has percentiles. */
const METHODS: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ['count', 'rate'],
  gauge: ['value'],
  rate: ['rate'],
  trend: ['avg', 'min', 'max', 'med'],
};
const has = (type: MetricType, method: string): boolean =>
  METHODS[type].includes(method) || (type === 'trend' && PERCENTILE.test(method));

/** @throws EngineError 104 for an expression that k6 would not take. */
export function parseExpression(source: string): Expression {
  const { method = '', op = '', limit } = EXPRESSION.exec(source)?.groups ?? {};
  const name = method.replaceAll(/\s/g, '');
  if (!PERCENTILE.test(name) && !Object.values(METHODS).flat().includes(name))
    throw invalidConfig(`failed parsing threshold expression "${source}"`);
  return { method: name, op, limit: Number(limit), source };
}

/** One entry of a metric's list: an expression, or an object with one. */
function thresholdOf(entry: unknown, metric: string): Threshold {
  const given = typeof entry === 'string' ? { threshold: entry } : ((entry ?? {}) as Record<string, unknown>);
  const { threshold, abortOnFail, delayAbortEval = 0 } = given as Record<string, unknown>;
  if (typeof threshold !== 'string') throw invalidConfig(`threshold of "${metric}" has no expression`);
  const delayAbortEvalMs = durationMs(delayAbortEval);
  return { ...parseExpression(threshold), abortOnFail: abortOnFail === true, delayAbortEvalMs, ok: true };
}

/** Reads the option `thresholds` and creates its sub-metrics. @throws EngineError 104 where k6 would. */
export function bindThresholds(raw: unknown, registry: Registry): Thresholds {
  const bound = new Map<Metric, Threshold[]>();
  for (const [name, list] of Object.entries(raw ?? {})) {
    if (!Array.isArray(list))
      throw invalidConfig(`thresholds of "${name}" must be a list, not ${JSON.stringify(list)}`);
    const thresholds = list.map((entry) => thresholdOf(entry, name));
    const metric = registry.resolve(name);
    if (!metric) throw invalidConfig(`invalid threshold defined on ${name}; no metric name "${name}" found`);
    const { type } = metric;
    const misfit = thresholds.find(({ method }) => !has(type, method));
    if (misfit)
      throw invalidConfig(`invalid threshold "${misfit.source}" on ${name}: a ${type} has no ${misfit.method}`);
    bound.set(metric, thresholds);
  }
  return bound;
}

/** Sets `ok` of every threshold. During the run (`final` is false) metrics without samples are left out, as in k6. */
export function evaluate(bound: Thresholds, elapsedMs: number, final: boolean): { failed: string[]; abort: boolean } {
  const failed: string[] = [];
  let abort = false;
  for (const [metric, list] of bound) {
    const isEmpty = metric.samples.n === 0;
    if (!final && isEmpty) continue;
    for (const threshold of list) {
      const value = aggregate(metric, threshold.method, elapsedMs);
      // As in k6: a rate without samples crosses nothing.
      threshold.ok = (metric.type === 'rate' && isEmpty) || OPERATORS[threshold.op]?.(value, threshold.limit) === true;
      if (threshold.ok) continue;
      failed.push(`${metric.name}: ${threshold.source}`);
      abort ||= threshold.abortOnFail && elapsedMs >= threshold.delayAbortEvalMs;
    }
  }
  return { failed, abort };
}
