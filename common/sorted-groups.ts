// Groups in the order of their names. The order in which answers arrived is a matter of milliseconds, and no text of ours depends on it.
export function sortedGroups<T>(all: Iterable<T>, nameOf: (one: T) => string): [string, T[]][] {
  return [...Map.groupBy(all, nameOf)].sort(([a], [b]) => (a < b ? -1 : 1));
}
