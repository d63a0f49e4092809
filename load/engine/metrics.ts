// The four metric types of k6 with exact values, and the registry that feeds them and their tagged sub-metrics.
import { invalidConfig } from './codes.ts';

export type MetricType = 'counter' | 'gauge' | 'rate' | 'trend';
export type Contains = 'default' | 'time' | 'data';
export type Tags = Readonly<Record<string, string>>;

export type Sink = {
  /** Samples taken. */
  readonly n: number;
  add(value: number): void;
  /** A threshold's left side; `elapsedMs` is the run's time so far, for rates per second. */
  aggregate(method: string, elapsedMs: number): number;
};

export type Metric = { name: string; type: MetricType; contains: Contains; sink: Sink; parent?: Metric; tags?: Tags };

class CounterSink implements Sink {
  n = 0;
  sum = 0;
  add(value: number): void {
    this.n++;
    this.sum += value;
  }
  aggregate(method: string, elapsedMs: number): number {
    return method === 'count' ? this.sum : elapsedMs > 0 ? this.sum / (elapsedMs / 1000) : 0;
  }
}

class GaugeSink implements Sink {
  n = 0;
  value = 0;
  min = Infinity;
  max = -Infinity;
  add(value: number): void {
    this.n++;
    this.value = value;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
  }
  aggregate(method: string): number {
    if (this.n === 0) return 0;
    return method === 'min' ? this.min : method === 'max' ? this.max : this.value;
  }
}

class RateSink implements Sink {
  n = 0;
  trues = 0;
  add(value: number): void {
    this.n++;
    if (value !== 0) this.trues++;
  }
  aggregate(method: string): number {
    if (method === 'passes') return this.trues;
    if (method === 'fails') return this.n - this.trues;
    return this.n === 0 ? 0 : this.trues / this.n;
  }
}

/** Keeps every value: percentiles are exact, interpolated between neighbours as k6's are. */
export class TrendSink implements Sink {
  n = 0;
  #values = new Float64Array(256);
  #sorted = true;
  #sum = 0;
  add(value: number): void {
    if (this.n === this.#values.length) {
      const grown = new Float64Array(this.n * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.n++] = value;
    this.#sum += value;
    this.#sorted = false;
  }
  aggregate(method: string): number {
    if (this.n === 0) return 0;
    if (method === 'count') return this.n;
    if (method === 'avg') return this.#sum / this.n;
    if (method === 'min') return this.#percentile(0);
    if (method === 'max') return this.#percentile(100);
    if (method === 'med') return this.#percentile(50);
    return this.#percentile(Number(method.slice(2, -1)));
  }
  #percentile(percent: number): number {
    const values = this.#values.subarray(0, this.n);
    if (!this.#sorted) values.sort();
    this.#sorted = true;
    const at = (percent / 100) * (this.n - 1);
    const low = values[Math.floor(at)] ?? 0;
    const high = values[Math.ceil(at)] ?? low;
    return low + (high - low) * (at - Math.floor(at));
  }
}

const SINKS: Readonly<Record<MetricType, () => Sink>> = {
  counter: () => new CounterSink(),
  gauge: () => new GaugeSink(),
  rate: () => new RateSink(),
  trend: () => new TrendSink(),
};

const BUILT_IN: readonly [name: string, type: MetricType, contains?: Contains][] = [
  ['vus', 'gauge'],
  ['vus_max', 'gauge'],
  ['iterations', 'counter'],
  ['iteration_duration', 'trend', 'time'],
  ['dropped_iterations', 'counter'],
  ['checks', 'rate'],
  ['group_duration', 'trend', 'time'],
  ['http_reqs', 'counter'],
  ['http_req_failed', 'rate'],
  ['http_req_duration', 'trend', 'time'],
  ['http_req_blocked', 'trend', 'time'],
  ['http_req_connecting', 'trend', 'time'],
  ['http_req_tls_handshaking', 'trend', 'time'],
  ['http_req_sending', 'trend', 'time'],
  ['http_req_waiting', 'trend', 'time'],
  ['http_req_receiving', 'trend', 'time'],
  ['data_sent', 'counter', 'data'],
  ['data_received', 'counter', 'data'],
];

export class Registry {
  /** In order of declaration; sub-metrics behind their parents' names. */
  readonly metrics = new Map<string, Metric>();
  readonly #children = new Map<string, Metric[]>();

  constructor() {
    for (const [name, type, contains] of BUILT_IN) this.declare(name, type, contains ?? 'default');
    this.resolve('http_req_duration{expected_response:true}');
  }

  /** @throws EngineError 107's cause when the name is taken by another type. */
  declare(name: string, type: MetricType, contains: Contains): Metric {
    const known = this.metrics.get(name);
    if (known) {
      if (known.type === type && known.contains === contains) return known;
      throw invalidConfig(`metric '${name}' already exists but with type ${known.type}, instead of ${type}`);
    }
    const metric: Metric = { name, type, contains, sink: SINKS[type]() };
    this.metrics.set(name, metric);
    return metric;
  }

  /** A metric by name, or the sub-metric of `name{tag:value,...}`, created on first use. */
  resolve(name: string): Metric | undefined {
    const known = this.metrics.get(name);
    const brace = name.indexOf('{');
    if (known || brace < 0 || !name.endsWith('}')) return known;
    const parent = this.metrics.get(name.slice(0, brace));
    if (!parent) return undefined;
    const tags = Object.fromEntries(
      name
        .slice(brace + 1, -1)
        .split(',')
        .map((pair) => {
          const colon = pair.indexOf(':');
          const unquote = (text: string) => text.trim().replaceAll(/^["']|["']$/g, '');
          if (colon < 0) throw invalidConfig(`invalid sub-metric "${name}": "${pair}" is not tag:value`);
          return [unquote(pair.slice(0, colon)), unquote(pair.slice(colon + 1))];
        }),
    );
    const { type, contains } = parent;
    const metric: Metric = { name, type, contains, sink: SINKS[type](), parent, tags };
    this.metrics.set(name, metric);
    this.#children.set(parent.name, [...(this.#children.get(parent.name) ?? []), metric]);
    return metric;
  }

  add(name: string, value: number, tags: Tags): void {
    const metric = this.metrics.get(name);
    if (!metric) throw new Error(`sample of an undeclared metric "${name}"`);
    metric.sink.add(value);
    for (const child of this.#children.get(name) ?? []) {
      if (Object.entries(child.tags ?? {}).every(([tag, want]) => tags[tag] === want)) child.sink.add(value);
    }
  }
}
