// Compares promtool with our own evaluator: the same samples as scraped series, and the alerts that both fire.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { factsOf, readSamples, readSlow } from '../../../monitoring/alerts/facts.ts';
import { judgeFacts } from '../../../monitoring/alerts/judge-rules.ts';
import { MemorySource } from '../../../monitoring/memory-source.ts';
import { prometheusAlerts } from '../../../monitoring/prometheus/prometheus-alerts.ts';
import { prometheusRules } from '../../../monitoring/prometheus/rule-file.ts';
import { isAboutSite, SAMPLE_CLASSES, type Sample } from '../../../monitoring/sample.ts';
import { ENDPOINTS, samplesOf, SECOND, type Scenario } from './promtool-scenarios.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'promtool-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
export const skip = hasPromtool
  ? false
  : 'promtool is not installed (Debian package prometheus): the rules were not compared';

export const TARGET = 'https://site.test';
const BUCKETS_S = [3, 5];

/** Counters as they would be scraped every `stepS` seconds. */
function seriesOf(samples: readonly Sample[], { forS, stepS }: Scenario): { series: string; values: string }[] {
  const counted = new Map<string, (s: Sample) => number>();
  for (const endpoint of ENDPOINTS) {
    const labels = `target="${TARGET}", endpoint="${endpoint}"`;
    const ofTtfb = (s: Sample): boolean => s.endpoint === endpoint && isAboutSite(s.class) && s.ttfbMs !== null;
    for (const name of SAMPLE_CLASSES)
      counted.set(`synthetic_probes_total{${labels}, class="${name}"}`, (s) =>
        s.endpoint === endpoint && s.class === name ? 1 : 0,
      );
    counted.set(`synthetic_probe_ttfb_seconds_sum{${labels}}`, (s) => (ofTtfb(s) ? (s.ttfbMs as number) / SECOND : 0));
    counted.set(`synthetic_probe_ttfb_seconds_count{${labels}}`, (s) => (ofTtfb(s) ? 1 : 0));
    for (const le of BUCKETS_S)
      counted.set(`synthetic_probe_ttfb_seconds_bucket{${labels}, le="${le}"}`, (s) =>
        ofTtfb(s) && (s.ttfbMs as number) <= le * SECOND ? 1 : 0,
      );
  }
  return [...counted].map(([series, of]) => {
    const values: number[] = [];
    let sum = 0;
    let next = 0;
    for (let t = 0; t <= forS; t += stepS) {
      for (; next < samples.length && (samples[next] as Sample).at <= t * SECOND; next += 1)
        sum += of(samples[next] as Sample);
      values.push(Math.round(sum * 1e6) / 1e6);
    }
    return { series, values: values.join(' ') };
  });
}

export const COMPARED = new Set(prometheusAlerts().map(({ rule }) => rule));

/** What our own rules fire at one moment, as the series that Prometheus must have. */
async function firingAt(samples: readonly Sample[], now: number, rules: RegExp): Promise<string[]> {
  const source = new MemorySource();
  source.add(samples.filter(({ at }) => at <= now));
  const site = { target: TARGET };
  const slow = await readSlow(source, site, now);
  const facts = factsOf(site, now, { samples: await readSamples(source, now), states: [], slow });
  return judgeFacts(facts)
    .filter((f) => f.state === 'firing' && COMPARED.has(f.rule) && rules.test(f.rule))
    .map((f) => {
      const endpoint = f.topic === 'budget' ? 'all' : f.subject;
      return `synthetic:firing{endpoint="${endpoint}", rule="${f.rule}", target="${TARGET}"}`;
    });
}

export type Check = { expr: string; eval_time: string; exp_samples: { labels: string; value: number }[] };
export function promtool(
  name: string,
  stepS: number,
  series: object[],
  checks: Check[],
): { isGood: boolean; output: string } {
  const rules = path.join(folder, 'rules.yml');
  writeFileSync(rules, prometheusRules());
  const file = path.join(folder, `${name.replaceAll(/\W/g, '-')}.yml`);
  // JSON is YAML.
  writeFileSync(
    file,
    JSON.stringify({
      rule_files: [rules],
      evaluation_interval: `${stepS}s`,
      tests: [{ interval: `${stepS}s`, input_series: series, promql_expr_test: checks }],
    }),
  );
  const end = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8', timeout: 120_000 });
  return { isGood: end.status === 0, output: end.stdout + end.stderr };
}

/** Fails if promtool and the evaluator differ; returns the series that fired. */
export async function compare(scenario: Scenario, everyS: number, rules: RegExp): Promise<Set<string>> {
  const samples = samplesOf(scenario);
  const seen = new Set<string>();
  const checks: Check[] = [];
  const names = [...COMPARED].filter((rule) => rules.test(rule)).join('|');
  for (let t = everyS; t <= scenario.forS; t += everyS) {
    const firing = await firingAt(samples, t * SECOND, rules);
    for (const series of firing) seen.add(series);
    checks.push({
      expr: `synthetic:firing{rule=~"${names}"}`,
      eval_time: `${t}s`,
      exp_samples: firing.map((labels) => ({ labels, value: 1 })),
    });
  }
  const { isGood, output } = promtool(scenario.name, scenario.stepS, seriesOf(samples, scenario), checks);
  assert.ok(
    isGood,
    `${scenario.name}, seed ${scenario.seed}: promtool and the evaluator differ\n${output.slice(0, 3_000)}`,
  );
  return seen;
}

/** The rules of windows of minutes: they fire within a short scenario. */
export const SHORT = /^(application|availability|error-rate|response-time)\./;
