// The end-of-test data that handleSummary gets, in k6's structure, and a short text for a script without one.
import { createHash } from 'node:crypto';
import type { Metric, Registry } from './metrics.ts';
import type { Threshold } from './thresholds.ts';

type Check = { name: string; path: string; id: string; passes: number; fails: number };
type Group = { name: string; path: string; id: string; groups: Group[]; checks: Check[] };
export type SummaryMetric = {
  type: string;
  contains: string;
  values: Record<string, number>;
  thresholds?: Record<string, { ok: boolean }>;
};
export type SummaryData = {
  options: { summaryTrendStats: string[]; summaryTimeUnit: string; noColor: boolean };
  state: { isStdOutTTY: boolean; isStdErrTTY: boolean; testRunDurationMs: number };
  metrics: Record<string, SummaryMetric>;
  root_group: Group;
  /** What setup returned; absent where it returned nothing. */
  setup_data?: unknown;
};

const DEFAULT_STATS = ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'];
const id = (path: string): string => createHash('md5').update(path).digest('hex');
const group = (name: string, path: string): Group => ({ name, path, id: id(path), groups: [], checks: [] });

/** Counts checks by group, from the samples that pass by. */
export class GroupTree {
  readonly root: Group = group('', '');

  #at(path: string): Group {
    let current = this.root;
    for (const name of path.split('::').filter((part) => part !== '')) {
      const inner = `${current.path}::${name}`;
      let next = current.groups.find((g) => g.path === inner);
      if (!next) current.groups.push((next = group(name, inner)));
      current = next;
    }
    return current;
  }

  take(groupPath: string, name: string, held: boolean): void {
    const { checks, path } = this.#at(groupPath);
    let check = checks.find((c) => c.name === name);
    const own = `${path}::${name}`;
    if (!check) checks.push((check = { name, path: own, id: id(own), passes: 0, fails: 0 }));
    if (held) check.passes++;
    else check.fails++;
  }
}

function values({ type, sink }: Metric, stats: readonly string[], elapsedMs: number): Record<string, number> {
  const names = { counter: ['count', 'rate'], gauge: ['value', 'min', 'max'], rate: ['rate', 'passes', 'fails'] };
  const wanted = type === 'trend' ? stats : names[type];
  return Object.fromEntries(wanted.map((name) => [name, sink.aggregate(name, elapsedMs)]));
}

/** Metrics with samples or thresholds, as k6 lists them. */
export function summaryData(
  registry: Registry,
  bound: ReadonlyMap<Metric, readonly Threshold[]>,
  root: Group,
  options: Readonly<Record<string, unknown>>,
  elapsedMs: number,
  setupJson?: string,
): SummaryData {
  const stats = Array.isArray(options['summaryTrendStats'])
    ? (options['summaryTrendStats'] as string[])
    : DEFAULT_STATS;
  const metrics: Record<string, SummaryMetric> = {};
  for (const metric of registry.metrics.values()) {
    const thresholds = bound.get(metric);
    if (metric.sink.n === 0 && !thresholds && !metric.children.some((child) => bound.has(child.metric))) continue;
    metrics[metric.name] = {
      type: metric.type,
      contains: metric.contains,
      values: values(metric, stats, elapsedMs),
      ...(thresholds ? { thresholds: Object.fromEntries(thresholds.map((t) => [t.source, { ok: t.ok }])) } : {}),
    };
  }
  return {
    root_group: root,
    options: { summaryTrendStats: stats, summaryTimeUnit: String(options['summaryTimeUnit'] ?? ''), noColor: true },
    state: {
      isStdOutTTY: process.stdout.isTTY === true,
      isStdErrTTY: process.stderr.isTTY === true,
      testRunDurationMs: elapsedMs,
    },
    metrics,
    ...(setupJson === undefined ? {} : { setup_data: JSON.parse(setupJson) as unknown }),
  };
}

export function summaryText({ metrics }: SummaryData): string {
  const round = (n: number): string => String(Math.round(n * 1000) / 1000);
  const lines = Object.entries(metrics)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, { values, thresholds }]) => {
      const figures = Object.entries(values).map(([key, value]) => `${key}=${round(value)}`);
      const held = Object.entries(thresholds ?? {}).map(
        ([text, { ok }]) => `\n      ${ok ? 'held   ' : 'CROSSED'} ${text}`,
      );
      return `  ${name}: ${figures.join(' ')}${held.join('')}`;
    });
  return `${lines.join('\n')}\n`;
}
