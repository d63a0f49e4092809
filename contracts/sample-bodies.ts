// Helpers for the samples of the contracts. A sample is a valid body of its case, with ways to break it. It
// is written by hand from the site's description, so that a wrong contract and a wrong stand-in that agree are detected.

export type Body = Record<string, unknown>;
export type Sample = {
  good: Body;
  /** Bodies of earlier cases of the same contract, by case name. */
  earlier?: Readonly<Record<string, Body>>;
  /** Bodies that must fail: a name, and the body derived from `good`. */
  broken?: Readonly<Record<string, (good: Body) => unknown>>;
  /** Bodies that must only warn. */
  degraded?: Readonly<Record<string, (good: Body) => unknown>>;
};

/** The current time when the samples are judged. */
export const SAMPLE_NOW = new Date('2026-11-24T12:00:00.000Z');
export const SAMPLE_TIME = SAMPLE_NOW.toISOString();
/** A UUID for each number. */
export const sampleId = (n: number): string => `0b3bafee-5b1d-4f63-a5a5-${String(n).padStart(12, '0')}`;
export const list = <T>(items: number, make: (n: number) => T): T[] => Array.from({ length: items }, (_, n) => make(n));

/** A copy with the value at a dotted path replaced, or removed if it is undefined. */
export function change(body: Body, path: string, value: unknown): Body {
  // Not structuredClone: objects shared by several samples would stay shared.
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

/** The body of a rejection. */
export const sampleRefusal: Sample = { good: { error: 'No' }, broken: { 'no error text': set('error', undefined) } };
