// What all VUs of a run share: metrics, options, counters, its end.
import { SelfWatch } from '../generator.ts';
import type { ClientOptions } from './client.ts';
import type { HopResult } from './wire.ts';
import { EXIT, type ExitCode } from './codes.ts';
import { Registry, type Metric } from './metrics.ts';
import type { Raw } from './options.ts';
import { cleanUrl } from './address.ts';
import type { Plan } from './request-plan.ts';
import type { Program, Values } from './program.ts';
import { decoded } from './response.ts';
import { Segment } from './segment.ts';
import { GroupTree } from './summary.ts';
import { Vu } from './vu.ts';

/** A VU of setup, teardown and handleSummary is none of the test's. */
export const OUTSIDE = 0;

type End = { exitCode: ExitCode; reason: string };

/** What all VUs of a run share. */
export class Shared {
  readonly registry = new Registry();
  readonly tree = new GroupTree();
  readonly self = new SelfWatch();
  readonly counts = { completed: 0, interrupted: 0, active: 0, initialized: 0 };
  /** `k6/data`: each element as JSON. */
  readonly arrays = new Map<string, string[]>();
  readonly program: Program;
  readonly env: Readonly<Record<string, string>>;
  readonly log: (level: string, text: string) => void;
  readonly vus: Vu[] = [];
  readonly #wakers = new Set<() => void>();
  options: Raw = {};
  segment = new Segment('', '');
  startedAt = performance.now();
  ended: End | undefined;
  failed: End | undefined;
  #systemTags: ReadonlySet<string> | undefined;
  #client: ClientOptions | undefined;

  constructor(program: Program, env: Readonly<Record<string, string>>, log: (level: string, text: string) => void) {
    this.program = program;
    this.env = env;
    this.log = log;
  }

  setOptions(options: Raw): void {
    this.options = options;
    this.segment = new Segment(String((options['executionSegment'] as string | undefined) ?? ''), String((options['executionSegmentSequence'] as string | undefined) ?? '')); // prettier-ignore
    this.#systemTags = Array.isArray(options['systemTags']) ? new Set(options['systemTags'].map(String)) : undefined;
    this.#client = {
      insecure: options['insecureSkipTLSVerify'] === true,
      reuse: options['noConnectionReuse'] !== true,
    };
  }
  client = (): ClientOptions => this.#client as ClientOptions;
  systemTag = (name: string): boolean => this.#systemTags?.has(name) ?? true;
  vuIdInTest = (id: number): number => (id === OUTSIDE ? OUTSIDE : this.segment.inTest(id - 1) + 1);

  /** The first reason wins. */
  stop(exitCode: ExitCode, reason: string): void {
    if (this.ended) return;
    this.ended = { exitCode, reason };
    for (const vu of this.vus) if (vu.phase === 'iteration') vu.task?.interrupt();
    this.wake();
  }
  markFailed(reason: string): void {
    this.failed ??= { exitCode: EXIT.markedAsFailed, reason };
  }
  /** Ends every pause: no timer may outlive the run. */
  wake(): void {
    for (const wake of this.#wakers) wake();
  }
  pause(ms: number): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(ms, 2 ** 31 - 1));
      this.#wakers.add(wake);
    });
  }

  /** The samples of one HTTP exchange, tagged as k6 tags them. */
  measure({ tags: own, name, url, hop, expected }: Plan, result: HopResult): void {
    decoded(result);
    const tags: Record<string, string> = { ...own };
    const set = (tag: string, value: string): void => {
      if (value !== '' && this.systemTag(tag)) tags[tag] = value;
    };
    const { status, timings, error, code, tls, proto } = result;
    set('name', name ?? cleanUrl(url));
    set('url', name ?? cleanUrl(url));
    set('method', hop.method);
    set('status', String(error === '' ? status : 0));
    if (code !== 0) set('error_code', String(code));
    set('error', error);
    set('proto', error === '' ? proto : '');
    set('tls_version', tls);
    const asExpected = expected?.some(([from, to]) => error === '' && status >= from && status <= to);
    if (asExpected !== undefined) set('expected_response', String(asExpected));
    const { http } = this.registry;
    const take = (metric: Metric, value: number): void => this.registry.take(metric, value, tags);
    take(http.reqs, 1);
    take(http.duration, timings.sending + timings.waiting + timings.receiving);
    take(http.blocked, timings.blocked);
    take(http.connecting, timings.connecting);
    take(http.tls, timings.tls_handshaking);
    take(http.sending, timings.sending);
    take(http.waiting, timings.waiting);
    take(http.receiving, timings.receiving);
    if (asExpected !== undefined) take(http.failed, asExpected ? 0 : 1);
  }

  async newVu(id: number): Promise<{ vu: Vu; exports: Values }> {
    const vu = new Vu(id, this);
    const exports = await vu.load();
    if (id !== OUTSIDE) {
      this.vus.push(vu);
      this.counts.initialized++;
    }
    return { vu, exports };
  }
}
