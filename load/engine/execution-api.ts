// k6's module `k6/execution`, made for one VU.
import { tagsOf } from './api.ts';
import { EngineError, EXIT } from './codes.ts';
import type { Values } from './program.ts';
import type { Vu } from './vu.ts';

export function execution(vu: Vu): Values {
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
