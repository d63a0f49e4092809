// k6's thresholds: parse, validate against the metrics, run. One expression is `aggregation operator number`.
import { invalidConfig } from './codes.ts';
import type { Metric, Registry } from './metrics.ts';
import type { MetricType } from './sinks.ts';

export type Expression = { method: string; op: string; limit: number; source: string };
export type Threshold = Expression & { abortOnFail: boolean; delayAbortEvalMs: number; ok: boolean };
/** By metric or sub-metric name, as written in the options. */
export type Thresholds = ReadonlyMap<string, readonly Threshold[]>;

const EXPRESSION =
  /^\s*(count|rate|value|avg|min|max|med|p\(\s*(?:\d+(?:\.\d+)?)\s*\))\s*(<=|>=|===|==|!=|<|>)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/;

const METHODS: Readonly<Record<MetricType, RegExp>> = {
  counter: /^(count|rate)$/,
  gauge: /^value$/,
  rate: /^rate$/,
  trend: /^(avg|min|max|med|p\(.*\))$/,
};

/** @throws EngineError 104 for an expression that k6 would not take. */
export function parseExpression(source: string): Expression {
  const match = EXPRESSION.exec(source);
  const [, method, op, limit] = match ?? [];
  if (method === undefined || op === undefined || limit === undefined) {
    throw invalidConfig(`failed parsing threshold expression "${source}"`);
  }
  const quiet = method.replaceAll(/\s/g, '');
  const percentile = /^p\((.*)\)$/.exec(quiet)?.[1];
  if (percentile !== undefined && Number(percentile) > 100) {
    throw invalidConfig(`failed parsing threshold expression "${source}": percentile over 100`);
  }
  return { method: quiet, op, limit: Number(limit), source };
}

/** The options' `thresholds`: a string, `{threshold, abortOnFail, delayAbortEval}` or a list of both for each metric. */
export function parseThresholds(raw: unknown, durationMs: (value: unknown) => number): Thresholds {
  const parsed = new Map<string, Threshold[]>();
  if (raw === undefined || raw === null) return parsed;
  if (typeof raw !== 'object') throw invalidConfig('thresholds must be an object');
  for (const [metric, list] of Object.entries(raw)) {
    if (!Array.isArray(list))
      throw invalidConfig(`thresholds of "${metric}" must be a list, not ${JSON.stringify(list)}`);
    const entries: unknown[] = list;
    parsed.set(
      metric,
      entries.map((entry) => {
        if (typeof entry === 'string') {
          return { ...parseExpression(entry), abortOnFail: false, delayAbortEvalMs: 0, ok: true };
        }
        const { threshold, abortOnFail, delayAbortEval } = (entry ?? {}) as Record<string, unknown>;
        if (typeof threshold !== 'string') throw invalidConfig(`threshold of "${metric}" has no expression`);
        return {
          ...parseExpression(threshold),
          abortOnFail: abortOnFail === true,
          delayAbortEvalMs: delayAbortEval === undefined ? 0 : durationMs(delayAbortEval),
          ok: true,
        };
      }),
    );
  }
  return parsed;
}

/** Binds every threshold to its metric, creating the sub-metrics. @throws EngineError 104 as k6 does. */
export function bindThresholds(thresholds: Thresholds, registry: Registry): Map<Metric, readonly Threshold[]> {
  const bound = new Map<Metric, readonly Threshold[]>();
  for (const [name, list] of thresholds) {
    const metric = registry.resolve(name);
    if (!metric) throw invalidConfig(`invalid threshold defined on ${name}; no metric name "${name}" found`);
    for (const { method, source } of list) {
      if (METHODS[metric.type].test(method)) continue;
      throw invalidConfig(`invalid threshold "${source}" on ${name}: a ${metric.type} has no ${method}`);
    }
    bound.set(metric, list);
  }
  return bound;
}

const OPERATORS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '!=': (value, limit) => value !== limit,
  '==': (value, limit) => value === limit,
  '===': (value, limit) => value === limit,
};
export const compare = (value: number, op: string, limit: number): boolean => OPERATORS[op]?.(value, limit) ?? false;

/**
 * Sets `ok` of every threshold. While the run goes on (`final` false) metrics without samples are left out, as in k6.
 * Returns the names that failed and whether one of them asks for the end of the run.
 */
export function evaluate(
  bound: ReadonlyMap<Metric, readonly Threshold[]>,
  elapsedMs: number,
  final: boolean,
): { failed: string[]; abort: boolean } {
  const failed: string[] = [];
  let abort = false;
  for (const [metric, list] of bound) {
    if (!final && metric.sink.n === 0) continue;
    for (const threshold of list) {
      const value = metric.sink.aggregate(threshold.method, elapsedMs);
      // As in k6: a rate without samples crosses nothing.
      threshold.ok = (metric.type === 'rate' && metric.sink.n === 0) || compare(value, threshold.op, threshold.limit);
      if (threshold.ok) continue;
      failed.push(`${metric.name}: ${threshold.source}`);
      abort ||= threshold.abortOnFail && elapsedMs >= threshold.delayAbortEvalMs;
    }
  }
  return { failed, abort };
}
