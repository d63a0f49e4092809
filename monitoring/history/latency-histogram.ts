// Latency histograms: counts by bucket, stored compactly, merged by addition, read with hdr-histogram-js.
// Times are whole tenths of a millisecond.

/** Two significant digits: a percentile is accurate to 1 %. Values below 256 (25.6 ms) are exact. */
const EXACT_BITS = 8;
/** One minute, longer than any deadline of a probe. */
const HIGHEST = 600_000;

/** Counts by the lowest value of their bucket. */
export type LatencyCounts = Map<number, number>;

/** The lowest value of the bucket, the same as in hdr-histogram-js with two digits (a test compares them). */
export function bucketOfTenths(tenths: number): number {
  const value = Math.min(HIGHEST, Math.max(0, Math.round(tenths)));
  const shift = Math.max(0, 32 - Math.clz32(value) - EXACT_BITS);
  return (value >> shift) << shift;
}

export const count = (counts: LatencyCounts, bucket: number, n: number): void =>
  void counts.set(bucket, (counts.get(bucket) ?? 0) + n);

/** Pairs of whole numbers as bytes: ascending keys by their distance, then the count, in 7 bits a byte. Null for none. */
export function encodePairs(pairs: ReadonlyMap<number, number>): Uint8Array | null {
  if (pairs.size === 0) return null;
  const bytes: number[] = [];
  const put = (value: number): void => {
    for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
    bytes.push(value);
  };
  let before = 0;
  for (const [key, n] of [...pairs].sort(([a], [b]) => a - b)) {
    put(key - before);
    put(n);
    before = key;
  }
  return Uint8Array.from(bytes);
}

/** Adds the counts in `bytes` to `into`. */
export function decodePairs(bytes: Uint8Array, into: Map<number, number>): void {
  let i = 0;
  const take = (): number => {
    let value = 0;
    for (let weight = 1; i < bytes.length; weight *= 128) {
      const byte = bytes[i++] ?? 0;
      value += (byte & 127) * weight;
      if (byte < 128) break;
    }
    return value;
  };
  let key = 0;
  while (i < bytes.length) {
    key += take();
    count(into, key, take());
  }
}

/** Percentiles (0..100) in ms; null for no values. */
export async function percentilesMs(counts: LatencyCounts, percentiles: readonly number[]): Promise<number[] | null> {
  if (counts.size === 0) return null;
  // Loaded only here: a tick needs no percentiles and starts half a second sooner.
  const { build } = await import('hdr-histogram-js');
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST,
    numberOfSignificantValueDigits: 2,
    useWebAssembly: false,
  });
  for (const [bucket, n] of counts) histogram.recordValueWithCount(bucket, n);
  return percentiles.map((percentile) => histogram.getValueAtPercentile(percentile) / 10);
}
