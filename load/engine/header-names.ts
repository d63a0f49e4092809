// Names of headers as Go prints them.
const CANONICAL = new Map<string, string>();
const NAMES_KEPT = 1_000;
/** Go prints a header's name so. */
export function canonical(name: string): string {
  let known = CANONICAL.get(name);
  if (known === undefined) {
    const isToken = /^[\w!#$%&'*+.^`|~-]+$/.test(name);
    known = isToken ? name.toLowerCase().replaceAll(/(^|-)[a-z]/g, (c) => c.toUpperCase()) : name;
    if (CANONICAL.size < NAMES_KEPT) CANONICAL.set(name, known);
  }
  return known;
}
