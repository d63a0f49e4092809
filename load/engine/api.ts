// k6's modules without HTTP, made for one VU: `k6`, `k6/metrics`, and those of the files beside.
import { Refusal } from './codes.ts';
import { sharedArray, timers } from './data-api.ts';
import { execution } from './execution-api.ts';
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
