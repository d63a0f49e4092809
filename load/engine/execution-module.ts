// k6's module `k6/execution`, made for one VU.
import { EngineError, EXIT, Refusal } from './codes.ts';
import { tagsOf } from './k6-modules.ts';
import type { Values } from './program.ts';
import type { Vu } from './vu.ts';

/** What an executor tells the script about the iteration (`k6/execution`). */
export type Iteration = {
  scenario: string;
  executor: string;
  /** Epoch milliseconds. */
  startTime: number;
  progress(): number;
  inTest: number;
  inInstance: number;
  inScenario: number;
};

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
  const current = (): Iteration => {
    if (!vu.iteration) throw vu.error('getting scenario information outside of the VU context is not supported');
    return vu.iteration;
  };
  const tags = new Proxy(vu.tags, {
    get: (_, key) => vu.tags[key as string],
    has: (_, key) => key in vu.tags,
    ownKeys: () => Object.keys(vu.tags),
    getOwnPropertyDescriptor: (_, key) => Object.getOwnPropertyDescriptor(vu.tags, key),
    deleteProperty: (_, key) => delete vu.tags[key as string],
    set: (_, key, value: unknown) => Boolean(Object.assign(vu.tags, tagsOf(vu, { [String(key)]: value }))),
  });
  const because = (what: string, message: unknown): string => what + (message === undefined ? '' : `: ${String(message)}`); // prettier-ignore
  return {
    scenario: live('scenario', {
      name: () => current().scenario,
      executor: () => current().executor,
      startTime: () => current().startTime,
      progress: () => current().progress(),
      iterationInInstance: () => current().inInstance,
      iterationInTest: () => current().inTest,
    }),
    instance: live('instance', {
      iterationsCompleted: () => counts.completed,
      iterationsInterrupted: () => counts.interrupted,
      vusActive: () => counts.active,
      vusInitialized: () => counts.initialized,
      currentTestRunDuration: () => performance.now() - run.startedAt,
    }),
    test: {
      abort(message?: unknown): never {
        const reason = because('test aborted', message);
        if (vu.phase === 'init') throw new EngineError(EXIT.scriptAborted, reason);
        run.stop(EXIT.scriptAborted, reason);
        throw vu.error(reason);
      },
      fail: (message?: unknown) => run.markFailed(because('test marked as failed', message)),
      get options(): never {
        return vu.refuse(new Refusal('execution.test.options'));
      },
    },
    vu: live('VU', {
      idInInstance: () => vu.id,
      idInTest: () => run.vuIdInTest(vu.id),
      iterationInInstance: () => vu.iterations - 1,
      iterationInScenario: () => current().inScenario,
      tags: () => tags,
      metrics: () => ({ metadata: {}, tags }),
    }),
  };
}
