// k6's six executors. Each starts iterations for as long as its scenario lasts, and waits for those that it left going.
import { due, dueAt, lengthOf, steps } from './executor-schedule.ts';
import type { Scenario } from './options.ts';
import type { Segment } from './segment.ts';
import type { Vu } from './vu.ts';

/** What an executor gets from the run. Times in ms since the scenario's start. */
export type ExecutorHost = {
  segment: Segment;
  /** All VUs of the scenario; grows. */
  vus: Vu[];
  free: Vu[];
  now(): number;
  isStopping(): boolean;
  /** Resolves after that time, or as soon as the run stops. */
  pause(ms: number): Promise<void>;
  /** `lateMs`: how long after it was due; its first request counts from then. */
  iterate(vu: Vu, lateMs?: number): Promise<void>;
  /** Starts another VU, which is added to `free` when it is ready. */
  grow(): void;
  countStart(lateMs: number): void;
  drop(count: number): void;
  /** Changes the number of active VUs. */
  addActive(change: number): void;
  /** Part of the scenario that is done, 0 to 1. */
  progress: () => number;
};
type Of<Executor> = Extract<Scenario, { executor: Executor }>;

/** Iterations that came due while this process stood still wait so long for a VU; k6 drops what is due and finds none. */
const PATIENCE_MS = 100;
const STOOD_STILL_MS = 10;

async function arrivalRate({ start, stages }: Of<'arrival-rate'>, host: ExecutorHost): Promise<void> {
  const running = new Set<Promise<void>>();
  const end = lengthOf(stages);
  let backlog: { dueMs: number; untilMs: number }[] = [];
  host.progress = () => Math.min(1, host.now() / end);
  const begin = (vu: Vu, dueMs: number): void => {
    const lateMs = host.now() - dueMs;
    host.countStart(lateMs);
    const iteration = host.iterate(vu, lateMs).then(() => {
      running.delete(iteration);
      const waiting = host.isStopping() ? undefined : backlog.shift();
      if (waiting) begin(vu, waiting.dueMs);
      else host.free.push(vu);
    });
    running.add(iteration);
  };
  const drop = (): void => {
    host.drop(1);
    host.grow();
  };
  for (let next = 0; !host.isStopping();) {
    const target = due(start, stages, Math.min(host.now(), end));
    for (; host.segment.inTest(next) < target; next++) {
      const dueMs = dueAt(start, stages, host.segment.inTest(next));
      const vu = host.free.shift();
      if (vu) begin(vu, dueMs);
      else if (host.now() - dueMs > STOOD_STILL_MS) backlog.push({ dueMs, untilMs: host.now() + PATIENCE_MS });
      else drop();
    }
    const patient = backlog.filter(({ untilMs }) => untilMs > host.now());
    for (let i = patient.length; i < backlog.length; i++) drop();
    backlog = patient;
    if (host.now() >= end && backlog.length === 0) break;
    const pause = backlog.length > 0 ? 5 : dueAt(start, stages, host.segment.inTest(next)) - host.now();
    await host.pause(Math.max(0, pause));
  }
  while (running.size > 0) await Promise.all(running);
}

async function iterations(s: Of<'iterations'>, host: ExecutorHost): Promise<void> {
  const total = s.shared ? host.segment.scale(s.iterations) : s.iterations * host.vus.length;
  let attempted = 0;
  host.progress = () => (s.shared ? attempted - 1 : attempted) / Math.max(1, total);
  const loop = async (vu: Vu): Promise<void> => {
    for (let own = 0; s.shared ? attempted < total : own < s.iterations; own++) {
      if (host.isStopping() || host.now() >= s.maxDurationMs) return;
      attempted++;
      await host.iterate(vu);
    }
  };
  await Promise.all(host.vus.map(loop));
  if (attempted < total && !host.isStopping()) host.drop(total - attempted);
}

async function constantVus({ durationMs }: Of<'constant-vus'>, host: ExecutorHost): Promise<void> {
  host.progress = () => Math.min(1, host.now() / durationMs);
  const loop = async (vu: Vu): Promise<void> => {
    while (!host.isStopping() && host.now() < durationMs) await host.iterate(vu);
  };
  await Promise.all(host.vus.map(loop));
}

async function rampingVus(s: Of<'ramping-vus'>, host: ExecutorHost): Promise<void> {
  const end = lengthOf(s.stages);
  const plan = steps(s.startVUs, s.stages).map(({ atMs, vus }) => ({ atMs, vus: host.segment.scale(vus) }));
  const until = plan[plan.findLastIndex(({ vus }) => vus > 0) + 1]?.atMs ?? end;
  host.progress = () => Math.min(1, host.now() / end);
  let wanted = 0;
  const running = new Map<Vu, Promise<void>>();
  const loop = async (vu: Vu, index: number): Promise<void> => {
    host.addActive(1);
    while (!host.isStopping() && index < wanted && host.now() < until) await host.iterate(vu);
    host.addActive(-1);
    running.delete(vu);
  };
  for (const { atMs, vus } of plan) {
    if (atMs > until) break;
    if (atMs > host.now()) await host.pause(atMs - host.now());
    if (host.isStopping()) break;
    wanted = vus;
    for (const [index, vu] of host.vus.entries()) {
      if (index < wanted && !running.has(vu)) running.set(vu, loop(vu, index));
      const own = running.get(vu);
      if (index < wanted || !own) continue;
      const interrupt = (): void => {
        if (running.get(vu) === own && index >= wanted) vu.task?.interrupt();
      };
      const late = setTimeout(interrupt, s.gracefulRampDownMs);
      void own.then(() => clearTimeout(late));
    }
  }
  if (host.now() < until) await host.pause(until - host.now());
  while (running.size > 0) await Promise.all(running.values());
}

/** Runs a scenario's executor. The VUs of a ramp count as active only while they iterate. */
export async function execute(s: Scenario, host: ExecutorHost): Promise<void> {
  if (s.executor === 'ramping-vus') return rampingVus(s, host);
  host.addActive(host.vus.length);
  if (s.executor === 'arrival-rate') await arrivalRate(s, host);
  else await (s.executor === 'constant-vus' ? constantVus(s, host) : iterations(s, host));
  host.addActive(-host.vus.length);
}
