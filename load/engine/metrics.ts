// The registry of metrics: it feeds them and their tagged sub-metrics.
import { invalidConfig } from './codes.ts';
import { SINKS, type MetricType, type Sink } from './sinks.ts';

export type { MetricType };

export type Contains = 'default' | 'time' | 'data';
export type Tags = Readonly<Record<string, string>>;

export type Metric = {
  name: string;
  type: MetricType;
  contains: Contains;
  sink: Sink;
  parent?: Metric;
  tags?: Tags;
  /** Sub-metrics, with their tags as pairs. */
  readonly children: { metric: Metric; pairs: readonly (readonly [tag: string, value: string])[] }[];
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
  readonly http;

  constructor() {
    for (const [name, type, contains] of BUILT_IN) this.declare(name, type, contains ?? 'default');
    const known = (name: string): Metric => this.metrics.get(name) as Metric;
    this.http = {
      reqs: known('http_reqs'),
      duration: known('http_req_duration'),
      blocked: known('http_req_blocked'),
      connecting: known('http_req_connecting'),
      tls: known('http_req_tls_handshaking'),
      sending: known('http_req_sending'),
      waiting: known('http_req_waiting'),
      receiving: known('http_req_receiving'),
      failed: known('http_req_failed'),
    };
  }

  /** @throws EngineError 104 when the name is taken by another type. */
  declare(name: string, type: MetricType, contains: Contains): Metric {
    const known = this.metrics.get(name);
    if (known) {
      if (known.type === type && known.contains === contains) return known;
      throw invalidConfig(`metric '${name}' already exists but with type ${known.type}, instead of ${type}`);
    }
    const metric: Metric = { name, type, contains, sink: SINKS[type](), children: [] };
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
    if (/^\s*\{\s*\}$/.test(name.slice(brace)))
      throw invalidConfig(`parsing metric name failed, metric "${name}" tag expression is malformed`);
    const unquote = (text: string): string => text.trim().replaceAll(/^["']|["']$/g, '');
    const pairs = name
      .slice(brace + 1, -1)
      .split(',')
      .map((pair) => {
        const colon = pair.indexOf(':');
        if (colon < 0) throw invalidConfig(`invalid sub-metric "${name}": "${pair}" is not tag:value`);
        return [unquote(pair.slice(0, colon)), unquote(pair.slice(colon + 1))] as const;
      });
    const { type, contains } = parent;
    const tags = Object.fromEntries(pairs);
    const metric: Metric = { name, type, contains, sink: SINKS[type](), parent, tags, children: [] };
    this.metrics.set(name, metric);
    parent.children.push({ metric, pairs });
    return metric;
  }

  add(name: string, value: number, tags: Tags): void {
    const metric = this.metrics.get(name);
    if (!metric) throw new Error(`sample of an undeclared metric "${name}"`);
    this.take(metric, value, tags);
  }

  take(metric: Metric, value: number, tags: Tags): void {
    metric.sink.add(value);
    children: for (const { metric: child, pairs } of metric.children) {
      for (const [tag, want] of pairs) if (tags[tag] !== want) continue children;
      child.sink.add(value);
    }
  }
}
