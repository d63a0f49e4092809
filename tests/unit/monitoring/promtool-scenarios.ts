// Seeded scenarios of a site with faults, and the samples of a monitor.
import { seededRandom } from '../../../common/seeded-random.ts';
import type { Sample, SampleClass } from '../../../monitoring/sample.ts';

export const ENDPOINTS = ['GET /', 'GET /trending', 'GET /api/search'];
export const SECOND = 1_000;

export type Fault = {
  fromS: number;
  toS: number;
  share: number;
  class: SampleClass | 'slow' | 'none';
  endpoint?: string;
};
export type Scenario = { name: string; seed: number; forS: number; everyMs: number; stepS: number; faults: Fault[] };

export function samplesOf({ seed, forS, everyMs, faults }: Scenario): Sample[] {
  const random = seededRandom(seed);
  const samples: Sample[] = [];
  for (let i = 0, at = 37; at <= forS * SECOND; i += 1, at += everyMs) {
    const endpoint = ENDPOINTS[i % ENDPOINTS.length] as string;
    const fault = faults.find(
      (f) =>
        at > f.fromS * SECOND &&
        at <= f.toS * SECOND &&
        (f.endpoint === undefined || f.endpoint === endpoint) &&
        random() < f.share,
    );
    if (fault?.class === 'none') continue;
    const isSlow = fault?.class === 'slow';
    const of: SampleClass = fault === undefined || isSlow ? 'valid' : (fault.class as SampleClass);
    const fast = 50 + Math.floor(random() * 100);
    const ttfbMs = of === 'timeout' ? 10_000 : of === 'network' ? null : isSlow ? 4_000 + random() * 4_000 : fast;
    samples.push({ at, endpoint, class: of, status: null, ttfbMs, code: null, message: null });
  }
  return samples;
}

const CLASSES = [
  'server-error',
  'wrong-status',
  'invalid',
  'timeout',
  'network',
  'slow',
  'rate-limited',
  'none',
] as const;

/** 15 minutes with three random faults. They begin and end at half minutes, so that consecutive failures fill whole spans. */
export function scenarioOf(seed: number): Scenario {
  const random = seededRandom(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const faults = Array.from({ length: 3 }, (_, i): Fault => {
    const fromS = 30 * (4 + 8 * i + Math.floor(random() * 4));
    const endpoint = random() < 0.4 ? pick(ENDPOINTS) : undefined;
    return {
      fromS,
      toS: fromS + 30 * (1 + Math.floor(random() * 6)),
      share: pick([0.02, 0.05, 0.2, 0.5, 1, 1]),
      class: pick(CLASSES),
      ...(endpoint === undefined ? {} : { endpoint }),
    };
  });
  return { name: `seed ${seed}`, seed, forS: 900, everyMs: 1_250, stepS: 15, faults };
}
