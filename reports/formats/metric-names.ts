// Every exported metric, once: its Prometheus name, type and help text. The rule file and the dashboard use these names.

export type MetricType = 'gauge' | 'counter' | 'histogram';
export type MetricName = keyof typeof METRICS;

export const METRICS = {
  // Of a gate run: metrics.prom in its folder.
  synthetic_verdict: { type: 'gauge', help: 'The verdict of the last run: 1 for the word that holds.' },
  synthetic_exit_code: { type: 'gauge', help: 'Exit code of the last run.' },
  synthetic_run_end_timestamp_seconds: { type: 'gauge', help: 'When the last run ended.' },
  synthetic_run_duration_seconds: { type: 'gauge', help: 'How long it took.' },
  synthetic_kpi: {
    type: 'gauge',
    help: 'Value of a KPI: shares as fractions, times in ms, scores 0..1, statuses 1 healthy 0.5 degraded 0 failed.',
  },
  synthetic_kpi_samples: { type: 'gauge', help: 'Samples behind a KPI.' },
  synthetic_kpi_verdict: { type: 'gauge', help: 'The verdict on a KPI: always 1, the word is the label.' },
  synthetic_kpi_part: { type: 'gauge', help: 'Value of a KPI for one endpoint, page or dependency.' },
  synthetic_check: { type: 'gauge', help: 'The verdict on a check: always 1, the word is the label.' },
  synthetic_stage_duration_seconds: { type: 'gauge', help: 'Time of a stage that ran.' },
  // Of the monitor: metrics.prom of a tick, /metrics and OTLP under --watch.
  synthetic_probes_total: { type: 'counter', help: 'Probes by endpoint and class, since the process began.' },
  synthetic_probe_ttfb_seconds: {
    type: 'histogram',
    help: 'Request sent to first byte, of probes about the site; a timeout counts at its deadline.',
  },
  synthetic_dependency_state: {
    type: 'gauge',
    help: 'What the site says of a dependency: 1 healthy, 0.5 degraded, 0 failed.',
  },
  synthetic_certificate_expiry_timestamp_seconds: {
    type: 'gauge',
    help: "When the site's certificate expires, the first of its chain.",
  },
  synthetic_last_sample_timestamp_seconds: { type: 'gauge', help: 'When the newest probe was due.' },
  synthetic_alert: {
    type: 'gauge',
    help: 'An alert rule of the monitor: 1 while it fires, 0 while it is judged and does not.',
  },
  synthetic_incidents_open: { type: 'gauge', help: 'Incidents that are not resolved.' },
  synthetic_tick_verdict: { type: 'gauge', help: 'The verdict of the last tick: 1 for the word that holds.' },
  synthetic_tick_end_timestamp_seconds: { type: 'gauge', help: 'When the last tick was judged.' },
} as const satisfies Record<string, { type: MetricType; help: string }>;
