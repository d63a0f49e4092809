// `--out json=FILE`: every sample as a line, in the format that k6 documents ("JSON output").
import { closeSync, openSync, writeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Metric, Registry, Tags } from './metrics.ts';
import type { Thresholds } from './thresholds.ts';

const BATCH_BYTES = 1 << 16;

export class PointsFile {
  readonly #fd: number;
  readonly #thresholds: Thresholds;
  readonly #declared = new Set<string>();
  #text = '';

  readonly #zipped: boolean;

  /** `json` is standard output, `json=FILE` a file. @throws when the file cannot be opened. */
  constructor(output: string, registry: Registry, thresholds: Thresholds) {
    const path = output.slice('json='.length);
    this.#fd = path === '' ? 1 : openSync(path, 'w');
    this.#zipped = path.endsWith('.gz');
    this.#thresholds = thresholds;
    registry.listeners.push((metric, value, tags, at) => this.#point(metric, value, tags, at));
  }

  /** A metric is declared by a line of its own before its first point. */
  #declare({ name, type, contains, children }: Metric): void {
    this.#declared.add(name);
    const submetrics = children.map(({ metric, pairs }) => ({
      name: metric.name,
      suffix: metric.name.slice(name.length + 1, -1),
      tags: Object.fromEntries(pairs),
    }));
    const data = {
      name,
      type,
      contains,
      thresholds: (this.#thresholds.get(name) ?? []).map((threshold) => threshold.source),
      submetrics: submetrics.length > 0 ? submetrics : null,
    };
    this.#write({ type: 'Metric', data, metric: name });
  }

  #point(metric: Metric, value: number, tags: Tags, at: number): void {
    if (!this.#declared.has(metric.name)) this.#declare(metric);
    const sorted = Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
    const data = { time: new Date(at).toISOString(), value, tags: sorted };
    this.#write({ metric: metric.name, type: 'Point', data });
  }

  #write(line: unknown): void {
    this.#text += `${JSON.stringify(line)}\n`;
    if (this.#text.length > BATCH_BYTES) this.#flush();
  }

  #flush(): void {
    if (this.#text !== '') writeSync(this.#fd, this.#zipped ? gzipSync(this.#text) : Buffer.from(this.#text));
    this.#text = '';
  }

  close(): void {
    this.#flush();
    if (this.#fd !== 1) closeSync(this.#fd);
  }
}
