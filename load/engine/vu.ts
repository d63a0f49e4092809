// One VU: a realm of its own with the script in it, on the one event loop that all VUs share.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import type { Context } from 'node:vm';
import { EngineError, EXIT, Refusal, textOf } from './codes.ts';
import { CookieJar } from './cookies.ts';
import type { HttpClient } from './http-client.ts';
import { httpModule } from './http-module.ts';
import { executionModule, type Iteration } from './execution-module.ts';
import { k6Module, metricsModule, sharedArray, timersModule } from './k6-modules.ts';
import type { Tags } from './metrics.ts';
import { makeRealm, type Realm, type Values } from './program.ts';
import type { Run } from './run.ts';
import { Task, type Done } from './task.ts';

export type Phase = 'init' | 'setup' | 'iteration' | 'teardown' | 'handleSummary';

/** VUs by their realm's Promise: whose rejection it was that nobody handled. */
const owners = new WeakMap<object, Vu>();
process.on('unhandledRejection', (reason, promise) => {
  const owner = owners.get(promise.constructor);
  if (!owner) throw reason;
  owner.task?.fail(reason);
});

const LEVELS = { log: 'info', info: 'info', warn: 'warning', error: 'error', debug: 'debug' };

export class Vu {
  readonly id: number;
  readonly run: Run;
  readonly realm: Realm;
  readonly #context: Context;
  /** The script's exports. */
  exports: Values = {};
  phase: Phase = 'init';
  task: Task | undefined;
  iteration: Iteration | undefined;
  iterations = 0;
  /** In its scenario: how many it has begun, and what setup returned. */
  seat: { begun: number; data: unknown } = { begun: 0, data: undefined };
  /** Tags of every sample: run, scenario, group, and what the script has set. */
  readonly tags: Record<string, string> = {};
  jar = new CookieJar();
  client: HttpClient | undefined;
  /** On the wire, not yet counted. */
  bytes = { sent: 0, received: 0 };
  /** So long after it was due, the iteration began: its first request counts from then. */
  lateMs = 0;

  constructor(id: number, run: Run) {
    this.id = id;
    this.run = run;
    const { realm, context } = makeRealm((what) => this.refuse(new Refusal(what)));
    this.realm = realm;
    this.#context = context;
    owners.set(realm.Promise, this);
  }

  /** Runs the init code. @throws EngineError as k6 ends: 107, or what the script asked for. */
  async load(): Promise<this> {
    const timers = timersModule(this);
    const shown = (part: unknown): string =>
      typeof part === 'object' && part !== null ? (this.realm.JSON.stringify(part) ?? inspect(part)) : String(part);
    const prints = Object.entries(LEVELS).map(([name, level]) => [
      name,
      (...parts: unknown[]) => this.run.log(level, parts.map(shown).join(' ')),
    ]);
    Object.assign(this.realm, timers, {
      __ENV: { ...this.run.env },
      __VU: this.id,
      console: Object.fromEntries(prints) as Values,
      open: (path: string, mode?: string) => this.#open(path, mode),
    });
    const modules = {
      k6: k6Module(this),
      'k6/http': httpModule(this),
      'k6/metrics': metricsModule(this),
      'k6/execution': executionModule(this),
      'k6/data': { SharedArray: sharedArray(this) },
      'k6/timers': timers,
    };
    const { error } = await this.perform('init', async () => {
      this.exports = await this.run.program.load(this.#context, modules);
    });
    if (error === undefined) return this;
    throw error instanceof EngineError ? error : new EngineError(EXIT.scriptException, textOf(error));
  }

  /** Relative to the file that calls it. */
  #open(path: string, mode?: string): string {
    if (this.phase !== 'init') throw this.error('the "open" function is only available in the init stage (i.e. the global scope), see https://grafana.com/docs/k6/latest/using-k6/test-lifecycle/ for more information'); // prettier-ignore
    if (mode === 'b') this.refuse(new Refusal('open() of binary files'));
    const files = [...(new Error().stack ?? '').matchAll(/(file:.+?):\d+:\d+/g)].map(([, file]) => file as string);
    const caller = files.find((file) => file !== import.meta.url) ?? this.run.program.entry;
    return readFileSync(fileURLToPath(new URL(path, caller)), 'utf8');
  }

  setTags(tags: Tags): void {
    for (const name of Object.keys(this.tags)) delete this.tags[name];
    Object.assign(this.tags, tags);
  }

  /** Calls the script's function of that name, if there is one, or `body`. */
  perform(phase: Phase, called: string | (() => unknown), ...given: unknown[]): Promise<Done> {
    this.phase = phase;
    const body = typeof called === 'string' ? this.exports[called] : called;
    return new Promise((resolve) => {
      const task = new Task(resolve);
      this.task = task;
      // Loading modules is asynchronous by itself: the task of the init code must not end before it.
      if (phase === 'init') task.requests++;
      const returned = async (): Promise<void> => {
        try {
          task.value =
            typeof body === 'function' ? await (body as (...all: unknown[]) => unknown)(...given) : undefined;
        } catch (error) {
          task.fail(error);
        }
        if (phase === 'init') task.requests--;
        task.check();
      };
      void returned();
      task.check();
    });
  }

  /** A promise of the script's realm for work that the task waits for. */
  async<T>(work: Promise<T>): Promise<T> {
    const task = this.task as Task;
    task.requests++;
    return new this.realm.Promise<T>((resolve, reject) => {
      const settle = (then: () => void): void => {
        task.requests--;
        if (!task.finished) then();
        if (!task.cancelled) task.check();
      };
      void work.then(
        (value) => settle(() => resolve(value)),
        (error: Error) => settle(() => reject(error)),
      );
    });
  }

  /** Ends the run, since its result would not be what k6 gives. */
  refuse(refusal: Refusal): never {
    this.run.stop(refusal.exitCode, refusal.message);
    throw this.phase === 'init' ? refusal : this.error(refusal.message);
  }
  error = (message: string): Error => new this.realm.Error(message);
  typeError = (message: string): Error => new this.realm.TypeError(message);

  sample(metric: string, value: number, own?: Tags): void {
    if (this.task?.cancelled !== true) this.run.registry.add(metric, value, { ...this.tags, ...own });
  }

  end(): void {
    this.task?.interrupt();
    this.client?.close();
  }
}
