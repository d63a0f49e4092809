// k6's modules `k6/data` and `k6/timers`, made for one VU.
import type { Values } from './program.ts';
import type { Vu } from './vu.ts';

/** Elements are kept as JSON, made once for all VUs, and read into objects of whoever asks. */
export function sharedArray(vu: Vu, name: string, fill: () => unknown): unknown {
  if (vu.phase !== 'init') throw vu.error('new SharedArray must be called in the init context');
  if (String(name) === '') throw vu.error("empty name provided to SharedArray's constructor");
  if (typeof fill !== 'function')
    throw vu.error("a function is expected as the second argument of SharedArray's constructor");
  let items = vu.shared.arrays.get(name);
  if (!items) {
    const array = fill();
    if (!Array.isArray(array)) throw vu.error('only arrays can be made into SharedArray');
    vu.shared.arrays.set(name, (items = array.map((item) => JSON.stringify(item) ?? 'null')));
  }
  const list = items;
  const { JSON: json, Object: object } = vu.realm;
  const freeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) object.values(value).forEach(freeze);
    return object.freeze(value);
  };
  const at = (key: string | symbol): number => (typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : -1);
  const refuse = (): never => {
    throw vu.typeError('SharedArray is immutable');
  };
  return new Proxy(new vu.realm.Array() as unknown[], {
    get: (target, key, receiver) =>
      key === 'length' ? list.length : at(key) < 0 ? (Reflect.get(target, key, receiver) as unknown) : list[at(key)] === undefined ? undefined : freeze(json.parse(list[at(key)] as string)), // prettier-ignore
    has: (target, key) => (at(key) < 0 ? Reflect.has(target, key) : at(key) < list.length),
    ownKeys: () => [...list.keys()].map(String).concat('length'),
    getOwnPropertyDescriptor: (target, key) => at(key) < 0 || at(key) >= list.length ? Reflect.getOwnPropertyDescriptor(target, key) : { value: json.parse(list[at(key)] as string) as unknown, enumerable: true, configurable: true, writable: false }, // prettier-ignore
    set: refuse,
    deleteProperty: refuse,
    defineProperty: refuse,
  });
}

export function timers(vu: Vu): Values {
  let last = 0;
  const start =
    (repeat: boolean) =>
    (callback: unknown, ms?: unknown, ...given: unknown[]) => {
      if (typeof callback !== 'function') throw vu.typeError(`could not convert function call parameter 0: could not convert ${String(callback)} to sobek.Callable`); // prettier-ignore
      const task = vu.task;
      if (!task || task.over) return 0;
      const id = ++last;
      const run = (): void => {
        task.timers.delete(id);
        if (repeat) begin();
        else task.pending--;
        try {
          (callback as (...given: unknown[]) => unknown)(...given);
        } catch (error) {
          task.fail(error);
        }
        task.check();
      };
      const begin = (): void => void task.timers.set(id, setTimeout(run, Math.max(1, Number(ms) || 0)));
      task.pending++;
      begin();
      return id;
    };
  const clear = (id?: unknown): void => {
    const timer = vu.task?.timers.get(Number(id));
    if (!timer || !vu.task) return;
    clearTimeout(timer);
    vu.task.timers.delete(Number(id));
    vu.task.pending--;
    vu.task.check();
  };
  return { setTimeout: start(false), setInterval: start(true), clearTimeout: clear, clearInterval: clear };
}
