// The VU's state that the k6 modules share, and the blocking way to the main thread.
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { Mailbox } from '../mailbox.ts';
import {
  CONTROL,
  KIND,
  type DeclaredMetric,
  type HopRequest,
  type HopResult,
  type IterationContext,
  type Sample,
  type SharedArrays,
  type ToParent,
  type ToWorker,
  type WorkerData,
} from '../protocol.ts';

export const data = workerData as WorkerData & { answers: MessagePort };
export const control = new Int32Array(data.control);
const port = parentPort;
if (!port) throw new Error('a VU runs in a worker thread');
export const parent: MessagePort = port;

export const vu = {
  phase: 'init' as 'init' | 'setup' | 'iteration' | 'teardown' | 'handleSummary',
  context: undefined as IterationContext | undefined,
  options: {} as Record<string, unknown>,
  group: '',
  /** Tags of the run and of the scenario; renewed when a scenario takes this VU. */
  base: {} as Record<string, string>,
  /** exec.vu.metrics.tags: what the script adds to every sample of this VU. */
  tags: {} as Record<string, string>,
  pending: new Set<Promise<unknown>>(),
  /** How late this iteration began; its first request takes it. */
  lateMs: 0,
  /** This iteration was interrupted: what the script still does while it ends has no effect. */
  isInterrupted: false,
};

export const declared: DeclaredMetric[] = [];
export const madeArrays: SharedArrays = {};
let samples: Sample[] = [];

const isText = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string';

/** As JSON where that holds it all: half the cost of copying objects, for what is said several times an iteration. */
export function send(message: ToParent): void {
  const plain = message.t === 'request' ? message.requests.every(({ body }) => isText(body)) : message.t === 'done' && isText(message.value); // prettier-ignore
  parent.postMessage(plain ? JSON.stringify(message) : message);
}

let systemTags: ReadonlySet<string> | undefined;
/** What a script's `systemTags` leaves of the tags that k6 sets by itself; all of k6's default ones without it. */
export const systemTag = (name: string): boolean => systemTags?.has(name) ?? true;

export function setOptions(options: Record<string, unknown>): void {
  vu.options = options;
  const list = options['systemTags'];
  systemTags = Array.isArray(list) ? new Set(list.map(String)) : undefined;
}

/** Tags of a sample: the run's, the scenario's, the VU's, the group, then the call's own. */
export function tagged(own?: Record<string, unknown> | null, system?: Record<string, string>): Record<string, string> {
  const tags: Record<string, string> = { ...vu.base, ...vu.tags };
  if (systemTag('group')) tags['group'] = vu.group;
  for (const key in own) {
    const value = own[key];
    if (value !== undefined && value !== null) tags[key] = String(value);
  }
  for (const key in system) tags[key] = system[key] as string;
  return tags;
}

const epoch = performance.timeOrigin;
/** Epoch milliseconds, with fractions. */
export const now = (): number => epoch + performance.now();

/**
 * To be thrown out of a blocking call when the run stops; not an exception of the script. k6 stops a script where it stands. Ours
 * runs its catch and finally blocks, so that from here on they count for nothing.
 */
export function interruption(message = 'interrupted'): Error {
  vu.isInterrupted = true;
  return new Error(message);
}

export function emit(metric: string, value: number, own?: Record<string, unknown> | null): void {
  if (vu.phase === 'init') throw new Error('metrics can not be added to in the init context');
  if (!Number.isFinite(value)) throw new Error(`${value} is an invalid value for metric '${metric}'`);
  if (!vu.isInterrupted) samples.push([metric, value, tagged(own), now()]);
}

export function drainSamples(): Sample[] {
  const drained = samples;
  samples = [];
  return drained;
}

export const interrupted = (): boolean => Atomics.load(control, CONTROL.interrupt) !== 0;

/** Blocks this thread for that long. @throws an interruption when the run stops meanwhile. */
export function block(ms: number): void {
  const until = performance.now() + ms;
  for (;;) {
    const seen = Atomics.load(control, CONTROL.answers);
    if (interrupted()) throw interruption();
    const left = until - performance.now();
    if (left <= 0) return;
    Atomics.wait(control, CONTROL.answers, seen, left);
  }
}

let lastId = 0;
const waiting = new Map<number, (results: HopResult[]) => void>();

const mailbox = new Mailbox(control, data.mailbox);

/** What lies in the mailbox, or at the port in its place. */
function received(kind: number): unknown {
  if (Atomics.compareExchange(control, CONTROL.kind, KIND.port, KIND.none) === KIND.port) {
    // Only the newest matters: older ones are answers to requests that were interrupted.
    let newest: unknown;
    for (let next = receiveMessageOnPort(data.answers); next; next = receiveMessageOnPort(data.answers)) {
      newest = (next as { message: unknown }).message;
    }
    return newest;
  }
  return mailbox.take(kind);
}

function takeLateness([first]: HopRequest[]): void {
  if (first && vu.lateMs > 0) first.lateMs = vu.lateMs;
  vu.lateMs = 0;
}

/** Sends and blocks until the answers are there. @throws an interruption when the run stops meanwhile. */
export function askSync(requests: HopRequest[]): HopResult[] {
  if (vu.phase === 'init') throw new Error('making http requests in the init context is not supported');
  const id = ++lastId;
  takeLateness(requests);
  send({ t: 'request', id, sync: true, requests, samples: drainSamples() });
  for (;;) {
    const seen = Atomics.load(control, CONTROL.answers);
    const answer = received(KIND.answer) as { id: number; results: HopResult[] } | undefined;
    if (answer?.id === id) return answer.results;
    if (answer) continue; // of a request that was interrupted
    if (interrupted()) throw interruption();
    Atomics.wait(control, CONTROL.answers, seen);
  }
}

/** So long a thread stands still for its next command before it goes back to its event loop. */
const IDLE_MS = 20;

/** The next command where it comes at once. Only for a thread that waits for nothing else. */
export function nextCommand(): ToWorker | undefined {
  const until = performance.now() + IDLE_MS;
  Atomics.store(control, CONTROL.idle, 1);
  for (;;) {
    const seen = Atomics.load(control, CONTROL.answers);
    // Once the main thread has taken the idle mark, its command is on the way.
    const promised = Atomics.load(control, CONTROL.idle) === 0;
    const command = promised ? (received(KIND.command) as ToWorker | undefined) : undefined;
    if (command && 't' in command) return command;
    const left = until - performance.now();
    if (!promised && left <= 0 && Atomics.compareExchange(control, CONTROL.idle, 1, 0) === 1) return undefined;
    Atomics.wait(control, CONTROL.answers, seen, promised ? Infinity : Math.max(0, left));
  }
}

export function askAsync(requests: HopRequest[]): Promise<HopResult[]> {
  if (vu.phase === 'init') throw new Error('making http requests in the init context is not supported');
  const id = ++lastId;
  takeLateness(requests);
  send({ t: 'request', id, sync: false, requests, samples: drainSamples() });
  return new Promise((resolve) => waiting.set(id, resolve));
}

export function answered(id: number, results: HopResult[]): void {
  waiting.get(id)?.(results);
  waiting.delete(id);
}

/** What waits for an answer waits for ever: its iteration is over. */
export const forgetAsync = (): void => waiting.clear();
