// Suggests the known name for a mistyped one.

/** Edits (insert, delete, replace, swap two neighbours) between two words: optimal string alignment. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j += 1) {
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      rows[i]?.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          replaced,
          isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(a.length, b.length);
}

/** The known name nearest to `given`; undefined if more than a third of its letters differ. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const word = given.toLowerCase();
  const within = known.filter((name) => word.length >= 3 && (name.startsWith(word) || name.endsWith(word)));
  const [best] = known
    .map((name) => ({ name, edits: distance(word, name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= Math.max(1, Math.floor(Math.max(name.length, word.length) / 3)))
    .sort((a, b) => a.edits - b.edits);
  return best?.name ?? within[0];
}

/** `; did you mean X?`, or nothing. */
export function didYouMean(given: string, known: readonly string[], shown = (name: string): string => name): string {
  const name = nearest(given, known);
  return name === undefined ? '' : `; did you mean ${shown(name)}?`;
}
