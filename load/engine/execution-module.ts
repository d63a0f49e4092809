// k6's module `k6/execution`, made for one VU.
import { EngineError, EXIT, Refusal } from './codes.ts';
import { tagsOf } from './k6-modules.ts';
import type { Values } from './program.ts';
import type { Vu } from './vu.ts';

/** What an executor tells the script about the iteration; `startTime` in epoch milliseconds. */
export type Iteration = {
  name: string;
  executor: string;
  startTime: number;
  progress: () => number;
  iterationInTest: number;
  iterationInInstance: number;
  iterationInScenario: number;
};
const OF_SCENARIO = ['name', 'executor', 'startTime', 'progress', 'iterationInInstance', 'iterationInTest'] as const;

export function executionModule(vu: Vu): Values {
  const { run } = vu;
  const { counts } = run;
  /** An object whose properties are read when the script asks, and not in the init context. */
  const live = (what: string, table: Readonly<Record<string, () => unknown>>): object => {
    const properties = Object.entries(table).map(([name, read]): [string, PropertyDescriptor] => {
      const get = (): unknown => {
        if (vu.phase === 'init') throw vu.error(`getting ${what} information in the init context is not supported`);
        return read();
      };
      return [name, { get, set: () => {}, enumerable: true }];
    });
    return Object.defineProperties({}, Object.fromEntries(properties));
  };
  const current = (field: keyof Iteration): unknown => {
    if (!vu.iteration) throw vu.error('getting scenario information outside of the VU context is not supported');
    const value = vu.iteration[field];
    return typeof value === 'function' ? value() : value;
  };
  const tags = new Proxy(vu.tags, {
    set: (own, key, value: unknown) => Boolean(Object.assign(own, tagsOf(vu, { [String(key)]: value }))),
  });
  const because = (what: string, message: unknown): string => what + (message === undefined ? '' : `: ${String(message)}`); // prettier-ignore
  return {
    scenario: live('scenario', Object.fromEntries(OF_SCENARIO.map((field) => [field, () => current(field)]))),
    instance: live('instance', {
      iterationsCompleted: () => counts.completed,
      iterationsInterrupted: () => counts.interrupted,
      vusActive: () => counts.active,
      vusInitialized: () => counts.initialized,
      currentTestRunDuration: () => run.elapsedMs(),
    }),
    test: {
      abort(message?: unknown): never {
        const reason = because('test aborted', message);
        if (vu.phase === 'init') throw new EngineError(EXIT.scriptAborted, reason);
        run.stop(EXIT.scriptAborted, reason);
        throw vu.error(reason);
      },
      fail: (message?: unknown) => void (run.failed ??= { exitCode: EXIT.markedAsFailed, reason: because('test marked as failed', message) }), // prettier-ignore
      get options(): never {
        return vu.refuse(new Refusal('execution.test.options'));
      },
    },
    vu: live('VU', {
      idInInstance: () => vu.id,
      idInTest: () => run.vuIdInTest(vu.id),
      iterationInInstance: () => vu.iterations - 1,
      iterationInScenario: () => current('iterationInScenario'),
      tags: () => tags,
      metrics: () => ({ metadata: {}, tags }),
    }),
  };
}
