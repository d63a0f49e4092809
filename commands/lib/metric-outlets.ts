// Outlets for the monitor's metrics, in addition to the history: /metrics, a file, OTLP. A failed outlet is only a warning.
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROBES } from '../../checks/api/availability-probes.ts';
import { makeFolder } from '../../common/make-folder.ts';
import { MonitorMetrics } from '../../monitoring/metrics/monitor-metrics.ts';
import { besides } from './side-channels.ts';
import type { Flags } from './flag-table.ts';

export type MetricOutlets = { metrics: MonitorMetrics; close(): Promise<void> };

/** The file is updated at this interval, and at the end of a tick. */
const WRITE_EVERY_MS = 15_000;

export async function openMetricOutlets(
  target: URL,
  flags: Flags,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<MetricOutlets> {
  const metrics = new MonitorMetrics(
    target.origin,
    PROBES.map(({ endpoint }) => endpoint),
  );
  const closing: (() => Promise<void> | void)[] = [];
  const port = flags['metrics-port'];
  if (port !== undefined) {
    const { serveMetrics } = await import('../../monitoring/metrics/metrics-server.ts');
    const host = env['METRICS_HOST'] || '127.0.0.1';
    try {
      const server = await serveMetrics(metrics, port, host);
      say(`metrics: http://${host}:${server.port}/metrics`);
      closing.push(() => server.close());
    } catch (error) {
      say(
        `warning: no /metrics on ${host}:${port} (${(error as NodeJS.ErrnoException).code ?? String(error)}). The monitor continues`,
      );
    }
  }
  const file = flags['metrics-file'];
  if (file !== undefined) {
    const write = (): void => besides(file, () => replaceFile(path.resolve(file), metrics.text()));
    const timer = setInterval(write, WRITE_EVERY_MS);
    closing.push(() => {
      clearInterval(timer);
      write();
    });
  }
  if (env['OTEL_EXPORTER_OTLP_ENDPOINT']) {
    try {
      const { sendOtlp } = await import('../../monitoring/metrics/send-otlp.ts');
      const sender = sendOtlp(metrics, say);
      closing.push(() => sender.close());
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
      say(
        isMissing
          ? 'warning: no OTLP: the OpenTelemetry packages are not installed here. Run npm ci; an HTTP-only installation does not include them'
          : `warning: no OTLP: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return {
    metrics,
    close: async () => {
      for (const close of closing) await close();
    },
  };
}

/** Atomic, because a collector can read at any time. */
function replaceFile(file: string, text: string): void {
  makeFolder(path.dirname(file));
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}
