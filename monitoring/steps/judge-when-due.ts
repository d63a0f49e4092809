// Stores the samples of a tick and judges them when it is due: at a steady rate, at once after a failure, and while something is broken.
import { TICK_RULES } from '../../judging.ts';
import type { MemorySource } from '../memory-source.ts';
import type { MonitorMetrics } from '../metrics/monitor-metrics.ts';
import type { CertificateWatch } from './certificate-watch.ts';
import type { Progress } from './progress.ts';
import type { SampleRecorder } from './sample-recorder.ts';
import type { Judged, TickJudge } from './tick-judge.ts';

/** This process's own samples of so many ms are judged while the history cannot be read. */
export const MEMORY_MS = 3_600_000;

type Parts = {
  judge: TickJudge;
  recorder: SampleRecorder;
  memory: MemorySource;
  progress: Progress;
  certificate: CertificateWatch;
  metrics: MonitorMetrics | undefined;
};

export class JudgeWhenDue {
  readonly #parts: Parts;
  #failedSince = false;
  #judgedAt = performance.now();
  #judged: Judged | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** After a failure the next batch is judged at once. */
  noteFailure(): void {
    this.#failedSince = true;
  }

  async now(): Promise<Judged> {
    const { judge, recorder, memory, progress, certificate, metrics } = this.#parts;
    this.#failedSince = false;
    this.#judgedAt = performance.now();
    const now = Date.now();
    const judged = await judge.at(now, recorder.history);
    this.#judged = judged;
    progress.judged(judged.text);
    metrics?.judged(judged.findings, judged.openBySeverity);
    metrics?.observed({
      states: await memory.states(now - MEMORY_MS, now),
      checks: await memory.checks(now - MEMORY_MS, now),
      certificateExpiresAtMs: certificate.expiresAt(),
    });
    return judged;
  }

  async storeAndJudge(): Promise<void> {
    this.#parts.memory.add(await this.#parts.recorder.flush());
    const isTime = performance.now() - this.#judgedAt >= TICK_RULES.judgeEveryMs;
    if (this.#failedSince || isTime || this.#judged?.verdict === 'breach') await this.now();
  }
}
