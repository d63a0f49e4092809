// What the samples of the contracts are made with. A sample is a body that keeps the promise of its case, with ways to break it; it
// is written by hand from the site's description, so that a wrong contract and a wrong stand-in cannot agree with each other unnoticed.

export type Body = Record<string, unknown>;
export type Sample = {
  good: Body;
  /** Bodies of earlier cases of the same contract, by case name. */
  earlier?: Readonly<Record<string, Body>>;
  /** What must be a failure: each a name and the body made from `good`. */
  broken?: Readonly<Record<string, (good: Body) => unknown>>;
  /** What must be a warning only. */
  degraded?: Readonly<Record<string, (good: Body) => unknown>>;
};

/** The time at which the samples are judged. */
export const SAMPLE_NOW = new Date('2026-11-24T12:00:00.000Z');
export const SAMPLE_TIME = SAMPLE_NOW.toISOString();
/** A UUID for each number. */
export const sampleId = (n: number): string => `0b3bafee-5b1d-4f63-a5a5-${String(n).padStart(12, '0')}`;
export const list = <T>(items: number, make: (n: number) => T): T[] => Array.from({ length: items }, (_, n) => make(n));

/** A copy with the value at a dotted path replaced, or removed where it is undefined. */
export function change(body: Body, path: string, value: unknown): Body {
  // Not structuredClone: it would keep what the samples share shared.
  const copy = JSON.parse(JSON.stringify(body)) as Body;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = copy as Record<string, Body>;
  for (const key of keys) at = at[key] as Record<string, Body>;
  if (value === undefined) delete at[last];
  else (at as Body)[last] = value;
  return copy;
}
export const set = (path: string, value: unknown) => (good: Body) => change(good, path, value);
export const setAll = (changes: Readonly<Record<string, unknown>>) => (good: Body) =>
  Object.entries(changes).reduce((body, [path, value]) => change(body, path, value), good);

/** The body of a refusal. */
export const sampleRefusal: Sample = { good: { error: 'No' }, broken: { 'no error text': set('error', undefined) } };
