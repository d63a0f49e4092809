// One scenario on its way to its end: its VUs and every iteration of them; gracefulStop, then interruption.
import { textOf } from './codes.ts';
import { CookieJar } from './cookies.ts';
import { execute } from './executors.ts';
import { strings, type Scenario } from './options.ts';
import { LONGEST_TIMER_MS, type Run } from './run.ts';
import type { Vu } from './vu.ts';

/** A start within so many ms is on time: timers are no finer. */
const ON_TIME_MS = 5;
const ERRORS_LOGGED = 5;

export class ScenarioRun {
  readonly s: Scenario;
  readonly run: Run;
  /** All VUs of the scenario, and those that do nothing; both grow. */
  readonly vus: Vu[] = [];
  readonly free: Vu[] = [];
  /** Part of it that is done, 0 to 1. */
  progress: () => number;
  readonly #tags: Record<string, string>;
  #startedAt = 0;
  #startTime = 0;
  #begun = 0;
  #growing = 0;
  #isOver = false;

  constructor(s: Scenario, run: Run) {
    this.s = s;
    this.run = run;
    this.#tags = { ...strings(run.options['tags']), ...s.tags, scenario: s.name };
    this.progress = () => Math.min(1, this.now() / s.plannedMs);
  }

  async play(): Promise<void> {
    const { run, s } = this;
    await run.pause(s.startTime);
    if (run.ended) return;
    [this.#startedAt, this.#startTime] = [performance.now(), Date.now()];
    run.free.splice(0, run.segment.scale(s.ready)).forEach((vu) => this.#take(vu));
    const interrupt = (): void => {
      this.#isOver = true;
      for (const vu of this.vus) vu.task?.interrupt();
    };
    const limit = setTimeout(interrupt, Math.min(s.plannedMs + s.gracefulStop, LONGEST_TIMER_MS));
    await execute(this);
    clearTimeout(limit);
    run.free.push(...this.vus);
  }

  #take(vu: Vu): void {
    const { env, setupJson } = this.run;
    vu.setTags({ ...this.#tags, group: '' });
    vu.realm['__ENV'] = { ...env, ...this.s.env };
    vu.seat = { begun: 0, data: setupJson === undefined ? undefined : (vu.realm.JSON.parse(setupJson) as unknown) };
    this.vus.push(vu);
    this.free.push(vu);
  }

  /** Starts another VU, if there may be one. */
  async grow(): Promise<void> {
    const { run, s, vus } = this;
    if (vus.length + this.#growing >= run.segment.scale(s.most)) return;
    this.#growing++;
    const vu = await run.newVu(run.counts.initialized + this.#growing);
    this.#growing--;
    run.counts.active++;
    this.#take(vu);
  }

  /** ms since its start. */
  now = (): number => performance.now() - this.#startedAt;
  isStopping = (): boolean => this.run.ended !== undefined;

  drop(count: number): void {
    const { run, s, vus } = this;
    run.registry.add('dropped_iterations', count, this.#tags);
    const allWait = s.executor.endsWith('iterations') || vus.every((vu) => (vu.task?.stops.size ?? 0) > 0);
    for (let i = 0; i < count; i++) run.self.dropped(allWait);
  }

  /** `lateMs`: how long after it was due; its first request counts from then. */
  async iterate(vu: Vu, lateMs = 0): Promise<void> {
    // Nobody would interrupt what starts after the graceful stop.
    if (this.#isOver) return;
    const { run, s } = this;
    const { self, counts, registry, options } = run;
    vu.realm['__ITER'] = vu.iterations++;
    vu.lateMs = lateMs > ON_TIME_MS ? lateMs : 0;
    vu.iteration = {
      name: s.name,
      executor: s.executor,
      startTime: this.#startTime,
      progress: () => this.progress(),
      iterationInTest: run.segment.inTest(this.#begun),
      iterationInInstance: this.#begun++,
      iterationInScenario: vu.seat.begun++,
    };
    if (options['noCookiesReset'] !== true) vu.jar = new CookieJar();
    const { error, interrupted, durationMs } = await vu.perform('iteration', s.exec, vu.seat.data);
    run.countBytes(vu);
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
}
