// The Prometheus text format (0.0.4): families with their help and type, labels escaped. A family without samples is left out, because a
// missing value is not zero.
import { labelValue } from './escape.ts';
import { METRICS, type MetricName } from './metric-names.ts';

/** `suffix`: `_bucket`, `_sum` or `_count` of a histogram. */
export type MetricSample = { labels: Readonly<Record<string, string>>; value: number; suffix?: string };

export function family(name: MetricName, samples: readonly MetricSample[]): string[] {
  if (samples.length === 0) return [];
  const { help, type } = METRICS[name];
  const lines = samples.map(({ labels, value, suffix = '' }) => {
    const inside = Object.entries(labels).map(([key, text]) => `${key}="${labelValue(text)}"`);
    return `${name}${suffix}{${inside.join(',')}} ${value}`;
  });
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines];
}
