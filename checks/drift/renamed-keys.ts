// Finds missing keys that look renamed.
import { kindOf, type Shape } from './schema-shapes.ts';

const words = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
const plain = (name: string): string => words(name).join('');
/** Names that share a word, or one begins with the other: `image_url` and `imageUrl`, `upvotes` and `up`. */
const akin = (a: string, b: string): boolean =>
  plain(a).startsWith(plain(b)) || plain(b).startsWith(plain(a)) || words(a).some((word) => words(b).includes(word));

export type Gone = { key: string; shape: Shape; required: boolean };
export type Came = { key: string; fits: (shape: Shape) => boolean; kinds: ReadonlySet<string> };

/** Types that identify a value. Text, numbers and booleans do not, because many keys have them. */
const DISTINCT = new Set(['date-time', 'date', 'uuid']);

/**
 * Old name -> new name, each once. Order of preference: the same name in another style; a similar name; in key order, a value of
 * the same identifying type, or text for text; any type, if exactly one key is missing and one is new.
 */
export function renames(gone: readonly Gone[], came: readonly Came[], kept: readonly string[]): Map<string, string> {
  const pairs = new Map<string, string>();
  const free = (): Came[] => came.filter(({ key }) => ![...pairs.values()].includes(key));
  const left = (): Gone[] => gone.filter(({ key }) => !pairs.has(key));
  const match = (wanted: readonly Gone[], agrees: (old: Gone, candidate: Came) => boolean): void => {
    for (const old of wanted) {
      const found = free().find((candidate) => candidate.fits(old.shape) && agrees(old, candidate));
      if (found) pairs.set(old.key, found.key);
    }
  };
  match(left(), (old, { key }) => plain(old.key) === plain(key));
  // A missing optional key counts only if its object also lost a required key.
  const missed = (): Gone[] => (gone.some(({ required }) => required) ? left() : []);
  match(missed(), (old, { key }) => akin(old.key, key));
  match(missed(), (old, { key, kinds }) => {
    const [kind = ''] = kinds;
    const text = old.shape.types.has('string') && !old.shape.values && kind === 'string';
    return kinds.size === 1 && (DISTINCT.has(kind) || text) && !kept.some((one) => akin(one, key));
  });
  if (missed().length === 1 && free().length === 1) match(missed(), (_, { kinds }) => !kinds.has('null'));
  return pairs;
}

/** Text in the format of a time, a date or a UUID does not match a plain string. */
export const sameKind = (shape: Shape, value: unknown): boolean => {
  const kind = kindOf(value);
  return typeof value !== 'string' || shape.format !== undefined || shape.pattern !== undefined || kind === 'string';
};
