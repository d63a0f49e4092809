// Metrics with their samples. A sub-metric takes the samples of its parent that have certain tags.
import { invalidConfig } from './codes.ts';

export type MetricType = 'counter' | 'gauge' | 'rate' | 'trend';
export type Contains = 'default' | 'time' | 'data';
export type Tags = Readonly<Record<string, string>>;

/** What is kept of a metric's samples. A trend and a gauge keep every value, so that percentiles are exact. */
export class Samples {
  n = 0;
  sum = 0;
  last = 0;
  trues = 0;
  readonly #values: number[] | undefined;
  #sorted: Float64Array | undefined;

  constructor(type: MetricType) {
    if (type === 'trend' || type === 'gauge') this.#values = [];
  }
  add(value: number): void {
    this.n++;
    this.sum += value;
    this.last = value;
    if (value !== 0) this.trues++;
    this.#values?.push(value);
    this.#sorted = undefined;
  }
  /** Interpolated between neighbours, as k6 does; 0 without samples. */
  percentile(percent: number): number {
    const sorted = (this.#sorted ??= Float64Array.from(this.#values ?? []).sort());
    const at = (percent / 100) * (sorted.length - 1);
    const low = sorted[Math.floor(at)] ?? 0;
    const high = sorted[Math.ceil(at)] ?? low;
    return low + (high - low) * (at - Math.floor(at));
  }
}

type Read = (samples: Samples, seconds: number) => number;
const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
/** What the summary shows of each type. A trend also has `p(N)`. */
export const AGGREGATES: Readonly<Record<MetricType, Readonly<Record<string, Read>>>> = {
  counter: { count: (s) => s.sum, rate: (s, seconds) => share(s.sum, seconds) },
  gauge: { value: (s) => s.last, min: (s) => s.percentile(0), max: (s) => s.percentile(100) },
  rate: { rate: (s) => share(s.trues, s.n), passes: (s) => s.trues, fails: (s) => s.n - s.trues },
  trend: {
    avg: (s) => share(s.sum, s.n),
    min: (s) => s.percentile(0),
    med: (s) => s.percentile(50),
    max: (s) => s.percentile(100),
    count: (s) => s.n,
  },
};

export type Metric = {
  name: string;
  type: MetricType;
  contains: Contains;
  samples: Samples;
  /** Sub-metrics, with their tags. */
  readonly children: { metric: Metric; tags: readonly (readonly [tag: string, value: string])[] }[];
};

/** An aggregate by its name; `elapsedMs` is the run's time so far, for rates per second. */
export function aggregate({ type, samples }: Metric, method: string, elapsedMs: number): number {
  const read = AGGREGATES[type][method];
  return read ? read(samples, elapsedMs / 1000) : samples.percentile(Number(method.slice(2, -1)));
}

const BUILT_IN: readonly [type: MetricType, contains: Contains, names: string][] = [
  ['gauge', 'default', 'vus vus_max'],
  ['counter', 'default', 'iterations dropped_iterations http_reqs'],
  ['counter', 'data', 'data_sent data_received'],
  ['rate', 'default', 'checks http_req_failed'],
  ['trend', 'time', 'iteration_duration group_duration http_req_duration http_req_blocked http_req_connecting'],
  ['trend', 'time', 'http_req_tls_handshaking http_req_sending http_req_waiting http_req_receiving'],
];

export class Registry {
  /** Sub-metrics stand behind their parents' names. */
  readonly metrics = new Map<string, Metric>();

  constructor() {
    for (const [type, contains, names] of BUILT_IN)
      for (const name of names.split(' ')) this.declare(name, type, contains);
  }

  /** @throws EngineError 104 when the name is taken by another type. */
  declare(name: string, type: MetricType, contains: Contains): Metric {
    const known = this.metrics.get(name);
    if (known && (known.type !== type || known.contains !== contains))
      throw invalidConfig(`metric '${name}' already exists but with type ${known.type}, instead of ${type}`);
    const metric = known ?? { name, type, contains, samples: new Samples(type), children: [] };
    this.metrics.set(name, metric);
    return metric;
  }

  /** A metric by name, or the sub-metric of `name{tag:value,...}`, which is created on first use. */
  resolve(name: string): Metric | undefined {
    const [, parentName = '', inBraces] = /^([^{]*)\{(.*)\}$/.exec(name) ?? [];
    const parent = this.metrics.get(parentName);
    if (inBraces === undefined || !parent || this.metrics.has(name)) return this.metrics.get(name);
    const tags = inBraces.split(',').map((pair) => {
      const [tag, ...value] = pair.split(':').map((text) => text.trim());
      if (!tag || value.length === 0)
        throw invalidConfig(`parsing metric name failed, metric "${name}" tag expression is malformed`);
      return [tag, value.join(':')].map((text) => text.replaceAll(/^["']|["']$/g, '')) as [string, string];
    });
    const metric = this.declare(name, parent.type, parent.contains);
    parent.children.push({ metric, tags });
    return metric;
  }

  add(name: string, value: number, tags: Tags): void {
    const metric = this.metrics.get(name);
    if (!metric) throw new Error(`sample of an undeclared metric "${name}"`);
    metric.samples.add(value);
    for (const child of metric.children)
      if (child.tags.every(([tag, wanted]) => tags[tag] === wanted)) child.metric.samples.add(value);
  }
}
