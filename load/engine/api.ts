// k6's modules without HTTP, made for one VU: `k6`, `k6/metrics`, `k6/execution`, `k6/data`, `k6/timers`.
import { EngineError, EXIT, Refusal } from './codes.ts';
import type { MetricType } from './metrics.ts';
import type { Values } from './program.ts';
import type { Vu } from './vu.ts';

type Tags = Readonly<Record<string, unknown>>;

/** @throws in the script where a value is no tag. */
export function tagsOf(vu: Vu, given: unknown, whose = ''): Record<string, string> | undefined {
  if (given === undefined || given === null) return undefined;
  const tags: Record<string, string> = {};
  for (const [name, value] of Object.entries(given as Tags)) {
    if (!/^(string|number|boolean)$/.test(typeof value)) throw vu.typeError(`${whose}invalid value for metric tag '${name}': only String, Boolean and Number types are accepted as a metric tag values`); // prettier-ignore
    tags[name] = String(value);
  }
  return tags;
}

function k6(vu: Vu): Values {
  const outsideInit = (name: string): void => {
    if (vu.phase === 'init') throw vu.error(`Using ${name}() in the init context is not supported`);
  };
  const named = (name: string): void => {
    if (name.includes('::')) throw vu.error("group and check names may not contain '::'");
  };
  const isAsync = (f: unknown): boolean => typeof f === 'function' && f.constructor.name === 'AsyncFunction';
  return {
    check(value: unknown, checks: unknown, tags?: unknown): boolean {
      outsideInit('check');
      if (checks === undefined || checks === null) throw vu.error('no checks provided to `check`');
      const own = tagsOf(vu, tags);
      const count = (name: string, held: boolean): void => {
        if (vu.task?.cancelled !== true) vu.shared.tree.take(vu.tags['group'] ?? '', name, held);
        vu.sample('checks', held ? 1 : 0, vu.shared.systemTag('check') ? { ...own, check: name } : own);
      };
      let all = true;
      for (const [name, test] of Object.entries(checks as Values)) {
        named(name);
        if (isAsync(test)) throw vu.error(`check ${name}: async functions are not supported as checks`);
        let held = false;
        try {
          held = Boolean(typeof test === 'function' ? (test as (value: unknown) => unknown)(value) : test);
        } catch (error) {
          count(name, false);
          throw error;
        }
        count(name, held);
        all &&= held;
      }
      return all;
    },
    group(name: string, body: unknown): unknown {
      outsideInit('group');
      if (typeof body !== 'function') throw vu.error('group() requires a callback as a second argument');
      if (isAsync(body)) throw vu.error('group() does not support async functions as arguments, please see https://grafana.com/docs/k6/latest/javascript-api/k6/group/ for more info'); // prettier-ignore
      named(name);
      const outer = vu.tags['group'];
      if (outer !== undefined) vu.tags['group'] = name === '' ? outer : `${outer}::${name}`;
      const started = performance.now();
      try {
        return (body as () => unknown)();
      } finally {
        vu.sample('group_duration', performance.now() - started);
        if (outer !== undefined) vu.tags['group'] = outer;
      }
    },
    fail(message?: string): never {
      throw vu.error(message ?? '');
    },
  };
}

/** k6's text says 128; its pattern asks for 2 to 129. */
const NAME = /^[a-zA-Z_][a-zA-Z0-9_]{1,128}$/;

function metrics(vu: Vu): Values {
  const kind = (type: MetricType) =>
    class {
      constructor(name: unknown, isTime?: unknown) {
        if (vu.phase !== 'init') throw vu.error('metrics must be declared in the init context');
        if (!NAME.test(String(name))) throw vu.error(`Invalid metric name: '${String(name)}'. Metric names must only include up to 128 ASCII letters, numbers, or underscores and start with a letter or an underscore.`); // prettier-ignore
        Object.defineProperty(this, 'name', { value: name, enumerable: true });
        try {
          vu.shared.registry.declare(String(name), type, isTime === true ? 'time' : 'default');
        } catch (error) {
          throw vu.error((error as Error).message);
        }
      }
      add(value: unknown, tags?: unknown): boolean {
        const { name } = this as unknown as { name: string };
        if (vu.phase === 'init') throw vu.error('metrics can not be added to in the init context');
        if (typeof value === 'bigint') throw vu.typeError('Cannot convert a BigInt value to a number');
        const own = tagsOf(vu, tags, `cannot add tags for the '${name}' custom metric: `);
        const number = value === null || value === undefined ? NaN : Number(value);
        if (!Number.isNaN(number)) vu.sample(name, number, own);
        else if (vu.shared.options['throw'] === true) throw vu.error(`'${String(value)}' is an invalid value for metric '${name}', a number or a boolean value is expected`); // prettier-ignore
        else vu.shared.log('warning', `'${String(value)}' is an invalid value for metric '${name}', a number or a boolean value is expected`); // prettier-ignore
        return !Number.isNaN(number);
      }
    };
  return { Counter: kind('counter'), Gauge: kind('gauge'), Rate: kind('rate'), Trend: kind('trend') };
}

