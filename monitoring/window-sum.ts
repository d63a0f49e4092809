// Sums over a window, from samples or from rollups. The only place that computes a WindowSum.
import { isAboutSite, type Sample, type SampleClass } from './sample.ts';
import { SlotMap, slotOf } from './slot-map.ts';
import type { WindowSum } from './window-source.ts';

/** The sums of one endpoint. Times in whole tenths of a millisecond, so that sums are exact in any order. */
export type Sums = {
  classes: Partial<Record<SampleClass, number>>;
  ttfbN: number;
  ttfbSum: number;
  ttfbMax: number;
};

/** Tenths of a millisecond, as in the history. */
export const tenthsOf = (ms: number): number => Math.round(ms * 10);

/** Adds up samples with `from < at <= to`, for one or several endpoints. */
export class WindowTally {
  readonly #sums: Sums = { classes: {}, ttfbN: 0, ttfbSum: 0, ttfbMax: 0 };
  readonly about: SlotMap;
  readonly any: SlotMap;
  readonly #fromMs: number;
  readonly #toMs: number;

  constructor(fromMs: number, toMs: number) {
    this.#fromMs = fromMs;
    this.#toMs = toMs;
    this.about = new SlotMap(fromMs, toMs);
    this.any = new SlotMap(fromMs, toMs);
  }

  addSample(sample: Pick<Sample, 'at' | 'class' | 'ttfbMs'>): void {
    const about = isAboutSite(sample.class);
    const tenths = about && sample.ttfbMs !== null ? tenthsOf(sample.ttfbMs) : undefined;
    const time = tenths === undefined ? undefined : { ttfbN: 1, ttfbSum: tenths, ttfbMax: tenths };
    this.addSums({ ttfbN: 0, ttfbSum: 0, ttfbMax: 0, ...time, classes: { [sample.class]: 1 } });
    const slot = slotOf(sample.at);
    this.any.mark(slot);
    if (about) this.about.mark(slot);
  }

  /** Adds sums without slots; the caller marks the slots. */
  addSums({ classes, ttfbN, ttfbSum, ttfbMax }: Sums): void {
    const own = this.#sums;
    for (const [name, n] of Object.entries(classes) as [SampleClass, number][])
      own.classes[name] = (own.classes[name] ?? 0) + n;
    own.ttfbN += ttfbN;
    own.ttfbSum += ttfbSum;
    own.ttfbMax = Math.max(own.ttfbMax, ttfbMax);
  }

  /** Adds the tally of the same window, or of a part of it. */
  addTally(other: WindowTally): void {
    this.addSums(other.#sums);
    this.about.markAll(other.about);
    this.any.markAll(other.any);
  }

  sum(): WindowSum {
    const { classes, ttfbN, ttfbSum, ttfbMax } = this.#sums;
    const names = Object.keys(classes) as SampleClass[];
    return {
      fromMs: this.#fromMs,
      toMs: this.#toMs,
      n: names.filter(isAboutSite).reduce((n, name) => n + (classes[name] ?? 0), 0),
      valid: classes.valid ?? 0,
      classes: { ...classes },
      ttfb: { n: ttfbN, sumMs: ttfbSum / 10, maxMs: ttfbMax / 10 },
      coverage: this.about.share(),
      watched: this.any.share(),
    };
  }
}

/** Sums the samples of `endpoint`, or of all (`*`), with `from < at <= to`. */
export function sumOf(samples: readonly Sample[], endpoint: string, fromMs: number, toMs: number): WindowSum {
  const tally = new WindowTally(fromMs, toMs);
  for (const sample of samples)
    if (sample.at > fromMs && sample.at <= toMs && (endpoint === '*' || sample.endpoint === endpoint))
      tally.addSample(sample);
  return tally.sum();
}
