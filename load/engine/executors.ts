// k6's six executors. Each starts iterations for as long as its scenario lasts; the run waits for what it left going.
import type { Scenario, Stage } from './options.ts';
import type { Vu } from './vu.ts';

/** What an executor gets from the run. Times in ms since the scenario's start. */
export type Field = {
  /** All VUs of the scenario; grows. */
  vus: Vu[];
  free: Vu[];
  now(): number;
  stopping(): boolean;
  /** Resolves after that time, or as soon as the run stops. */
  pause(ms: number): Promise<void>;
  /** `lateMs`: how long after it was due; its first request counts from then. */
  iterate(vu: Vu, lateMs?: number): Promise<void>;
  /** Starts a further VU; it joins `free` when it is ready. */
  grow(): void;
  started(lateMs: number): void;
  dropped(): void;
};

const lasts = (stages: readonly Stage[]): number => stages.reduce((sum, stage) => sum + stage.durationMs, 0);

/** How long the scenario starts iterations, in ms. */
export function plannedMs(s: Scenario): number {
  switch (s.executor) {
    case 'constant-vus':
      return s.durationMs;
    case 'ramping-vus':
    case 'arrival-rate':
      return lasts(s.stages);
    default:
      return s.maxDurationMs;
  }
}

/** The stages' value at `t`, going from `start` in straight lines. */
export function ramp(start: number, stages: readonly Stage[], t: number): number {
  let from = start;
  let left = t;
  for (const { durationMs, target } of stages) {
    if (left < durationMs) return from + ((target - from) * left) / durationMs;
    left -= durationMs;
    from = target;
  }
  return from;
}

/** Iterations due by `t` at rates per second: the area under the ramp; the first of a constant rate is due at 0. */
export function due(start: number, stages: readonly Stage[], t: number): number {
  let from = start;
  let left = t;
  let area = 0;
  for (const { durationMs, target } of stages) {
    const part = Math.min(left, durationMs);
    const reached = durationMs === 0 ? target : from + ((target - from) * part) / durationMs;
    area += (((from + reached) / 2) * part) / 1000;
    left -= part;
    if (left <= 0) break;
    from = target;
  }
  return Math.floor(area + 1e-9) + (start > 0 ? 1 : 0);
}

/** When the iteration of that number (from 0) is due: the least ms with due(ms) > number, to 0.1 ms. */
export function dueAt(start: number, stages: readonly Stage[], number: number): number {
  let [low, high] = [0, lasts(stages)];
  if (due(start, stages, low) > number) return low;
  while (high - low > 0.1) {
    const middle = (low + high) / 2;
    if (due(start, stages, middle) > number) high = middle;
    else low = middle;
  }
  return high;
}

/** Iterations that came due while this process stood still wait so long for a VU; k6 drops what is due and finds none. */
const PATIENCE_MS = 100;
const STOOD_STILL_MS = 10;

async function arrivalRate(s: Extract<Scenario, { executor: 'arrival-rate' }>, field: Field): Promise<void> {
  const running = new Set<Promise<void>>();
  const end = lasts(s.stages);
  let next = 0;
  let backlog: { dueMs: number; untilMs: number }[] = [];
  const start = (vu: Vu, dueMs: number): void => {
    const lateMs = field.now() - dueMs;
    field.started(lateMs);
    const iteration = field.iterate(vu, lateMs).then(() => {
      running.delete(iteration);
      const waiting = field.stopping() || vu.dead ? undefined : backlog.shift();
      if (waiting) start(vu, waiting.dueMs);
      else if (!vu.dead) field.free.push(vu);
    });
    running.add(iteration);
  };
  const drop = (): void => {
    field.dropped();
    if (field.vus.length < s.maxVUs) field.grow();
  };
  while (!field.stopping()) {
    const target = due(s.start, s.stages, Math.min(field.now(), end));
    for (; next < target; next++) {
      const dueMs = dueAt(s.start, s.stages, next);
      const vu = field.free.pop();
      if (vu) start(vu, dueMs);
      else if (field.now() - dueMs > STOOD_STILL_MS) backlog.push({ dueMs, untilMs: field.now() + PATIENCE_MS });
      else drop();
    }
    const given = backlog.filter(({ untilMs }) => untilMs > field.now());
    for (let i = given.length; i < backlog.length; i++) drop();
    backlog = given;
    if (field.now() >= end && backlog.length === 0) break;
    const pause = backlog.length > 0 ? 5 : dueAt(s.start, s.stages, next) - field.now();
    await field.pause(Math.max(0, pause));
  }
  while (running.size > 0) await Promise.all(running);
}

/** Each VU goes round while `more` says so. */
async function rounds(field: Field, end: number, more: (vu: Vu) => boolean): Promise<void> {
  await Promise.all(
    field.vus.map(async (vu) => {
      while (!field.stopping() && !vu.dead && field.now() < end && more(vu)) await field.iterate(vu);
    }),
  );
}

const TICK_MS = 50;

async function rampingVus(s: Extract<Scenario, { executor: 'ramping-vus' }>, field: Field): Promise<void> {
  const end = lasts(s.stages);
  const wanted = (): number => (field.now() >= end ? 0 : Math.round(ramp(s.startVUs, s.stages, field.now())));
  const running = new Map<Vu, Promise<void>>();
  while (!field.stopping() && field.now() < end) {
    const count = wanted();
    field.vus.forEach((vu, index) => {
      if (index < count && !running.has(vu) && !vu.dead) {
        const loop = (async () => {
          while (!field.stopping() && !vu.dead && index < wanted()) await field.iterate(vu);
          running.delete(vu);
        })();
        running.set(vu, loop);
      } else if (index >= count && running.has(vu)) {
        const loop = running.get(vu);
        void field.pause(s.gracefulRampDownMs).then(() => {
          if (running.get(vu) === loop && index >= wanted()) vu.interrupt();
        });
      }
    });
    await field.pause(TICK_MS);
  }
  await Promise.all(running.values());
}

export async function execute(s: Scenario, field: Field): Promise<void> {
  switch (s.executor) {
    case 'arrival-rate':
      return arrivalRate(s, field);
    case 'ramping-vus':
      return rampingVus(s, field);
    case 'constant-vus':
      return rounds(field, s.durationMs, () => true);
    case 'shared-iterations': {
      let left = s.iterations;
      return rounds(field, s.maxDurationMs, () => left-- > 0);
    }
    case 'per-vu-iterations': {
      const left = new Map(field.vus.map((vu) => [vu, s.iterations]));
      return rounds(field, s.maxDurationMs, (vu) => {
        const n = left.get(vu) ?? 0;
        left.set(vu, n - 1);
        return n > 0;
      });
    }
  }
}
