// The module `k6/data`. As in k6 the first VU makes the array and every other one reads the same bytes: an element is
// parsed when it is read, so that 50 VUs do not hold 50 copies.
import { data, madeArrays, vu } from '../state.ts';

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}

/** An array whose elements are the JSON texts between `ends`. */
function view({ text, ends }: { text: Uint8Array; ends: Uint32Array }): readonly unknown[] {
  const decoder = new TextDecoder();
  const at = (index: number): unknown =>
    freeze(JSON.parse(decoder.decode(text.slice(ends[index - 1] ?? 0, ends[index]))) as unknown);
  const refuse = (): never => {
    throw new TypeError('SharedArray is immutable');
  };
  return new Proxy<unknown[]>([], {
    get: (target, key, receiver) => {
      if (key === 'length') return ends.length;
      const index = typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : -1;
      if (index >= 0) return index < ends.length ? at(index) : undefined;
      return Reflect.get(target, key, receiver) as unknown;
    },
    has: (target, key) =>
      typeof key === 'string' && /^\d+$/.test(key) ? Number(key) < ends.length : Reflect.has(target, key),
    ownKeys: () => [...Array.from(ends, (_, i) => String(i)), 'length'],
    getOwnPropertyDescriptor: (target, key) =>
      typeof key === 'string' && /^\d+$/.test(key) && Number(key) < ends.length
        ? { value: at(Number(key)), enumerable: true, configurable: true, writable: false }
        : Reflect.getOwnPropertyDescriptor(target, key),
    set: refuse,
    deleteProperty: refuse,
    defineProperty: refuse,
  });
}

function make(fill: () => unknown): { text: Uint8Array; ends: Uint32Array } {
  const array: unknown = fill();
  if (!Array.isArray(array)) throw new Error('only arrays can be made into SharedArray');
  const parts = array.map((item) => Buffer.from(JSON.stringify(item) ?? 'null'));
  const text = new Uint8Array(
    new SharedArrayBuffer(
      Math.max(
        1,
        parts.reduce((sum, p) => sum + p.length, 0),
      ),
    ),
  );
  const ends = new Uint32Array(new SharedArrayBuffer(parts.length * Uint32Array.BYTES_PER_ELEMENT));
  let end = 0;
  parts.forEach((part, i) => {
    text.set(part, end);
    ends[i] = end += part.length;
  });
  return { text, ends };
}

export const SharedArray = function (name: string, fill: () => unknown[]): readonly unknown[] {
  if (vu.phase !== 'init') throw new Error('new SharedArray must be called in the init context');
  if (name === '') throw new Error('empty name provided to SharedArray constructor');
  const made = data.arrays?.[name] ?? (madeArrays[name] ??= make(fill));
  return view(made);
} as unknown as new (name: string, make: () => unknown[]) => readonly unknown[];

export default { SharedArray };
