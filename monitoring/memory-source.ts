// A WindowSource over samples in memory: what a tick judges when its history cannot be read, and the reference in tests.
import type { Sample } from './sample.ts';
import { sumOf } from './window-sum.ts';
import type { CheckReading, Deployment, StateReading, WindowSource, WindowSum } from './window-source.ts';

const within = (fromMs: number, toMs: number) => (row: { at: number }) => row.at > fromMs && row.at <= toMs;
const byTime = (a: { at: number }, b: { at: number }): number => a.at - b.at;

export class MemorySource implements WindowSource {
  readonly #keepMs: number;
  #samples: Sample[] = [];
  #states: StateReading[] = [];
  #checks: CheckReading[] = [];

  /** Samples more than `keepMs` older than the newest are dropped. */
  constructor(keepMs = Infinity) {
    this.#keepMs = keepMs;
  }

  add(samples: readonly Sample[], states: readonly StateReading[] = [], checks: readonly CheckReading[] = []): void {
    this.#samples.push(...samples);
    this.#states.push(...states);
    this.#checks.push(...checks);
    if (this.#keepMs === Infinity) return;
    const newest = samples.reduce((most, { at }) => Math.max(most, at), 0);
    const old = newest - this.#keepMs;
    // Not for each batch, because it copies an array of up to an hour of samples.
    if ((this.#samples[0]?.at ?? newest) > old - this.#keepMs / 10) return;
    this.#samples = this.#samples.filter(({ at }) => at > old);
    this.#states = this.#states.filter(({ at }) => at > old);
    this.#checks = this.#checks.filter(({ at }) => at > old);
  }

  endpoints(fromMs: number, toMs: number): Promise<string[]> {
    return Promise.resolve(
      [...new Set(this.#samples.filter(within(fromMs, toMs)).map(({ endpoint }) => endpoint))].sort(),
    );
  }

  sum(endpoint: string, fromMs: number, toMs: number): Promise<WindowSum> {
    return Promise.resolve(sumOf(this.#samples, endpoint, fromMs, toMs));
  }

  latest(endpoint: string, limit: number, toMs: number): Promise<Sample[]> {
    const of = this.#samples.filter((sample) => sample.endpoint === endpoint && sample.at <= toMs).sort(byTime);
    return Promise.resolve(limit > 0 ? of.slice(-limit) : []);
  }

  samples(fromMs: number, toMs: number): Promise<Sample[]> {
    return Promise.resolve(this.#samples.filter(within(fromMs, toMs)).sort(byTime));
  }

  deployments(): Promise<Deployment[]> {
    return Promise.resolve([]);
  }

  /** A tick's own samples only. */
  gateSamples(): Promise<number[]> {
    return Promise.resolve([]);
  }

  states(fromMs: number, toMs: number): Promise<StateReading[]> {
    return Promise.resolve(this.#states.filter(within(fromMs, toMs)).sort(byTime));
  }

  checks(fromMs: number, toMs: number): Promise<CheckReading[]> {
    return Promise.resolve(this.#checks.filter(within(fromMs, toMs)).sort(byTime));
  }
}
