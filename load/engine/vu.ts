// A VU as the main thread sees it: a worker thread, its HTTP client, and one thing that it is doing.
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { EngineError, EXIT } from './codes.ts';
import { HttpClient, type ClientOptions } from './client.ts';
import { pooled } from './batch.ts';
import { Mailbox, MAILBOX_BYTES } from './mailbox.ts';
import { measure, type SystemTags } from './measure.ts';
import type { Registry } from './metrics.ts';
import { CONTROL, KIND, type Call, type HopRequest, type HopResult, type IterationContext } from './protocol.ts';
import type { SharedArrays, ToParent, ToWorker, WorkerData } from './protocol.ts';
import { BOOTSTRAP } from './worker/bootstrap.ts';

const MODULES = ['k6', 'metrics', 'execution', 'data', 'encoding', 'crypto', 'timers', 'http'] as const;
const engineUrl = new URL('./', import.meta.url).href;
const modules = Object.fromEntries(
  MODULES.map((name) => [name === 'k6' ? 'k6' : `k6/${name}`, new URL(`worker/modules/${name}.ts`, engineUrl).href]),
);

export type Ready = Extract<ToParent, { t: 'ready' }>;
export type Done = Extract<ToParent, { t: 'done' }>;

/** What all VUs of a run share. */
export type VuShared = {
  script: URL;
  env: Readonly<Record<string, string>>;
  sources: Readonly<Record<string, string>> | undefined;
  arrays: SharedArrays | undefined;
  optionsOver: Readonly<Record<string, unknown>>;
  counts: SharedArrayBuffer;
  startedAt: number;
  client: ClientOptions;
  /** Requests of one `batch` that are under way at once: in all, and to one host. */
  batch: { all: number; perHost: number };
  /** Connections end with the iteration. */
  freshConnections: boolean;
  systemTags: SystemTags;
  registry: Registry;
  log: (level: string, text: string) => void;
  onAbort: (message: string, fail: boolean) => void;
};

/** A script that does not come back from a stop within this time is ended with its thread. */
const STOP_MS = 500;

export class Vu {
  readonly id: number;
  readonly ready: Promise<Ready>;
  /** Answers that the script waits for. */
  waiting = 0;
  busy = false;
  dead = false;
  iterations = 0;
  readonly #shared: VuShared;
  readonly #worker: Worker;
  readonly #answers: MessagePort;
  readonly #control = new Int32Array(new SharedArrayBuffer(CONTROL.slots * Int32Array.BYTES_PER_ELEMENT));
  readonly #memory = new SharedArrayBuffer(MAILBOX_BYTES);
  readonly #mailbox = new Mailbox(this.#control, this.#memory);
  #client: HttpClient | undefined;
  #finish: ((done: Done) => void) | undefined;
  #interrupted = false;
  /** Counts what this VU was asked to do. */
  #task = 0;

