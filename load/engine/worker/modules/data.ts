// The module `k6/data`. The array is made once in each VU; k6 shares the memory, the content is the same.
import { vu } from '../state.ts';

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}

const made = new Map<string, readonly unknown[]>();

export const SharedArray = function (name: string, make: () => unknown[]): readonly unknown[] {
  if (vu.phase !== 'init') throw new Error('new SharedArray must be called in the init context');
  const known = made.get(name);
  if (known) return known;
  const array: unknown = JSON.parse(JSON.stringify(make()));
  if (!Array.isArray(array)) throw new Error('only arrays can be made into SharedArray');
  made.set(name, freeze(array));
  return array;
} as unknown as new (name: string, make: () => unknown[]) => readonly unknown[];

export default { SharedArray };
