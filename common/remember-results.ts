// A bounded cache for an expensive calculation that is often called with the same counts.

/** `work` with a cache by its three numbers; the cache is cleared at `most` entries. */
export function rememberResults(
  most: number,
  work: (a: number, b: number, c: number) => number,
): (a: number, b: number, c: number) => number {
  // Nested maps: a joined string key would be slower than the calculation.
  const byC = new Map<number, Map<number, Map<number, number>>>();
  let count = 0;
  const inside = <T>(map: Map<number, Map<number, T>>, key: number): Map<number, T> => {
    const known = map.get(key) ?? new Map<number, T>();
    map.set(key, known);
    return known;
  };
  return (a, b, c) => {
    if (count >= most) {
      byC.clear();
      count = 0;
    }
    const results = inside(inside(byC, c), b);
    const known = results.get(a);
    if (known !== undefined) return known;
    const found = work(a, b, c);
    results.set(a, found);
    count += 1;
    return found;
  };
}
