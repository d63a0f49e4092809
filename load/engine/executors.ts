// k6's six executors. Each starts iterations for as long as its scenario lasts; the run waits for what it left going.
import { due, dueAt, lasts, steps } from './executor-schedule.ts';
import type { Scenario } from './options.ts';
import type { Segment } from './segment.ts';
import type { Vu } from './vu.ts';

/** What an executor gets from the run. Times in ms since the scenario's start. */
export type Host = {
  segment: Segment;
  /** All VUs of the scenario; grows. */
  vus: Vu[];
  free: Vu[];
  now(): number;
  stopping(): boolean;
  /** Resolves after that time, or as soon as the run stops. */
  pause(ms: number): Promise<void>;
  /** `lateMs`: how long after it was due; its first request counts from then. */
  iterate(vu: Vu, lateMs?: number): Promise<void>;
  /** Starts another VU, which is added to `free` when it is ready. */
  grow(): void;
  started(lateMs: number): void;
  dropped(count: number): void;
  /** Changes the number of active VUs. */
  active(change: number): void;
  /** Part of the scenario that is done, 0 to 1. */
  progress: () => number;
};

/** Iterations that came due while this process stood still wait so long for a VU; k6 drops what is due and finds none. */
const PATIENCE_MS = 100;
const STOOD_STILL_MS = 10;

async function arrivalRate(s: Extract<Scenario, { executor: 'arrival-rate' }>, host: Host): Promise<void> {
  const running = new Set<Promise<void>>();
  const end = lasts(s.stages);
  let next = 0;
  let backlog: { dueMs: number; untilMs: number }[] = [];
  host.progress = () => Math.min(1, host.now() / end);
  host.active(host.vus.length);
  const start = (vu: Vu, dueMs: number): void => {
    const lateMs = host.now() - dueMs;
    host.started(lateMs);
    const iteration = host.iterate(vu, lateMs).then(() => {
      running.delete(iteration);
      const waiting = host.stopping() ? undefined : backlog.shift();
      if (waiting) start(vu, waiting.dueMs);
      else host.free.push(vu);
    });
    running.add(iteration);
  };
  const drop = (): void => {
    host.dropped(1);
    if (host.vus.length < s.maxVUs) host.grow();
  };
  while (!host.stopping()) {
    const target = due(s.start, s.stages, Math.min(host.now(), end));
    for (; host.segment.inTest(next) < target; next++) {
      const dueMs = dueAt(s.start, s.stages, host.segment.inTest(next));
      const vu = host.free.shift();
      if (vu) start(vu, dueMs);
      else if (host.now() - dueMs > STOOD_STILL_MS) backlog.push({ dueMs, untilMs: host.now() + PATIENCE_MS });
      else drop();
    }
    const given = backlog.filter(({ untilMs }) => untilMs > host.now());
    for (let i = given.length; i < backlog.length; i++) drop();
    backlog = given;
    if (host.now() >= end && backlog.length === 0) break;
    const pause = backlog.length > 0 ? 5 : dueAt(s.start, s.stages, host.segment.inTest(next)) - host.now();
    await host.pause(Math.max(0, pause));
  }
  while (running.size > 0) await Promise.all(running);
  host.active(-host.vus.length);
}

async function iterations(s: Extract<Scenario, { executor: 'iterations' }>, host: Host): Promise<void> {
  const total = s.shared ? host.segment.scale(s.iterations) : s.iterations * host.vus.length;
  let attempted = 0;
  host.progress = () => (s.shared ? (attempted - 1) / Math.max(1, total) : attempted / Math.max(1, total));
  host.active(host.vus.length);
  await Promise.all(
    host.vus.map(async (vu) => {
      for (let own = 0; s.shared ? attempted < total : own < s.iterations; own++) {
        if (host.stopping() || host.now() >= s.maxDurationMs) return;
        attempted++;
        await host.iterate(vu);
      }
    }),
  );
  host.active(-host.vus.length);
  if (attempted < total && !host.stopping()) host.dropped(total - attempted);
}

async function constantVus(s: Extract<Scenario, { executor: 'constant-vus' }>, host: Host): Promise<void> {
  host.progress = () => Math.min(1, host.now() / s.durationMs);
  host.active(host.vus.length);
  await Promise.all(
    host.vus.map(async (vu) => {
      while (!host.stopping() && host.now() < s.durationMs) await host.iterate(vu);
    }),
  );
  host.active(-host.vus.length);
}

async function rampingVus(s: Extract<Scenario, { executor: 'ramping-vus' }>, host: Host): Promise<void> {
  const end = lasts(s.stages);
  const plan = steps(s.startVUs, s.stages).map(({ atMs, vus }) => ({ atMs, vus: host.segment.scale(vus) }));
  const lastBusy = plan.findLastIndex(({ vus }) => vus > 0);
  const until = plan[lastBusy + 1]?.atMs ?? end;
  host.progress = () => Math.min(1, host.now() / end);
  let wanted = 0;
  const running = new Map<Vu, Promise<void>>();
  const go = async (vu: Vu, index: number): Promise<void> => {
    host.active(1);
    while (!host.stopping() && index < wanted && host.now() < until) await host.iterate(vu);
    host.active(-1);
    running.delete(vu);
  };
  for (const { atMs, vus } of plan) {
    if (atMs > until) break;
    if (atMs > host.now()) await host.pause(atMs - host.now());
    if (host.stopping()) break;
    wanted = vus;
    host.vus.forEach((vu, index) => {
      if (index < wanted && !running.has(vu)) running.set(vu, go(vu, index));
      const loop = running.get(vu);
      if (index < wanted || !loop) return;
      const late = setTimeout(
        () => running.get(vu) === loop && index >= wanted && vu.task?.interrupt(),
        s.gracefulRampDownMs,
      );
      void loop.then(() => clearTimeout(late));
    });
  }
  if (host.now() < until) await host.pause(until - host.now());
  while (running.size > 0) await Promise.all(running.values());
}

export function execute(s: Scenario, host: Host): Promise<void> {
  if (s.executor === 'arrival-rate') return arrivalRate(s, host);
  if (s.executor === 'ramping-vus') return rampingVus(s, host);
  return s.executor === 'constant-vus' ? constantVus(s, host) : iterations(s, host);
}
