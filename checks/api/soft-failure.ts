/** The failure that a JSON body reports although its status is 200 (mysetlist-app.md 2.4, 2.5, 6.6); undefined: none. */
export function softFailure(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const fields = new Map(Object.entries(body));
  if (fields.get('fallback') === true) return 'fallback: true';
  const error = fields.get('error');
  if (error !== undefined && error !== null && error !== false && error !== '')
    return `an error: ${(String(error).split('\n')[0] ?? '').slice(0, 300)}`;
  const lists = Array.isArray(body) ? body : [...fields.values()].filter(Array.isArray).flat();
  const rows = [body, ...lists] as (Record<string, unknown> | null)[];
  return rows.some((row) => row?.['source'] === 'mock') ? 'invented data (source: mock)' : undefined;
}
