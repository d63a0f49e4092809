// Seeded scenarios for promtool: series as they would be scraped, and what our own evaluator fires on the same samples.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { seededRandom } from '../../../common/seeded-random.ts';
import { factsOf, readSamples, readSlow } from '../../../monitoring/alerts/facts.ts';
import { judgeFacts } from '../../../monitoring/alerts/judge-rules.ts';
import { MemorySource } from '../../../monitoring/memory-source.ts';
import { alerts, prometheusRules } from '../../../monitoring/prometheus/rule-file.ts';
import { isAboutSite, SAMPLE_CLASSES, type Sample, type SampleClass } from '../../../monitoring/sample.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'promtool-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
export const skip = hasPromtool
  ? false
  : 'promtool is not installed (Debian package prometheus): the rules were not compared';

export const TARGET = 'https://site.test';
const ENDPOINTS = ['GET /', 'GET /trending', 'GET /api/search'];
const BUCKETS_S = [3, 5];
const SECOND = 1_000;

export type Fault = {
  fromS: number;
  toS: number;
  share: number;
  class: SampleClass | 'slow' | 'none';
  endpoint?: string;
};
export type Scenario = { name: string; seed: number; forS: number; everyMs: number; stepS: number; faults: Fault[] };

function samplesOf({ seed, forS, everyMs, faults }: Scenario): Sample[] {
  const random = seededRandom(seed);
  const samples: Sample[] = [];
  for (let i = 0, at = 37; at <= forS * SECOND; i += 1, at += everyMs) {
    const endpoint = ENDPOINTS[i % ENDPOINTS.length] as string;
    const fault = faults.find(
      (f) =>
        at > f.fromS * SECOND &&
        at <= f.toS * SECOND &&
        (f.endpoint === undefined || f.endpoint === endpoint) &&
        random() < f.share,
    );
    if (fault?.class === 'none') continue;
    const isSlow = fault?.class === 'slow';
    const of: SampleClass = fault === undefined || isSlow ? 'valid' : (fault.class as SampleClass);
    const fast = 50 + Math.floor(random() * 100);
    const ttfbMs = of === 'timeout' ? 10_000 : of === 'network' ? null : isSlow ? 4_000 + random() * 4_000 : fast;
    samples.push({ at, endpoint, class: of, status: null, ttfbMs, code: null, message: null });
  }
  return samples;
}

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

export const COMPARED = new Set(alerts().map(({ rule }) => rule));

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
): { isGood: boolean; said: string } {
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
  return { isGood: end.status === 0, said: end.stdout + end.stderr };
}

/** Fails where promtool and the evaluator differ; returns the series that fired. */
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
  const { isGood, said } = promtool(scenario.name, scenario.stepS, seriesOf(samples, scenario), checks);
  assert.ok(
    isGood,
    `${scenario.name}, seed ${scenario.seed}: promtool and the evaluator differ\n${said.slice(0, 3_000)}`,
  );
  return seen;
}

export const SHORT = /^(application|availability|error-rate|response-time)\./;
const CLASSES = [
  'server-error',
  'wrong-status',
  'invalid',
  'timeout',
  'network',
  'slow',
  'rate-limited',
  'none',
] as const;

/** A quarter of an hour with three faults of any kind. They begin and end at half minutes: a row of failures then has a whole span. */
export function scenarioOf(seed: number): Scenario {
  const random = seededRandom(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const faults = Array.from({ length: 3 }, (_, i): Fault => {
    const fromS = 30 * (4 + 8 * i + Math.floor(random() * 4));
    const endpoint = random() < 0.4 ? pick(ENDPOINTS) : undefined;
    return {
      fromS,
      toS: fromS + 30 * (1 + Math.floor(random() * 6)),
      share: pick([0.02, 0.05, 0.2, 0.5, 1, 1]),
      class: pick(CLASSES),
      ...(endpoint === undefined ? {} : { endpoint }),
    };
  });
  return { name: `seed ${seed}`, seed, forS: 900, everyMs: 1_250, stepS: 15, faults };
}
