// The generator checks itself. When this process does not get a core in time, it measures the delay of the machine and not of
// the site. Such a run is not judged. Signs: the loop's lag, time spent ready but not running (Linux schedstat), late starts.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How far the generator may be off before its run says nothing about the site. */
export const SELF_LIMITS = {
  /** 99th percentile of the event loop's lag. */
  lagP99Ms: 60,
  /** Share of the run that the main thread was ready and had no core. */
  runQueueFraction: 0.25,
  /** Share of all cores in use, by all programs. Above it, requests may start late. */
  machineBusy: 0.97,
  /** The same where the site is on this machine too: it has no lag that we could see, and waits for a core earlier than we do. */
  localBusy: 0.9,
  /** A start is late from here on; and how many of the starts may be. */
  lateMs: 50,
  lateFraction: 0.02,
} as const;

export type GeneratorReport = {
  lagMeanMs: number;
  lagP99Ms: number;
  lagMaxMs: number;
  /** Cores used by this process. */
  cpuCores: number;
  /** Share of all cores in use by anybody. */
  machineBusy: number;
  /** Undefined where the system does not tell. */
  runQueueFraction: number | undefined;
  starts: number;
  lateStarts: number;
  /** Dropped while every VU waited for an answer of the site, and dropped otherwise. */
  droppedWaiting: number;
  droppedOther: number;
  exceptions: number;
  firstException: string | undefined;
  interrupted: number;
  startUpMs: number;
  overloaded: string | undefined;
};

/** Nanoseconds that the main thread has been ready without a core. */
function runQueueNs(): number | undefined {
  try {
    const waited = readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1];
    return waited === undefined ? undefined : Number(waited);
  } catch {
    return undefined;
  }
}

/** Milliseconds of all cores together since the system's start. */
function coreTimes(): { idle: number; all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, t) => sum + t.idle, 0);
  return { idle, all: times.reduce((sum, t) => sum + t.user + t.nice + t.sys + t.irq, idle) };
}

const RESOLUTION_MS = 5;

export class SelfWatch {
  readonly #lag = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #startedAt = performance.now();
  #cpu = process.cpuUsage();
  #queued = runQueueNs();
  #cores = coreTimes();
  starts = 0;
  lateStarts = 0;
  droppedWaiting = 0;
  droppedOther = 0;
  exceptions = 0;
  firstException: string | undefined;
  interrupted = 0;
  startUpMs = 0;

  /** Measures from here on: nothing is measured while the VUs start. */
  begin(): void {
    this.#startedAt = performance.now();
    this.#cpu = process.cpuUsage();
    this.#queued = runQueueNs();
    this.#cores = coreTimes();
    this.#lag.enable();
  }

  started(lateMs: number): void {
    this.starts++;
    if (lateMs > SELF_LIMITS.lateMs) this.lateStarts++;
  }

  /** `allWaiting`: no VU was free because each waited for the site. */
  dropped(allWaiting: boolean): void {
    if (allWaiting) this.droppedWaiting++;
    else this.droppedOther++;
  }

  stop(): GeneratorReport {
    this.#lag.disable();
    const wallMs = performance.now() - this.#startedAt;
    const { user, system } = process.cpuUsage(this.#cpu);
    const queued = runQueueNs();
    const cores = coreTimes();
    const ms = (ns: number): number => Math.max(0, ns / 1e6 - RESOLUTION_MS);
    const measured = {
      lagMeanMs: Number.isNaN(this.#lag.mean) ? 0 : ms(this.#lag.mean),
      lagP99Ms: ms(this.#lag.percentile(99)),
      lagMaxMs: ms(this.#lag.max),
      cpuCores: (user + system) / 1000 / wallMs,
      machineBusy: 1 - (cores.idle - this.#cores.idle) / Math.max(1, cores.all - this.#cores.all),
      runQueueFraction:
        queued === undefined || this.#queued === undefined ? undefined : (queued - this.#queued) / 1e6 / wallMs,
      starts: this.starts,
      lateStarts: this.lateStarts,
      droppedWaiting: this.droppedWaiting,
      droppedOther: this.droppedOther,
      exceptions: this.exceptions,
      firstException: this.firstException,
      interrupted: this.interrupted,
      startUpMs: this.startUpMs,
    };
    return { ...measured, overloaded: overload(measured) };
  }
}

/**
 * Why the generator's figures cannot be believed, or undefined. Pure. A busy machine alone is no reason where the generator
 * knows its own delays (`knowsDelays`): other programs may use every core, and each start still be on time.
 */
export function overload(report: Omit<GeneratorReport, 'overloaded'>, knowsDelays = true): string | undefined {
  const { lagP99Ms, machineBusy, runQueueFraction = 0, starts, lateStarts, droppedOther } = report;
  const reasons: string[] = [];
  if (lagP99Ms > SELF_LIMITS.lagP99Ms) reasons.push(`event-loop lag p99 ${lagP99Ms.toFixed(0)} ms`);
  if (runQueueFraction > SELF_LIMITS.runQueueFraction) {
    reasons.push(`no core for ${(runQueueFraction * 100).toFixed(0)} % of the time`);
  }
  if (starts > 0 && lateStarts / starts > SELF_LIMITS.lateFraction) {
    reasons.push(`${lateStarts} of ${starts} iterations started over ${SELF_LIMITS.lateMs} ms late`);
  }
  const asked = starts + droppedOther;
  if (asked > 0 && droppedOther / asked > SELF_LIMITS.lateFraction) {
    reasons.push(`${droppedOther} iterations dropped while VUs were busy here, not waiting for the site`);
  }
  if (machineBusy > SELF_LIMITS.machineBusy && (reasons.length > 0 || !knowsDelays))
    reasons.push(`every core busy for ${(machineBusy * 100).toFixed(0)} % of the time`);
  return reasons.length === 0 ? undefined : reasons.join('; ');
}
