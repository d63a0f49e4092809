// Runs one scenario to its end: its executor, then gracefulStop, then interruption; and every iteration of it.
import { textOf } from './codes.ts';
import { execute, type ExecutorHost } from './executors.ts';
import { plannedMs } from './executor-schedule.ts';
import { CookieJar } from './cookies.ts';
import { strings, vuNeeds, type Scenario } from './options.ts';
import type { Run } from './run.ts';
import type { Done } from './task.ts';
import type { Vu } from './vu.ts';

/** A start within so many ms is on time: timers are no finer. */
const ON_TIME_MS = 5;
const ERRORS_LOGGED = 5;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function countIteration(run: Run, vu: Vu, { error, interrupted, durationMs }: Done): void {
  const { self, counts, registry } = run;
  run.countBytes(vu);
  if (run.options['noVUConnectionReuse'] === true) {
    vu.client?.close();
    vu.client = undefined;
  }
  if (interrupted) {
    self.interrupted++;
    counts.interrupted++;
    return;
  }
  counts.completed++;
  registry.add('iterations', 1, vu.tags);
  registry.add('iteration_duration', durationMs, vu.tags);
  if (error === undefined) return;
  self.firstException ??= textOf(error);
  if (++self.exceptions <= ERRORS_LOGGED) run.log('error', textOf(error));
}

/** A VU's share in the scenario. */
type Seat = { iterations: number; data: unknown };

export async function runScenario(run: Run, s: Scenario): Promise<void> {
  const { segment, self, counts, options } = run;
  await run.pause(s.startTimeMs);
  if (run.ended) return;
  const [startedAt, startTime] = [performance.now(), Date.now()];
  const tags = { ...strings(options['tags']), ...s.tags, ...(run.hasSystemTag('scenario') && { scenario: s.name }) };
  const vus = run.free.splice(0, segment.scale(vuNeeds(s).ready));
  const most = segment.scale(vuNeeds(s).most);
  const seats = new Map<Vu, Seat>();
  let [begun, growing, isOver] = [0, 0, false];
  const take = (vu: Vu): void => {
    vu.tags = { ...tags, ...(run.hasSystemTag('group') && { group: '' }) };
    vu.realm['__ENV'] = { ...run.env, ...s.env };
    const data: unknown = run.setupJson === undefined ? undefined : vu.realm.JSON.parse(run.setupJson);
    seats.set(vu, { iterations: 0, data });
  };
  vus.forEach(take);
  const addVu = async (): Promise<void> => {
    growing++;
    const { vu } = await run.newVu(counts.initialized + growing);
    growing--;
    take(vu);
    vus.push(vu);
    counts.active++;
    host.free.push(vu);
  };
  const host: ExecutorHost = {
    vus,
    free: [...vus],
    segment,
    progress: () => 0,
    now: () => performance.now() - startedAt,
    isStopping: () => run.ended !== undefined,
    pause: (ms) => run.pause(ms),
    countStart: (lateMs) => self.started(lateMs),
    addActive: (change) => void (counts.active += change),
    drop: (count) => {
      run.registry.add('dropped_iterations', count, tags);
      const allWait = s.executor === 'iterations' || vus.every((vu) => (vu.task?.abort.size ?? 0) > 0);
      for (let i = 0; i < count; i++) self.dropped(allWait);
    },
    grow: () => {
      if (vus.length + growing < most) void addVu();
    },
    iterate: async (vu, lateMs = 0) => {
      // Nobody would interrupt what starts after the graceful stop.
      const seat = seats.get(vu);
      if (isOver || !seat) return;
      vu.realm['__ITER'] = vu.iterations++;
      vu.lateMs = lateMs > ON_TIME_MS ? lateMs : 0;
      vu.iteration = {
        scenario: s.name,
        executor: s.kind,
        startTime,
        progress: () => host.progress(),
        inTest: segment.inTest(begun),
        inInstance: begun++,
        inScenario: seat.iterations++,
      };
      if (options['noCookiesReset'] !== true) vu.jar = new CookieJar();
      countIteration(run, vu, await vu.perform('iteration', () => vu.exported(s.exec)?.(seat.data)));
    },
  };
  const interrupt = (): void => {
    isOver = true;
    for (const vu of vus) vu.task?.interrupt();
  };
  const limit = setTimeout(interrupt, Math.min(plannedMs(s) + s.gracefulStopMs, LONGEST_TIMER_MS));
  await execute(s, host);
  clearTimeout(limit);
  run.free.push(...vus);
}
