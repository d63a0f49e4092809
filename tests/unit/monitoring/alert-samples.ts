// Samples and facts for tests of alerts.
import { factsOf, type Facts, type JudgeSite, type SlowFacts } from '../../../monitoring/alerts/facts.ts';
import type { Finding, FindingState } from '../../../monitoring/alerts/finding.ts';
import { judgeFacts } from '../../../monitoring/alerts/judge-rules.ts';
import type { Sample, SampleClass } from '../../../monitoring/sample.ts';
import type { CheckReading, StateReading, WindowSum } from '../../../monitoring/window-source.ts';

export const NOW = Date.UTC(2026, 0, 2, 12);
export const TARGET = 'https://site.test';
export const SITE: JudgeSite = { target: TARGET };
export const ENDPOINTS = ['GET /', 'GET /api/trending', 'GET /api/search', 'GET /artists'];

export const sampleAt = (
  at: number,
  endpoint: string,
  sampleClass: SampleClass = 'valid',
  ttfbMs: number | null = 100,
): Sample => ({
  at,
  endpoint,
  class: sampleClass,
  status: sampleClass === 'valid' ? 200 : null,
  ttfbMs: sampleClass === 'network' ? null : ttfbMs,
  code: null,
  message: null,
});

/** A probe each second in turn over four endpoints, for `seconds` up to now; `classOf` gets the age in seconds. */
export const probes = (
  seconds: number,
  classOf: (age: number, endpoint: string) => SampleClass = () => 'valid',
  now = NOW,
): Sample[] =>
  Array.from({ length: seconds }, (_, i) => {
    const age = seconds - 1 - i;
    const endpoint = ENDPOINTS[age % ENDPOINTS.length] as string;
    return sampleAt(now - age * 1_000, endpoint, classOf(age, endpoint));
  });

export const windowSum = (ms: number, n: number, bad: number, more: Partial<WindowSum> = {}): WindowSum => ({
  fromMs: NOW - ms,
  toMs: NOW,
  n,
  valid: n - bad,
  classes: {},
  ttfb: { n, sumMs: n * 100, maxMs: 200 },
  coverage: 1,
  watched: 1,
  ...more,
});

const EMPTY: SlowFacts = {
  sums: new Map(),
  lastWeek: windowSum(3_600_000, 0, 0),
  checks: [],
  deployments: [],
  gateSamples: [],
};

export function facts(
  samples: readonly Sample[],
  more: { states?: StateReading[]; slow?: Partial<SlowFacts>; site?: Partial<JudgeSite>; now?: number } = {},
): Facts {
  const { states = [], slow = {}, site = {}, now = NOW } = more;
  return factsOf({ ...SITE, ...site }, now, { samples, states, slow: { ...EMPTY, ...slow } });
}
export const findingsOf = (...args: Parameters<typeof facts>): Finding[] => judgeFacts(facts(...args));
export const stateOf = (all: readonly Finding[], rule: string, subject = 'all'): FindingState | undefined =>
  all.find((f) => f.rule === rule && f.subject === subject)?.state;

export const stateReading = (kpi: string, subject: string, value: number, age: number): StateReading => ({
  at: NOW - age,
  kpi,
  subject,
  value,
});
export const checkReading = (
  id: string,
  outcome: CheckReading['outcome'],
  age: number,
  message: string | null = null,
): CheckReading => ({
  at: NOW - age,
  id,
  outcome,
  message,
});

/** A finding of a rule, firing by default. */
export const findingOf = (more: Partial<Finding> = {}): Finding => ({
  rule: 'availability.critical',
  topic: 'availability',
  subject: 'all',
  level: 'critical',
  severity: 'P0',
  state: 'firing',
  literal: 'broken',
  limit: '>= 99.5 % over 5 min',
  found: 0.9,
  text: '90 %',
  n: 100,
  bound: 'bound',
  runbook: 'R3 Availability',
  firstBadMs: NOW - 60_000,
  lastBadMs: NOW,
  keepMs: 120_000,
  ...more,
});

/** The class of a probe by its age: `sampleClass` if `wanted` returns true, otherwise valid. */
export const failing =
  (wanted: (age: number) => boolean, sampleClass: SampleClass = 'server-error') =>
  (age: number): SampleClass =>
    wanted(age) ? sampleClass : 'valid';