  constructor(id: number, shared: VuShared) {
    this.id = id;
    this.#shared = shared;
    const { port1, port2 } = new MessageChannel();
    this.#answers = port1;
    const { script, env, sources, arrays, optionsOver, counts, startedAt } = shared;
    const entry = new URL('worker/vu.ts', engineUrl).href;
    const data: WorkerData & { answers: MessagePort } = {
      entry,
      script: script.href,
      engineUrl,
      modules,
      sources,
      arrays,
      optionsOver,
      vu: id,
      env,
      control: this.#control.buffer,
      mailbox: this.#memory,
      counts,
      startedAt,
      answers: port2,
    };
    this.#worker = new Worker(BOOTSTRAP, {
      eval: true,
      workerData: data,
      transferList: [port2],
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (posted: ToParent | string) => {
        const message = typeof posted === 'string' ? (JSON.parse(posted) as ToParent) : posted;
        if (message.t === 'ready') resolve(message);
        else if (message.t === 'failed') reject(new EngineError(message.exitCode, message.message));
        else this.#received(message);
      });
      this.#worker.on('error', (error) => {
        reject(new EngineError(EXIT.scriptException, error.stack ?? error.message));
        this.#lost(error.message);
      });
      this.#worker.on('exit', () => {
        reject(new EngineError(EXIT.other, 'a VU ended before it was ready'));
        this.#lost('the VU ended');
      });
    });
    this.ready.catch(() => {}); // whoever awaits it sees the failure; a VU that is ended early has nobody
  }

  #lost(error: string): void {
    this.dead = true;
    this.#finish?.({ t: 'done', durationMs: 0, error, interrupted: this.#interrupted, samples: [], value: undefined });
    this.#finish = undefined;
  }

  #received(message: Exclude<ToParent, { t: 'ready' } | { t: 'failed' }>): void {
    if (message.t === 'request') void this.#serve(message);
    else if (message.t === 'log') this.#shared.log(message.level, message.text);
    else if (message.t === 'abort') this.#shared.onAbort(message.message, message.fail);
    else {
      for (const sample of message.samples) this.#shared.registry.add(...sample);
      this.#finish?.(message);
      this.#finish = undefined;
    }
  }

  async #serve({ id, sync, requests, samples }: Extract<ToParent, { t: 'request' }>): Promise<void> {
    for (const sample of samples) this.#shared.registry.add(...sample);
    const client = (this.#client ??= new HttpClient(this.#shared.client));
    const task = this.#task;
    this.waiting++;
    const exchange = async (request: HopRequest): Promise<HopResult> => {
      const result = await client.exchange(request);
      if (request.lateMs && result.status !== 0) {
        result.timings.waiting += request.lateMs;
        result.timings.duration += request.lateMs;
      }
      // An answer that came after the end of its iteration is nobody's.
      if (task === this.#task && !this.#interrupted) {
        measure(this.#shared.registry, request, result, this.#shared.systemTags);
      }
      return result;
    };
    const [only] = requests;
    const single = requests.length === 1 && only !== undefined;
    const results = single ? [await exchange(only)] : await pooled(requests, this.#shared.batch, exchange);
    this.waiting--;
    if (this.dead) return;
    if (!sync) return this.#post({ t: 'answer', id, results });
    if (task !== this.#task) return; // its iteration was interrupted, and the mailbox serves another one
    const small = results.every(({ body }) => body === null || typeof body === 'string');
    if (!small || !this.#mailbox.put(KIND.answer, { id, results })) {
      this.#answers.postMessage({ id, results });
      Atomics.store(this.#control, CONTROL.kind, KIND.port);
    }
    this.#wake();
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /** To the mailbox of a thread that stands still for it, else to its event loop. */
  #command(message: ToWorker): void {
    const idle = Atomics.compareExchange(this.#control, CONTROL.idle, 1, 0) === 1;
    if (!idle) return this.#post(message);
    if (!this.#mailbox.put(KIND.command, message)) {
      this.#answers.postMessage(message);
      Atomics.store(this.#control, CONTROL.kind, KIND.port);
    }
    this.#wake();
  }

  #wake(): void {
    Atomics.add(this.#control, CONTROL.answers, 1);
    Atomics.notify(this.#control, CONTROL.answers);
  }

  async #perform(message: ToWorker, tags: Readonly<Record<string, string>>): Promise<Done> {
    Atomics.store(this.#control, CONTROL.interrupt, 0);
    this.#interrupted = false;
    this.#task++;
    this.busy = true;
    const done = await new Promise<Done>((resolve) => {
      this.#finish = resolve;
      if (this.dead) this.#lost('the VU ended');
      else this.#command(message);
    });
    this.busy = false;
    const { sent, received } = this.#client?.takeBytes() ?? { sent: 0, received: 0 };
    this.#shared.registry.add('data_sent', sent, tags);
    this.#shared.registry.add('data_received', received, tags);
    if (this.#shared.freshConnections) {
      void this.#client?.close();
      this.#client = undefined;
    }
    return done;
  }

  iterate(context: IterationContext): Promise<Done> {
    this.iterations++;
    return this.#perform({ t: 'iterate', context }, { ...context.tags, scenario: context.scenario, group: '' });
  }

  call(call: Call, argument: unknown): Promise<Done> {
    return this.#perform({ t: 'call', call, argument }, { group: `::${call}` });
  }

  setupData(json: string | undefined): void {
    this.#post({ t: 'data', json });
  }

  /** Throws out of the blocking call the script is in; ends the thread when that does not help. */
  interrupt(): void {
    if (!this.busy || this.#interrupted) return;
    this.#interrupted = true;
    Atomics.store(this.#control, CONTROL.interrupt, 1);
    this.#wake();
    this.#post({ t: 'interrupt' });
    const finish = this.#finish;
    setTimeout(() => {
      if (this.#finish === finish && finish) void this.#worker.terminate();
    }, STOP_MS).unref();
  }

  async end(): Promise<void> {
    this.dead = true;
    await Promise.all([this.#worker.terminate(), this.#client?.close()]);
  }
}
