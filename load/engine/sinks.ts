// The four metric types of k6, with exact values.
export type MetricType = 'counter' | 'gauge' | 'rate' | 'trend';

export type Sink = {
  /** Samples taken. */
  readonly n: number;
  add(value: number): void;
  /** A threshold's left side; `elapsedMs` is the run's time so far, for rates per second. */
  aggregate(method: string, elapsedMs: number): number;
};

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

export const SINKS: Readonly<Record<MetricType, () => Sink>> = {
  counter: () => new CounterSink(),
  gauge: () => new GaugeSink(),
  rate: () => new RateSink(),
  trend: () => new TrendSink(),
};