function execution(vu: Vu): Values {
  const { shared } = vu;
  const inVu = (what: string) => {
    if (vu.phase === 'init') throw vu.error(`getting ${what} information in the init context is not supported`);
  };
  const scenario = () => {
    inVu('scenario');
    if (!vu.iteration) throw vu.error('getting scenario information outside of the VU context is not supported');
    return vu.iteration;
  };
  const tags = new Proxy(vu.tags, {
    get: (_, key) => vu.tags[key as string],
    has: (_, key) => (key as string) in vu.tags,
    ownKeys: () => Object.keys(vu.tags),
    getOwnPropertyDescriptor: (_, key) => Object.getOwnPropertyDescriptor(vu.tags, key),
    deleteProperty: (_, key) => delete vu.tags[key as string],
    set: (_, key, value) => Object.assign(vu.tags, tagsOf(vu, { [String(key)]: value as unknown })) !== undefined,
  });
  const keepTags = { enumerable: true, get: () => (inVu('VU'), tags), set: () => {} };
  const getters = (table: Readonly<Record<string, () => unknown>>): Values =>
    Object.defineProperties({}, Object.fromEntries(Object.entries(table).map(([name, get]) => [name, { get, enumerable: true }]))); // prettier-ignore
  const instance = (read: () => number) => () => (inVu('instance'), read());
  const ofVu = (read: () => number) => () => (inVu('VU'), read());
  const number = { name: () => scenario().scenario, executor: () => scenario().executor, startTime: () => scenario().startTime, progress: () => scenario().progress(), iterationInInstance: () => scenario().inInstance, iterationInTest: () => scenario().inTest }; // prettier-ignore
  return {
    scenario: getters(number),
    instance: getters({
      iterationsCompleted: instance(() => shared.counts.completed),
      iterationsInterrupted: instance(() => shared.counts.interrupted),
      vusActive: instance(() => shared.counts.active),
      vusInitialized: instance(() => shared.counts.initialized),
      currentTestRunDuration: instance(() => performance.now() - shared.startedAt),
    }),
    test: {
      abort(message?: unknown): never {
        const reason = `test aborted${message === undefined ? '' : `: ${String(message)}`}`;
        if (vu.phase === 'init') throw new EngineError(EXIT.scriptAborted, reason);
        shared.stop(EXIT.scriptAborted, reason);
        throw vu.error(reason);
      },
      fail(message?: unknown): void {
        shared.markFailed(`test marked as failed${message === undefined ? '' : `: ${String(message)}`}`);
      },
    },
    vu: Object.defineProperties(
      getters({
        idInInstance: ofVu(() => vu.id),
        idInTest: ofVu(() => shared.vuIdInTest(vu.id)),
        iterationInInstance: ofVu(() => vu.iterations - 1),
        iterationInScenario: () => scenario().inScenario,
      }),
      {
        tags: keepTags,
        metrics: { enumerable: true, value: Object.defineProperties({ metadata: {} }, { tags: keepTags }) },
      },
    ),
  };
}

/** Elements are kept as JSON, made once for all VUs, and read into objects of whoever asks. */
function sharedArray(vu: Vu, name: string, fill: () => unknown): unknown {
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

function timers(vu: Vu): Values {
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

export function coreModules(vu: Vu): Readonly<Record<string, Values>> {
  function SharedArray(name: string, fill: () => unknown): unknown {
    return sharedArray(vu, name, fill);
  }
  const blocked = (name: string) => (): never => vu.refuse(new Refusal(`${name}()`));
  return {
    k6: { ...k6(vu), sleep: blocked('sleep'), randomSeed: blocked('randomSeed') },
    'k6/metrics': metrics(vu),
    'k6/execution': execution(vu),
    'k6/data': { SharedArray },
    'k6/timers': timers(vu),
  };
}
