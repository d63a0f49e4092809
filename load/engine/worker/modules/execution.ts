// The module `k6/execution`.
import { COUNTS } from '../../protocol.ts';
import { data, interruption, send, vu as state } from '../state.ts';

const counts = new Int32Array(data.counts);
const at = (slot: number): number => Atomics.load(counts, slot);

function context() {
  if (!state.context) throw new Error('getting scenario information outside of the VU context is not supported');
  return state.context;
}

export const scenario = {
  get name() {
    return context().scenario;
  },
  get executor() {
    return context().executor;
  },
  get startTime() {
    return context().startTime;
  },
  /** 0..1 of the scenario's iterations, or of its planned time. */
  get progress() {
    const { startTime, durationMs, iterationInTest, iterations } = context();
    if (iterations !== undefined) return iterationInTest / iterations;
    return durationMs > 0 ? Math.min(1, (Date.now() - startTime) / durationMs) : 0;
  },
  get iterationInInstance() {
    return context().iterationInTest;
  },
  get iterationInTest() {
    return context().iterationInTest;
  },
};

export const instance = {
  get iterationsCompleted() {
    return at(COUNTS.completed);
  },
  get iterationsInterrupted() {
    return at(COUNTS.interrupted);
  },
  get vusActive() {
    return at(COUNTS.vusActive);
  },
  get vusInitialized() {
    return at(COUNTS.vusInitialized);
  },
  get currentTestRunDuration() {
    return Date.now() - data.startedAt;
  },
};

export const test = {
  /** Ends the whole run, exit 108. */
  abort(message = ''): never {
    send({ t: 'abort', message, fail: false });
    throw interruption(message);
  },
  /** Lets the run go on and fail at its end, exit 110. */
  fail(message = ''): void {
    send({ t: 'abort', message, fail: true });
  },
  get options() {
    return state.options;
  },
};

const tags = (): Record<string, string> => state.tags;
export const vu = {
  get idInInstance() {
    return data.vu;
  },
  get idInTest() {
    return data.vu;
  },
  get iterationInInstance() {
    return context().iterationInVu;
  },
  get iterationInScenario() {
    return context().iterationInScenarioOfVu;
  },
  get tags() {
    return tags();
  },
  metrics: {
    get tags() {
      return tags();
    },
    metadata: {} as Record<string, string>,
  },
};

export default { scenario, instance, test, vu };
