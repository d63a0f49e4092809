// The data that handleSummary gets, in k6's structure, and a short text for a script without one.
import { createHash } from 'node:crypto';
import { AGGREGATES, aggregate } from './metrics.ts';
import type { Run } from './run.ts';
import type { Thresholds } from './thresholds.ts';

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

const placed = (name: string, path: string) => ({ name, path, id: createHash('md5').update(path).digest('hex') });

/** Counts checks by group. */
export class Checks {
  readonly root: Group = { ...placed('', ''), groups: [], checks: [] };

  count(path: string, name: string, held: boolean): void {
    let group = this.root;
    for (const part of path.split('::').slice(1)) {
      let inner = group.groups.find((one) => one.name === part);
      if (!inner) group.groups.push((inner = { ...placed(part, `${group.path}::${part}`), groups: [], checks: [] }));
      group = inner;
    }
    let check = group.checks.find((one) => one.name === name);
    if (!check) group.checks.push((check = { ...placed(name, `${group.path}::${name}`), passes: 0, fails: 0 }));
    check[held ? 'passes' : 'fails']++;
  }
}

/** Metrics with samples or thresholds, as k6 lists them. */
export function summaryData(run: Run, thresholds: Thresholds): SummaryData {
  const { options, setupJson } = run;
  const elapsedMs = run.elapsedMs();
  const stats = (options['summaryTrendStats'] ?? DEFAULT_STATS) as string[];
  const shown = [...run.registry.metrics.values()].filter(
    (metric) =>
      metric.samples.n > 0 || thresholds.has(metric) || metric.children.some((child) => thresholds.has(child.metric)),
  );
  const entries = shown.map((metric): [string, SummaryMetric] => {
    const { name, type, contains } = metric;
    const names = type === 'trend' ? stats : Object.keys(AGGREGATES[type]);
    const values = Object.fromEntries(names.map((method) => [method, aggregate(metric, method, elapsedMs)]));
    const held = thresholds.get(metric)?.map(({ source, ok }) => [source, { ok }] as const);
    return [name, { type, contains, values, ...(held && { thresholds: Object.fromEntries(held) }) }];
  });
  const { stdout, stderr } = process;
  return {
    root_group: run.checks.root,
    options: { summaryTrendStats: stats, summaryTimeUnit: String(options['summaryTimeUnit'] ?? ''), noColor: true },
    state: { isStdOutTTY: Boolean(stdout.isTTY), isStdErrTTY: Boolean(stderr.isTTY), testRunDurationMs: elapsedMs },
    metrics: Object.fromEntries(entries),
    ...(setupJson !== undefined && { setup_data: JSON.parse(setupJson) as unknown }),
  };
}

export function summaryText({ metrics }: SummaryData): string {
  const entries = Object.entries(metrics).sort(([a], [b]) => a.localeCompare(b));
  const lines = entries.map(([name, { values, thresholds = {} }]) => {
    const figures = Object.entries(values).map(([key, value]) => `${key}=${Math.round(value * 1000) / 1000}`);
    const held = Object.entries(thresholds).map(([text, { ok }]) => `\n      ${ok ? 'held   ' : 'CROSSED'} ${text}`);
    return `  ${name}: ${figures.join(' ')}${held.join('')}`;
  });
  return `${lines.join('\n')}\n`;
}
