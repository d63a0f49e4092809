// Stands for `node:test` while mutants are tried: the same words, in this process, again and again, and it stops at the first failure. Node's own
// runs once a process. What it lacks throws: a test must not pass because a word of it was not understood.
import { mock } from 'node:test';

type Work = (context: Context) => unknown;
type Options = { skip?: boolean | string; todo?: unknown; timeout?: number; concurrency?: unknown };
type Suite = { before: Work[]; after: Work[]; beforeEach: Work[]; afterEach: Work[]; run: (() => Promise<void>)[] };

export type Context = {
  name: string;
  signal: AbortSignal;
  after: (work: () => unknown) => void;
  test: typeof test;
  diagnostic: (text: string) => void;
  skip: () => void;
  mock: typeof mock;
};

const emptySuite = (): Suite => ({ before: [], after: [], beforeEach: [], afterEach: [], run: [] });
let suites: Suite[] = [emptySuite()];
const suite = (): Suite => suites.at(-1) as Suite;

const partsOf = (args: readonly unknown[]): { name: string; options: Options; work: Work | undefined } => ({
  name: String(args.find((arg) => typeof arg === 'string') ?? 'unnamed'),
  options: (args.find((arg) => typeof arg === 'object') as Options | undefined) ?? {},
  work: args.find((arg) => typeof arg === 'function') as Work | undefined,
});

/** One test with what it asked to be done after it. Rejects where it fails. */
async function runTest(name: string, work: Work, around: readonly Suite[]): Promise<void> {
  const stop = new AbortController();
  const afters: (() => unknown)[] = [];
  const context: Context = {
    name,
    signal: stop.signal,
    after: (one) => void afters.push(one),
    test: ((...args: unknown[]) => {
      const inner = partsOf(args);
      const isRun = inner.work !== undefined && !inner.options.skip;
      return isRun ? runTest(inner.name, inner.work as Work, []) : Promise.resolve();
    }) as typeof test,
    diagnostic: () => {},
    skip: () => {},
    mock,
  };
  try {
    for (const one of around) for (const each of one.beforeEach) await each(context);
    await work(context);
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    stop.abort();
    for (const one of [...around].reverse()) for (const each of one.afterEach) await each(context);
    for (const one of afters) await one();
    mock.reset();
  }
}

async function runSuite(one: Suite): Promise<void> {
  const context = { name: 'suite', diagnostic: () => {} } as unknown as Context;
  try {
    for (const work of one.before) await work(context);
    for (const run of one.run) await run();
  } finally {
    for (const work of one.after) await work(context);
  }
}

export function test(...args: unknown[]): Promise<void> {
  const { name, options, work } = partsOf(args);
  const around = [...suites];
  if (work !== undefined && !options.skip) suite().run.push(() => runTest(name, work, around));
  return Promise.resolve();
}
export const it = test;
test.skip = (): Promise<void> => Promise.resolve();
test.todo = test.skip;

export function describe(...args: unknown[]): void {
  const { options, work } = partsOf(args);
  if (work === undefined || options.skip) return;
  const inner = emptySuite();
  suite().run.push(() => runSuite(inner));
  suites.push(inner);
  work({} as Context);
  suites.pop();
}

export const before = (work: Work): void => void suite().before.push(work);
export const after = (work: Work): void => void suite().after.push(work);
export const beforeEach = (work: Work): void => void suite().beforeEach.push(work);
export const afterEach = (work: Work): void => void suite().afterEach.push(work);
export { mock };
export default test;

/** Runs what the file that `load` loads has registered. Resolves to the first failure; to undefined where all pass. */
export async function runFile(load: () => Promise<unknown>): Promise<string | undefined> {
  suites = [emptySuite()];
  try {
    await load();
    await runSuite(suites[0] as Suite);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
