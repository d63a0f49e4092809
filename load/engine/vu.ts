// One VU: a realm of its own with the script in it, on the one event loop that all VUs share. What it has begun (requests,
// timers) belongs to a task; the task ends when nothing is left, as an iteration does in k6.
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import type { Context } from 'node:vm';
import { fileURLToPath } from 'node:url';
import { coreModules } from './api.ts';
import type { HttpClient } from './client.ts';
import { EngineError, EXIT, Refusal } from './codes.ts';
import { CookieJar } from './cookies.ts';
import { httpModule } from './http-module.ts';
import type { Tags } from './metrics.ts';
import { makeRealm, type Realm, type Values } from './program.ts';
import type { Shared } from './shared-state.ts';
import { Task, type Done } from './task.ts';

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
export type Phase = 'init' | 'setup' | 'iteration' | 'teardown' | 'handleSummary';

/** VUs by their realm's Promise: whose rejection it was that nobody handled. */
const owners = new WeakMap<object, Vu>();
process.on('unhandledRejection', (reason, promise) => {
  const owner = owners.get(promise.constructor);
  if (owner) owner.task?.fail(reason);
  else throw reason;
});

export class Vu {
  readonly id: number;
  readonly shared: Shared;
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

  constructor(id: number, shared: Shared) {
    this.id = id;
    this.shared = shared;
    const { realm, context } = makeRealm((what) => this.refuse(new Refusal(what)));
    [this.realm, this.#context] = [realm, context];
    owners.set(realm.Promise, this);
  }

  /** Runs the init code. @throws EngineError as k6 ends: 107, or what the script asked for. */
  async load(): Promise<Values> {
    const { realm, shared } = this;
    const core = coreModules(this);
    const log = (level: string) => (...parts: unknown[]) => void shared.log(level, parts.map((p) => (typeof p === 'string' ? p : typeof p === 'object' && p !== null ? (realm.JSON.stringify(p) ?? inspect(p)) : String(p))).join(' ')); // prettier-ignore
    Object.assign(realm, core['k6/timers'], {
      __ENV: { ...shared.env },
      __VU: this.id,
      console: { log: log('info'), info: log('info'), warn: log('warning'), error: log('error'), debug: log('debug') },
      open: (path: string, mode?: string) => this.#open(path, mode),
    });
    const modules = { ...core, 'k6/http': httpModule(this) };
    const { error } = await this.perform('init', async () => {
      this.#exports = await shared.program.load(this.#context, modules);
    });
    if (error instanceof EngineError) throw error;
    if (error !== undefined) throw new EngineError(EXIT.scriptException, text(error));
    return this.#exports;
  }

  /** Relative to the file that calls it. */
  #open(path: string, mode?: string): unknown {
    if (this.phase !== 'init') throw this.error('the "open" function is only available in the init stage (i.e. the global scope), see https://grafana.com/docs/k6/latest/using-k6/test-lifecycle/ for more information'); // prettier-ignore
    const caller = (new Error().stack ?? '').split('\n').map((line) => /(file:.+?):\d+:\d+/.exec(line)?.[1]).find((file) => file !== undefined && file !== import.meta.url); // prettier-ignore
    const bytes = readFileSync(fileURLToPath(new URL(path, caller ?? this.shared.program.entry)));
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
      const task = (this.task = new Task(resolve));
      try {
        const value = body();
        if (typeof (value as PromiseLike<unknown> | undefined)?.then === 'function') {
          (value as PromiseLike<unknown>).then((v) => (task.value = v), (e: unknown) => task.fail(e)); // prettier-ignore
          if (phase === 'init') void (value as Promise<unknown>).then(() => task.check(), () => {}); // prettier-ignore
        } else task.value = value;
      } catch (error) {
        task.fail(error);
      }
      if (phase !== 'init') task.check();
    });
  }

  /** A promise of the script's realm for work that the task waits for. */
  async<T>(work: Promise<T>): Promise<T> {
    const task = this.task as Task;
    task.pending++;
    return new this.realm.Promise<T>((resolve, reject) => {
      const settle = (then: () => void): void => {
        task.pending--;
        if (!task.over) then();
        if (!task.cancelled) task.check();
      };
      work.then((value) => settle(() => resolve(value)), (error: unknown) => settle(() => reject(error as Error))); // prettier-ignore
    });
  }

  /** Ends the run, since its result would not be what k6 gives. */
  refuse(refusal: Refusal): never {
    this.shared.stop(refusal.exitCode, refusal.message);
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

  sample(metric: string, value: number, own?: Tags | null): void {
    if (this.task?.cancelled === true) return;
    this.shared.registry.add(metric, value, own ? { ...this.tags, ...own } : this.tags);
  }

  freshJar = (): CookieJar => new CookieJar();

  end(): void {
    this.task?.interrupt();
    this.client?.close();
  }
}

/** An exception as it is logged: with its stack where it has one. */
export const text = (error: unknown): string => {
  const { stack, message } = (error ?? {}) as { stack?: unknown; message?: unknown };
  return typeof stack === 'string' ? stack : typeof message === 'string' ? message : String(error);
};
