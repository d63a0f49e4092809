// k6's modules without HTTP and execution, made for one VU.
import type { MetricType } from './metrics.ts';
import type { Values } from './program.ts';
import type { Vu } from './vu.ts';

/** @throws in the script where a value is no tag. */
export function tagsOf(vu: Vu, given: unknown, whose = ''): Record<string, string> {
  const entries = Object.entries((given ?? {}) as Values);
  const bad = entries.find(([, value]) => !['string', 'number', 'boolean'].includes(typeof value));
  if (bad) throw vu.typeError(`${whose}invalid value for metric tag '${bad[0]}': only String, Boolean and Number types are accepted as a metric tag values`); // prettier-ignore
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

const isAsync = (f: unknown): boolean => typeof f === 'function' && f.constructor.name === 'AsyncFunction';

export function k6Module(vu: Vu): Values {
  const allow = (what: string, name = ''): void => {
    if (vu.phase === 'init') throw vu.error(`Using ${what}() in the init context is not supported`);
    if (name.includes('::')) throw vu.error("group and check names may not contain '::'");
  };
  return {
    check(value: unknown, checks: unknown, tags?: unknown): boolean {
      allow('check');
      if (checks === undefined || checks === null) throw vu.error('no checks provided to `check`');
      const own = tagsOf(vu, tags);
      let all = true;
      for (const [name, test] of Object.entries(checks)) {
        allow('check', name);
        if (isAsync(test)) throw vu.error(`check ${name}: async functions are not supported as checks`);
        let held = false;
        try {
          held = Boolean(typeof test === 'function' ? (test as (value: unknown) => unknown)(value) : test);
        } finally {
          if (vu.task?.cancelled !== true) vu.run.checks.count(vu.tags['group'] ?? '', name, held);
          vu.sample('checks', held ? 1 : 0, { ...own, check: name });
        }
        all &&= held;
      }
      return all;
    },
    group(name: string, body: unknown): unknown {
      allow('group', name);
      if (typeof body !== 'function') throw vu.error('group() requires a callback as a second argument');
      if (isAsync(body)) throw vu.error('group() does not support async functions as arguments, please see https://grafana.com/docs/k6/latest/javascript-api/k6/group/ for more info'); // prettier-ignore
      const outer = vu.tags['group'] ?? '';
      vu.tags['group'] = name === '' ? outer : `${outer}::${name}`;
      const started = performance.now();
      try {
        return (body as () => unknown)();
      } finally {
        vu.sample('group_duration', performance.now() - started);
        vu.tags['group'] = outer;
      }
    },
    fail(message = ''): never {
      throw vu.error(message);
    },
  };
}

/** k6's text says 128; its pattern asks for 2 to 129. */
const METRIC_NAME = /^[a-zA-Z_][a-zA-Z0-9_]{1,128}$/;

export function metricsModule(vu: Vu): Values {
  const { registry, log } = vu.run;
  const kind = (type: MetricType) =>
    class {
      readonly name: string;
      constructor(name: unknown, isTime?: unknown) {
        if (vu.phase !== 'init') throw vu.error('metrics must be declared in the init context');
        this.name = String(name);
        if (!METRIC_NAME.test(this.name)) throw vu.error(`Invalid metric name: '${this.name}'. Metric names must only include up to 128 ASCII letters, numbers, or underscores and start with a letter or an underscore.`); // prettier-ignore
        try {
          registry.declare(this.name, type, isTime === true ? 'time' : 'default');
        } catch (error) {
          throw vu.error((error as Error).message);
        }
      }
      add(value: unknown, tags?: unknown): boolean {
        if (vu.phase === 'init') throw vu.error('metrics can not be added to in the init context');
        if (typeof value === 'bigint') throw vu.typeError('Cannot convert a BigInt value to a number');
        const own = tagsOf(vu, tags, `cannot add tags for the '${this.name}' custom metric: `);
        const number = Number(value ?? NaN);
        if (!Number.isNaN(number)) vu.sample(this.name, number, own);
        else log('warning', `'${String(value)}' is an invalid value for metric '${this.name}', a number or a boolean value is expected`); // prettier-ignore
        return !Number.isNaN(number);
      }
    };
  return { Counter: kind('counter'), Gauge: kind('gauge'), Rate: kind('rate'), Trend: kind('trend') };
}

const INDEX = /^(0|[1-9]\d*)$/;
/** Elements are kept as JSON, made once for all VUs. Each access gives a new frozen copy, as in k6. */
export const sharedArray = (vu: Vu) =>
  function SharedArray(name: unknown, fill: unknown): unknown {
    if (vu.phase !== 'init') throw vu.error('new SharedArray must be called in the init context');
    if (String(name) === '') throw vu.error("empty name provided to SharedArray's constructor");
    if (typeof fill !== 'function') throw vu.error("a function is expected as the second argument of SharedArray's constructor"); // prettier-ignore
    const { arrays } = vu.run;
    if (!arrays.has(String(name))) {
      const array = (fill as () => unknown)();
      if (!Array.isArray(array)) throw vu.error('only arrays can be made into SharedArray');
      arrays.set(
        String(name),
        array.map((item) => String(JSON.stringify(item))),
      );
    }
    const items = arrays.get(String(name)) ?? [];
    const { JSON: json, Object: object, Array: array } = vu.realm;
    const hasIndex = (key: string | symbol): boolean => typeof key === 'string' && INDEX.test(key) && Number(key) < items.length; // prettier-ignore
    const read = (key: string | symbol): unknown => json.parse(items[Number(key)] ?? '', (_key, value: unknown) => object.freeze(value)); // prettier-ignore
    const refuse = (): never => {
      throw vu.typeError('SharedArray is immutable');
    };
    return new Proxy(new array<unknown>(), {
      get: (target, key) => hasIndex(key) ? read(key) : key === 'length' ? items.length : Reflect.get(target, key), // prettier-ignore
      has: (target, key) => hasIndex(key) || Reflect.has(target, key),
      ownKeys: () => [...items.keys().map(String), 'length'],
      getOwnPropertyDescriptor(target, key) {
        if (hasIndex(key)) return { value: read(key), writable: true, enumerable: true, configurable: true };
        const own = Reflect.getOwnPropertyDescriptor(target, key);
        return own && { ...own, value: items.length };
      },
      set(_target, key) {
        if (typeof key === 'string' && (INDEX.test(key) || key === 'length')) return refuse();
        throw vu.typeError(`Cannot set property "${String(key)}" on a dynamic array`);
      },
      defineProperty: refuse,
      deleteProperty: refuse,
    });
  };

export function timersModule(vu: Vu): Values {
  let last = 0;
  const start =
    (repeats: boolean) =>
    (callback: unknown, ms?: unknown, ...given: unknown[]) => {
      if (typeof callback !== 'function') throw vu.typeError(`could not convert function call parameter 0: could not convert ${String(callback)} to sobek.Callable`); // prettier-ignore
      const { task } = vu;
      if (!task || task.finished) return 0;
      const id = ++last;
      const run = (): void => {
        if (!repeats) task.timers.delete(id);
        try {
          (callback as (...given: unknown[]) => unknown)(...given);
        } catch (error) {
          task.fail(error);
        }
        task.check();
      };
      task.timers.set(id, (repeats ? setInterval : setTimeout)(run, Math.max(1, Number(ms) || 0)));
      return id;
    };
  const clear = (id?: unknown): void => {
    clearTimeout(vu.task?.timers.get(Number(id)));
    if (vu.task?.timers.delete(Number(id))) vu.task.check();
  };
  return { setTimeout: start(false), setInterval: start(true), clearTimeout: clear, clearInterval: clear };
}
