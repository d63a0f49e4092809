// One run: what its VUs share (metrics, options, counters), its end, and the phases around the scenarios.
import { setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { SelfWatch } from '../generator.ts';
import { EngineError, EXIT, textOf, type ExitCode } from './codes.ts';
import { durationMs } from './duration.ts';
import { Registry } from './metrics.ts';
import { strings, type Raw, type Scenario } from './options.ts';
import type { Program } from './program.ts';
import { Segment } from './segment.ts';
import { Checks } from './summary.ts';
import { Vu } from './vu.ts';

/** A VU of setup, teardown or handleSummary does not belong to the test. */
const OUTSIDE = 0;
export const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** The functions around the iterations, how long each may take without an option, and the exit code of one that takes longer. */
export const PHASES = {
  setup: ['60s', EXIT.setupTimeout],
  teardown: ['60s', EXIT.teardownTimeout],
  handleSummary: ['2m', EXIT.setupTimeout],
} as const;

type End = { exitCode: ExitCode; reason: string };

export class Run {
  readonly program: Program;
  readonly env: Readonly<Record<string, string>>;
  readonly log: (level: string, text: string) => void;
  readonly registry = new Registry();
  readonly checks = new Checks();
  readonly self = new SelfWatch();
  readonly counts = { completed: 0, interrupted: 0, active: 0, initialized: 0 };
  /** `k6/data`: arrays by name, each element as JSON. */
  readonly arrays = new Map<string, readonly string[]>();
  /** VUs that no scenario uses at present: scenarios share them where one is over before the other begins. */
  readonly free: Vu[] = [];
  readonly #vus = new Set<Vu>();
  readonly #stopped = new AbortController();
  options: Raw = {};
  /** Names of the functions that the script exports. */
  functions: readonly string[] = [];
  segment = new Segment();
  startedAt = performance.now();
  setupJson: string | undefined;
  ended: End | undefined;
  failed: End | undefined;

  constructor(program: Program, env: Run['env'], log: Run['log']) {
    this.program = program;
    this.env = env;
    this.log = log;
    setMaxListeners(0, this.#stopped.signal);
  }

  isInsecure = (): boolean => this.options['insecureSkipTLSVerify'] === true;
  vuIdInTest = (id: number): number => (id === OUTSIDE ? OUTSIDE : this.segment.inTest(id - 1) + 1);
  elapsedMs = (): number => performance.now() - this.startedAt;

  /** The first reason wins. */
  stop(exitCode: ExitCode, reason: string): void {
    if (this.ended) return;
    this.ended = { exitCode, reason };
    for (const vu of this.#vus) if (vu.phase === 'iteration') vu.task?.interrupt();
    this.#stopped.abort();
  }
  /** Resolves after that time, or as soon as the run stops. */
  async pause(ms: number): Promise<void> {
    const { signal } = this.#stopped;
    await setTimeout(Math.min(ms, LONGEST_TIMER_MS), undefined, { signal }).catch(() => {});
  }
  /** Nothing may outlive the run. */
  close(): void {
    this.#stopped.abort();
    for (const vu of this.#vus) vu.end();
  }

  async newVu(id = OUTSIDE): Promise<Vu> {
    const vu = await new Vu(id, this).load();
    this.#vus.add(vu);
    if (id !== OUTSIDE) this.counts.initialized++;
    return vu;
  }

  /** Makes the VUs that the scenarios need at once. */
  async initialize(list: readonly Scenario[]): Promise<void> {
    const end = (s: Scenario): number => s.startTime + Math.max(s.plannedMs + s.gracefulStop, 1);
    const needed = list.map(({ startTime: at }) =>
      list
        .filter((s) => s.startTime <= at && at < end(s))
        .reduce((sum, { ready }) => sum + this.segment.scale(ready), 0),
    );
    for (let id = 1; id <= Math.max(0, ...needed); id++) this.free.push(await this.newVu(id));
  }

  countBytes({ bytes, tags }: Vu): void {
    this.registry.add('data_sent', bytes.sent, tags);
    this.registry.add('data_received', bytes.received, tags);
    bytes.sent = bytes.received = 0;
  }

  /** Runs setup, teardown or handleSummary where the script has it, each in a VU of its own as in k6. @throws EngineError 100, 101, 107. */
  async phase(name: keyof typeof PHASES, argument?: unknown): Promise<unknown> {
    const isSwitchedOff = this.options[`no${name.charAt(0).toUpperCase()}${name.slice(1)}`] === true;
    if (isSwitchedOff || !this.functions.includes(name)) return undefined;
    const [without, lateCode] = PHASES[name];
    const limitMs = durationMs(this.options[`${name}Timeout`] ?? without);
    const vu = await this.newVu();
    vu.setTags({ ...strings(this.options['tags']), ...(name !== 'handleSummary' && { group: `::${name}` }) });
    let isLate = false;
    const end = (): void => {
      isLate = true;
      vu.task?.interrupt();
    };
    const timer = globalThis.setTimeout(end, limitMs);
    const given: unknown = argument === undefined ? undefined : vu.realm.JSON.parse(JSON.stringify(argument));
    const { error, value } = await vu.perform(name, name, given);
    clearTimeout(timer);
    this.countBytes(vu);
    vu.end();
    if (isLate) throw new EngineError(lateCode, `${name}() execution timed out after ${limitMs / 1_000} seconds`);
    if (error !== undefined) throw new EngineError(EXIT.scriptException, textOf(error));
    return value;
  }
}
