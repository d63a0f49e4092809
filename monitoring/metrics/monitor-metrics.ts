// Counters of a monitoring process for Prometheus and OTLP, since its start. They do not affect any verdict.
import { VERDICTS, type VerdictWord } from '../../reports/verdict/exit-codes.ts';
import { family, type MetricSample } from '../../reports/formats/exposition.ts';
import { SEVERITIES, type Finding } from '../alerts/finding.ts';
import { isAboutSite, SAMPLE_CLASSES, type Sample, type SampleClass } from '../sample.ts';
import type { CheckReading, StateReading } from '../window-source.ts';

/** Upper bounds of the buckets, s: the runbook's 2, 3 and 5 s with their neighbours, and finer ones below. */
export const TTFB_BOUNDS_S = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30] as const;

type Times = { buckets: number[]; sum: number; count: number };
export type OpenBySeverity = Readonly<Partial<Record<Finding['severity'], number>>>;

/** What the judge reads in addition to the probes. */
export type Observed = {
  states: readonly StateReading[];
  /** Of the watched journeys, the oldest first. */ checks: readonly CheckReading[];
  certificateExpiresAtMs: number | undefined;
};

export class MonitorMetrics {
  readonly target: string;
  readonly probes = new Map<string, { endpoint: string; class: SampleClass; n: number }>();
  readonly #times = new Map<string, Times>();
  /** The newest state of each alert that is judged. */
  findings: readonly Finding[] = [];
  open: OpenBySeverity | undefined;
  lastSampleMs: number | undefined;
  verdict: { word: VerdictWord; atMs: number } | undefined;
  /** Called for each sample, for OTLP. */
  onSample: ((sample: Sample) => void) | undefined;

  #observed: Observed = { states: [], checks: [], certificateExpiresAtMs: undefined };

  /** All classes of `endpoints` begin at 0, because increase() in Prometheus ignores the first value of a series. */
  constructor(target: string, endpoints: readonly string[] = []) {
    this.target = target;
    for (const endpoint of endpoints)
      for (const word of SAMPLE_CLASSES) this.probes.set(`${word} ${endpoint}`, { endpoint, class: word, n: 0 });
  }

  sample(sample: Sample): void {
    const key = `${sample.class} ${sample.endpoint}`;
    const known = this.probes.get(key);
    if (known) known.n += 1;
    else this.probes.set(key, { endpoint: sample.endpoint, class: sample.class, n: 1 });
    this.lastSampleMs = Math.max(this.lastSampleMs ?? 0, sample.at);
    this.onSample?.(sample);
    if (sample.ttfbMs === null || !isAboutSite(sample.class)) return;
    const seconds = sample.ttfbMs / 1_000;
    const times = this.#times.get(sample.endpoint) ?? { buckets: TTFB_BOUNDS_S.map(() => 0), sum: 0, count: 0 };
    this.#times.set(sample.endpoint, times);
    TTFB_BOUNDS_S.forEach((bound, i) => {
      if (seconds <= bound) times.buckets[i] = (times.buckets[i] ?? 0) + 1;
    });
    times.sum += seconds;
    times.count += 1;
  }

  /** `open`: undefined if the history cannot be read. */
  judged(findings: readonly Finding[], open: OpenBySeverity | undefined): void {
    this.findings = findings;
    this.open = open;
  }

  observed(observed: Observed): void {
    this.#observed = observed;
  }

  concluded(word: VerdictWord, atMs: number): void {
    this.verdict = { word, atMs };
  }

  /** Judged alerts: 1 firing, 0 not firing. Unknown alerts have no sample. */
  alerts(): { labels: Record<string, string>; value: number }[] {
    const { target } = this;
    return this.findings
      .filter(({ state }) => state !== 'unknown')
      .map(({ rule, subject, level, severity, state }) => ({
        labels: { target, rule, subject, level, severity },
        value: state === 'firing' ? 1 : 0,
      }));
  }

  /** The Prometheus text format. */
  text(): string {
    const { target, verdict, lastSampleMs, open } = this;
    const { states, checks, certificateExpiresAtMs } = this.#observed;
    const newest = new Map(states.map((one) => [`${one.kpi} ${one.subject}`, one]));
    const ended = new Map(checks.map((one) => [one.id, one]));
    const times = [...this.#times].flatMap(([endpoint, { buckets, sum, count }]): MetricSample[] => [
      ...TTFB_BOUNDS_S.map((bound, i) => ({
        labels: { target, endpoint, le: String(bound) },
        value: buckets[i] ?? 0,
        suffix: '_bucket',
      })),
      { labels: { target, endpoint, le: '+Inf' }, value: count, suffix: '_bucket' },
      { labels: { target, endpoint }, value: sum, suffix: '_sum' },
      { labels: { target, endpoint }, value: count, suffix: '_count' },
    ]);
    const lines = [
      ...family(
        'synthetic_probes_total',
        [...this.probes.values()].map((p) => ({
          labels: { target, endpoint: p.endpoint, class: p.class },
          value: p.n,
        })),
      ),
      ...family('synthetic_probe_ttfb_seconds', times),
      ...family(
        'synthetic_last_sample_timestamp_seconds',
        lastSampleMs === undefined ? [] : [{ labels: { target }, value: lastSampleMs / 1_000 }],
      ),
      ...family(
        'synthetic_dependency_state',
        [...newest.values()].map(({ kpi, subject, value }) => ({ labels: { target, kpi, subject }, value })),
      ),
      ...family(
        'synthetic_check',
        [...ended.values()].map(({ id, outcome }) => ({ labels: { target, check: id, verdict: outcome }, value: 1 })),
      ),
      ...family(
        'synthetic_certificate_expiry_timestamp_seconds',
        certificateExpiresAtMs === undefined ? [] : [{ labels: { target }, value: certificateExpiresAtMs / 1_000 }],
      ),
      ...family('synthetic_alert', this.alerts()),
      ...family(
        'synthetic_incidents_open',
        open === undefined
          ? []
          : SEVERITIES.map((severity) => ({ labels: { target, severity }, value: open[severity] ?? 0 })),
      ),
      ...family(
        'synthetic_tick_verdict',
        verdict === undefined
          ? []
          : VERDICTS.map((word) => ({ labels: { target, verdict: word }, value: word === verdict.word ? 1 : 0 })),
      ),
      ...family(
        'synthetic_tick_end_timestamp_seconds',
        verdict === undefined ? [] : [{ labels: { target }, value: verdict.atMs / 1_000 }],
      ),
    ];
    return `${lines.join('\n')}\n`;
  }
}
