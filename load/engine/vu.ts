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

export class Vu {
  readonly id: number;
  readonly run: Run;
  readonly realm: Realm;
  readonly #context: Context;
  phase: Phase = 'init';
  task: Task | undefined;
  iteration: Iteration | undefined;
  iterations = 0;
  /** Tags of every sample: run, scenario, group, and what the script has set. */
  tags: Record<string, string> = {};
  jar = new CookieJar();
  client: HttpClient | undefined;
  /** So long after it was due, the iteration began: its first request counts from then. */
  lateMs = 0;
  #exports: Values = {};

  constructor(id: number, run: Run) {
    this.id = id;
    this.run = run;
    const { realm, context } = makeRealm((what) => this.refuse(new Refusal(what)));
    this.realm = realm;
    this.#context = context;
    owners.set(realm.Promise, this);
  }

  /** Runs the init code. @returns the script's exports. @throws EngineError as k6 ends: 107, or what the script asked for. */
  async load(): Promise<Values> {
    const { run } = this;
    const timers = timersModule(this);
    Object.assign(this.realm, timers, {
      __ENV: { ...run.env },
      __VU: this.id,
      console: this.#console(),
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
      this.#exports = await run.program.load(this.#context, modules);
    });
    if (error instanceof EngineError) throw error;
    if (error !== undefined) throw new EngineError(EXIT.scriptException, textOf(error));
    return this.#exports;
  }

  #console(): Values {
    const shown = (part: unknown): string =>
      typeof part === 'object' && part !== null ? (this.realm.JSON.stringify(part) ?? inspect(part)) : String(part);
    const levels = { log: 'info', info: 'info', warn: 'warning', error: 'error', debug: 'debug' };
    const to =
      (level: string) =>
      (...parts: unknown[]) =>
        this.run.log(level, parts.map(shown).join(' '));
    return Object.fromEntries(Object.entries(levels).map(([name, level]) => [name, to(level)]));
  }

  /** Relative to the file that calls it. */
  #open(path: string, mode?: string): unknown {
    if (this.phase !== 'init')
      throw this.error(
        'the "open" function is only available in the init stage (i.e. the global scope), see https://grafana.com/docs/k6/latest/using-k6/test-lifecycle/ for more information',
      );
    const files = [...(new Error().stack ?? '').matchAll(/(file:.+?):\d+:\d+/g)].map(([, file]) => file as string);
    const caller = files.find((file) => file !== import.meta.url) ?? this.run.program.entry;
    const bytes = readFileSync(fileURLToPath(new URL(path, caller)));
    return mode === 'b' ? this.bytes(bytes) : bytes.toString('utf8');
  }

  /** An exported function of the script; undefined where there is none. */
  exported(name: string): ((...given: unknown[]) => unknown) | undefined {
    const found = this.#exports[name];
    return typeof found === 'function' ? (found as (...given: unknown[]) => unknown) : undefined;
  }

  perform(phase: Phase, body: () => unknown): Promise<Done> {
    this.phase = phase;
    return new Promise((resolve) => {
      const task = new Task(resolve);
      this.task = task;
      // Loading modules is asynchronous by itself: the task of the init code must not end before it.
      if (phase === 'init') task.pending++;
      const returned = async (): Promise<void> => {
        try {
          task.value = await body();
        } catch (error) {
          task.fail(error);
        }
        if (phase === 'init') task.pending--;
        task.check();
      };
      void returned();
      task.check();
    });
  }

  /** A promise of the script's realm for work that the task waits for. */
  async<T>(work: Promise<T>): Promise<T> {
    const task = this.task as Task;
    task.pending++;
    return new this.realm.Promise<T>((resolve, reject) => {
      const settle = (then: () => void): void => {
        task.pending--;
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
    throw this.error(refusal.message);
  }
  error = (message: string): Error => new this.realm.Error(message);
  typeError = (message: string): Error => new this.realm.TypeError(message);
  bytes(given: Uint8Array): ArrayBuffer {
    const made = new this.realm.Uint8Array(given.length);
    made.set(given);
    return made.buffer;
  }
  /** A plain value as the script's own objects. */
  own = <T>(value: T): T => this.realm.JSON.parse(JSON.stringify(value)) as T;

  sample(metric: string, value: number, own?: Tags): void {
    if (this.task?.cancelled !== true) this.run.registry.add(metric, value, own ? { ...this.tags, ...own } : this.tags);
  }

  end(): void {
    this.task?.interrupt();
    this.client?.close();
  }
}
