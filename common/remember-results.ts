// Results of a costly calculation, kept for as long as they are few: the same counts are asked for again and again.

/** `work`, whose results are remembered by its three numbers; all are forgotten when there are `most` of them. */
export function rememberResults(
  most: number,
  work: (a: number, b: number, c: number) => number,
): (a: number, b: number, c: number) => number {
  // By number within number: a joined key would take longer than the calculation.
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
