// One run: what its VUs share (metrics, options, counters), its end, and the phases around the scenarios.
import { SelfWatch } from '../generator.ts';
import { EngineError, EXIT, textOf, type ExitCode } from './codes.ts';
import { plannedMs } from './executor-schedule.ts';
import type { ClientOptions } from './http-connection.ts';
import { Registry } from './metrics.ts';
import { strings, vuNeeds, type Raw, type Scenario } from './options.ts';
import type { Program, Values } from './program.ts';
import { Segment } from './segment.ts';
import { GroupTree } from './summary.ts';
import { Vu, type Phase } from './vu.ts';

/** A VU of setup, teardown or handleSummary does not belong to the test. */
const OUTSIDE = 0;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

type End = { exitCode: ExitCode; reason: string };

export class Run {
  readonly program: Program;
  readonly env: Readonly<Record<string, string>>;
  readonly log: (level: string, text: string) => void;
  readonly registry = new Registry();
  readonly tree = new GroupTree();
  readonly self = new SelfWatch();
  readonly counts = { completed: 0, interrupted: 0, active: 0, initialized: 0 };
  /** `k6/data`: arrays by name, as JSON. */
  readonly arrays = new Map<string, string>();
  /** VUs that no scenario uses at present: scenarios share them where one is over before the other begins. */
  readonly free: Vu[] = [];
  readonly #vus = new Set<Vu>();
  readonly #wakers = new Set<() => void>();
  options: Raw = {};
  segment = new Segment();
  startedAt = performance.now();
  setupJson: string | undefined;
  ended: End | undefined;
  failed: End | undefined;

  constructor(program: Program, env: Run['env'], log: Run['log']) {
    this.program = program;
    this.env = env;
    this.log = log;
  }

  setOptions(options: Raw): void {
    this.options = options;
    const text = (name: string): string => String(options[name] ?? '');
    this.segment = new Segment(text('executionSegment'), text('executionSegmentSequence'));
  }
  clientOptions = (): ClientOptions => ({
    insecure: this.options['insecureSkipTLSVerify'] === true,
    reuse: this.options['noConnectionReuse'] !== true,
  });
  hasSystemTag(name: string): boolean {
    const listed = this.options['systemTags'];
    return !Array.isArray(listed) || listed.includes(name);
  }
  vuIdInTest = (id: number): number => (id === OUTSIDE ? OUTSIDE : this.segment.inTest(id - 1) + 1);
  elapsedMs = (): number => performance.now() - this.startedAt;

  /** The first reason wins. */
  stop(exitCode: ExitCode, reason: string): void {
    if (this.ended) return;
    this.ended = { exitCode, reason };
    for (const vu of this.#vus) if (vu.phase === 'iteration') vu.task?.interrupt();
    this.#wake();
  }
  markFailed(reason: string): void {
    this.failed ??= { exitCode: EXIT.markedAsFailed, reason };
  }
  #wake(): void {
    for (const wake of this.#wakers) wake();
  }
  /** Resolves after that time, or as soon as the run stops. */
  pause(ms: number): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS));
      this.#wakers.add(wake);
    });
  }
  /** Nothing may outlive the run. */
  close(): void {
    this.#wake();
    for (const vu of this.#vus) vu.end();
  }

  async newVu(id: number): Promise<{ vu: Vu; exports: Values }> {
    const vu = new Vu(id, this);
    const exports = await vu.load();
    this.#vus.add(vu);
    if (id !== OUTSIDE) this.counts.initialized++;
    return { vu, exports };
  }
  outsideVu = (): Promise<{ vu: Vu; exports: Values }> => this.newVu(OUTSIDE);

  /** Makes the VUs that the scenarios need at once. */
  async initialize(list: readonly Scenario[]): Promise<void> {
    const end = (s: Scenario): number => Math.max(s.startTimeMs + plannedMs(s) + s.gracefulStopMs, s.startTimeMs + 1);
    const needed = list.map(({ startTimeMs: at }) =>
      list
        .filter((s) => s.startTimeMs <= at && at < end(s))
        .reduce((sum, s) => sum + this.segment.scale(vuNeeds(s).ready), 0),
    );
    for (let id = 1; id <= Math.max(0, ...needed); id++) this.free.push((await this.newVu(id)).vu);
  }

  countBytes({ client, tags }: Vu): void {
    const { sent, received } = client?.takeBytes() ?? { sent: 0, received: 0 };
    this.registry.add('data_sent', sent, tags);
    this.registry.add('data_received', received, tags);
  }

  /** Runs setup, teardown or handleSummary, each in a VU of its own as in k6. @throws EngineError 100, 101, 107. */
  async phase(name: Exclude<Phase, 'init' | 'iteration'>, limitMs: number, argument?: unknown): Promise<unknown> {
    const { vu } = await this.outsideVu();
    vu.tags = { ...strings(this.options['tags']), ...(name !== 'handleSummary' && { group: `::${name}` }) };
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      vu.task?.interrupt();
    }, limitMs);
    const given = argument === undefined ? undefined : vu.own(argument);
    const { error, value } = await vu.perform(name, () => vu.exported(name)?.(given));
    clearTimeout(timer);
    this.countBytes(vu);
    vu.end();
    const lateCode = name === 'teardown' ? EXIT.teardownTimeout : EXIT.setupTimeout;
    if (isLate) throw new EngineError(lateCode, `${name}() execution timed out after ${limitMs / 1_000} seconds`);
    if (error !== undefined) throw new EngineError(EXIT.scriptException, textOf(error));
    return value;
  }
}
