// The VU's state that the k6 modules share, and the blocking way to the main thread.
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import {
  CONTROL,
  type DeclaredMetric,
  type HopRequest,
  type HopResult,
  type IterationContext,
  type Sample,
  type ToParent,
  type WorkerData,
} from '../protocol.ts';
import type { Tags } from '../metrics.ts';

export const data = workerData as WorkerData & { answers: MessagePort };
export const control = new Int32Array(data.control);
const port = parentPort;
if (!port) throw new Error('a VU runs in a worker thread');
export const parent: MessagePort = port;

/** Thrown out of blocking calls when the run stops; not an exception of the script. */
export class Interrupted extends Error {}

export const vu = {
  phase: 'init' as 'init' | 'setup' | 'iteration' | 'teardown' | 'handleSummary',
  context: undefined as IterationContext | undefined,
  options: {} as Record<string, unknown>,
  group: '',
  /** exec.vu.metrics.tags: what the script adds to every sample of this VU. */
  tags: {} as Record<string, string>,
  pending: new Set<Promise<unknown>>(),
};

export const declared: DeclaredMetric[] = [];
let samples: Sample[] = [];

export const send = (message: ToParent): void => parent.postMessage(message);

/** Tags of a sample: scenario, group, the VU's, then the call's own. */
export function tagged(own?: Record<string, unknown> | null): Tags {
  const tags: Record<string, string> = { ...vu.context?.tags, ...vu.tags, group: vu.group };
  if (vu.context) tags['scenario'] = vu.context.scenario;
  for (const [key, value] of Object.entries(own ?? {})) {
    if (value !== undefined && value !== null) tags[key] = String(value);
  }
  return tags;
}

export function emit(metric: string, value: number, own?: Record<string, unknown> | null): void {
  if (vu.phase === 'init') throw new Error('metrics can not be added to in the init context');
  samples.push([metric, value, tagged(own)]);
}

export function drainSamples(): Sample[] {
  const drained = samples;
  samples = [];
  return drained;
}

export const interrupted = (): boolean => Atomics.load(control, CONTROL.interrupt) !== 0;

/** Blocks this thread for that long. @throws Interrupted when the run stops meanwhile. */
export function block(ms: number): void {
  const until = performance.now() + ms;
  for (;;) {
    const seen = Atomics.load(control, CONTROL.answers);
    if (interrupted()) throw new Interrupted('interrupted');
    const left = until - performance.now();
    if (left <= 0) return;
    Atomics.wait(control, CONTROL.answers, seen, left);
  }
}

let lastId = 0;
const waiting = new Map<number, (results: HopResult[]) => void>();

/** Sends and blocks until the answers are there. @throws Interrupted when the run stops meanwhile. */
export function askSync(requests: HopRequest[]): HopResult[] {
  if (vu.phase === 'init') throw new Error('making http requests in the init context is not supported');
  const id = ++lastId;
  send({ t: 'request', id, sync: true, requests, samples: drainSamples() });
  for (;;) {
    const seen = Atomics.load(control, CONTROL.answers);
    const received = receiveMessageOnPort(data.answers) as
      { message: { id: number; results: HopResult[] } } | undefined;
    if (received?.message.id === id) return received.message.results;
    if (received) continue; // of a request that was interrupted
    if (interrupted()) throw new Interrupted('interrupted');
    Atomics.wait(control, CONTROL.answers, seen);
  }
}

export function askAsync(requests: HopRequest[]): Promise<HopResult[]> {
  if (vu.phase === 'init') throw new Error('making http requests in the init context is not supported');
  const id = ++lastId;
  send({ t: 'request', id, sync: false, requests, samples: drainSamples() });
  return new Promise((resolve) => waiting.set(id, resolve));
}

export function answered(id: number, results: HopResult[]): void {
  waiting.get(id)?.(results);
  waiting.delete(id);
}
