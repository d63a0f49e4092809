// Sends the monitor's metrics over OTLP/HTTP with the OpenTelemetry packages, named after its semantic conventions. The packages read
// the OTEL_EXPORTER_OTLP_* variables (address, headers, timeout).
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { SEVERITIES } from '../alerts/finding.ts';
import { isAboutSite } from '../sample.ts';
import { TTFB_BOUNDS_S, type MonitorMetrics } from './monitor-metrics.ts';

export type OtlpSender = {
  /** Sends the remaining metrics and stops. Never rejects. */
  close(): Promise<void>;
};

const EXPORT_EVERY_MS = 15_000;
const EXPORT_DEADLINE_MS = 5_000;

/** `say` is called for the first failed export; after that only for the first failure since a success. */
export function sendOtlp(metrics: MonitorMetrics, say: (line: string) => void, everyMs = EXPORT_EVERY_MS): OtlpSender {
  const exporter = new OTLPMetricExporter({ timeoutMillis: EXPORT_DEADLINE_MS });
  const send = exporter.export.bind(exporter);
  let isReported = false;
  exporter.export = (batch, done) =>
    send(batch, (result) => {
      if (result.code !== 0 && !isReported)
        say(`OTLP: metrics were not delivered: ${result.error?.message ?? 'unknown'}`);
      isReported = result.code !== 0;
      // Without this the SDK would log the error a second time.
      done({ code: 0 });
    });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': 'mysetlist-synthetic-checks' }),
    readers: [
      new PeriodicExportingMetricReader({
        exporter,
        exportIntervalMillis: everyMs,
        exportTimeoutMillis: Math.min(EXPORT_DEADLINE_MS, everyMs),
      }),
    ],
  });
  const meter = provider.getMeter('mysetlist-synthetic-checks');
  const { hostname: server } = new URL(metrics.target);
  const durations = meter.createHistogram('http.client.request.duration', {
    unit: 's',
    description: 'Request sent to first byte, of probes about the site.',
    advice: { explicitBucketBoundaries: [...TTFB_BOUNDS_S] },
  });
  const probes = meter.createCounter('synthetic.probes', {
    unit: '{probe}',
    description: 'Probes by endpoint and class.',
  });
  metrics.onSample = ({ endpoint, class: name, status, ttfbMs, code }) => {
    const [method = 'GET', route = endpoint] = endpoint.split(' ', 2);
    const about = { 'server.address': server, 'http.request.method': method, 'url.template': route };
    probes.add(1, { ...about, 'synthetic.class': name });
    if (ttfbMs === null || !isAboutSite(name)) return;
    durations.record(ttfbMs / 1_000, {
      ...about,
      ...(status === null ? {} : { 'http.response.status_code': status }),
      ...(code === null ? {} : { 'error.type': code }),
    });
  };
  meter
    .createObservableGauge('synthetic.alert.firing', {
      description: '1 while an alert rule fires, 0 while it is judged and does not.',
    })
    .addCallback((result) => {
      for (const { labels, value } of metrics.alerts()) {
        const { rule = '', subject = '', level = '', severity = '' } = labels;
        result.observe(value, {
          'server.address': server,
          'synthetic.rule': rule,
          'synthetic.subject': subject,
          'synthetic.level': level,
          'synthetic.severity': severity,
        });
      }
    });
  meter
    .createObservableGauge('synthetic.incidents.open', {
      unit: '{incident}',
      description: 'Incidents that are not resolved.',
    })
    .addCallback((result) => {
      for (const severity of metrics.open === undefined ? [] : SEVERITIES)
        result.observe(metrics.open?.[severity] ?? 0, { 'server.address': server, 'synthetic.severity': severity });
    });
  return {
    close: async () => {
      metrics.onSample = undefined;
      await provider.shutdown({ timeoutMillis: EXPORT_DEADLINE_MS }).catch(() => undefined);
    },
  };
}
