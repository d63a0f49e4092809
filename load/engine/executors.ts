// k6's six executors. Each starts iterations for as long as its scenario lasts, and waits for those that it left going.
import { due, dueAt, steps } from './executor-schedule.ts';
import type { ScenarioRun } from './scenario-run.ts';
import type { Vu } from './vu.ts';

/** Iterations that came due while this process stood still wait so long for a VU; k6 drops what is due and finds none. */
const PATIENCE_MS = 100;
const STOOD_STILL_MS = 10;

async function arrivalRate(of: ScenarioRun): Promise<void> {
  const { s, run, free } = of;
  const running = new Set<Promise<void>>();
  const dueMsOf = (number: number): number => dueAt(s.start, s.stages, run.segment.inTest(number));
  let backlog: { dueMs: number; untilMs: number }[] = [];
  const begin = (vu: Vu, dueMs: number): void => {
    const lateMs = of.now() - dueMs;
    run.self.started(lateMs);
    const iteration = of.iterate(vu, lateMs).then(() => {
      running.delete(iteration);
      const waiting = of.isStopping() ? undefined : backlog.shift();
      if (waiting) begin(vu, waiting.dueMs);
      else free.push(vu);
    });
    running.add(iteration);
  };
  const drop = (): void => {
    of.drop(1);
    void of.grow();
  };
  for (let next = 0; !of.isStopping();) {
    const target = due(s.start, s.stages, Math.min(of.now(), s.plannedMs));
    for (; run.segment.inTest(next) < target; next++) {
      const dueMs = dueMsOf(next);
      const vu = free.shift();
      if (vu) begin(vu, dueMs);
      else if (of.now() - dueMs > STOOD_STILL_MS) backlog.push({ dueMs, untilMs: of.now() + PATIENCE_MS });
      else drop();
    }
    const patient = backlog.filter(({ untilMs }) => untilMs > of.now());
    for (let i = patient.length; i < backlog.length; i++) drop();
    backlog = patient;
    if (of.now() >= s.plannedMs && backlog.length === 0) break;
    await run.pause(backlog.length > 0 ? 5 : Math.max(0, dueMsOf(next) - of.now()));
  }
  while (running.size > 0) await Promise.all(running);
}

async function iterations(of: ScenarioRun, isShared: boolean): Promise<void> {
  const { s, run, vus } = of;
  const total = isShared ? run.segment.scale(s.iterations) : s.iterations * vus.length;
  let attempted = 0;
  of.progress = () => (isShared ? attempted - 1 : attempted) / Math.max(1, total);
  const loop = async (vu: Vu): Promise<void> => {
    for (let own = 0; isShared ? attempted < total : own < s.iterations; own++) {
      if (of.isStopping() || of.now() >= s.plannedMs) return;
      attempted++;
      await of.iterate(vu);
    }
  };
  await Promise.all(vus.map(loop));
  if (attempted < total && !of.isStopping()) of.drop(total - attempted);
}

async function constantVus(of: ScenarioRun): Promise<void> {
  const loop = async (vu: Vu): Promise<void> => {
    while (!of.isStopping() && of.now() < of.s.plannedMs) await of.iterate(vu);
  };
  await Promise.all(of.vus.map(loop));
}

async function rampingVus(of: ScenarioRun): Promise<void> {
  const { s, run } = of;
  const plan = steps(s.startVUs, s.stages).map(({ atMs, vus }) => ({ atMs, vus: run.segment.scale(vus) }));
  const until = plan[plan.findLastIndex(({ vus }) => vus > 0) + 1]?.atMs ?? s.plannedMs;
  let wanted = 0;
  const running = new Map<Vu, Promise<void>>();
  const loop = async (vu: Vu, index: number): Promise<void> => {
    run.counts.active++;
    while (!of.isStopping() && index < wanted && of.now() < until) await of.iterate(vu);
    run.counts.active--;
    running.delete(vu);
  };
  for (const { atMs, vus } of plan) {
    if (atMs > until) break;
    if (atMs > of.now()) await run.pause(atMs - of.now());
    if (of.isStopping()) break;
    wanted = vus;
    for (const [index, vu] of of.vus.entries()) {
      if (index < wanted && !running.has(vu)) running.set(vu, loop(vu, index));
      const own = running.get(vu);
      if (index < wanted || !own) continue;
      const interrupt = (): void => {
        if (running.get(vu) === own && index >= wanted) vu.task?.interrupt();
      };
      const late = setTimeout(interrupt, s.gracefulRampDown);
      void own.then(() => clearTimeout(late));
    }
  }
  if (of.now() < until) await run.pause(until - of.now());
  while (running.size > 0) await Promise.all(running.values());
}

/** Runs a scenario's executor. The VUs of a ramp count as active only while they iterate. */
export async function execute(of: ScenarioRun): Promise<void> {
  const { executor } = of.s;
  if (executor === 'ramping-vus') return rampingVus(of);
  const { counts } = of.run;
  counts.active += of.vus.length;
  if (executor.endsWith('arrival-rate')) await arrivalRate(of);
  else await (executor === 'constant-vus' ? constantVus(of) : iterations(of, executor.startsWith('shared')));
  counts.active -= of.vus.length;
}
