// Runs one stage with a deadline and writes its end record: how it ended, why, and how many records it wrote.
import { setTimeout as pause } from 'node:timers/promises';
import { showSpan } from '../../common/number-text.ts';
import { recordsOfStage, readResults } from '../../reports/verdict/read-results.ts';
import type { Stage } from '../../kpis.ts';
import type { Sink } from '../../reports/result.ts';
import { foldOutput, stillRunning } from './stage-progress.ts';
import { runStage } from './stages/run-stage.ts';
import { STAGE_DEADLINE_MS, type StageContext, type StageOutcome } from './stages/stage-context.ts';

export type StagePlace = {
  /** The site can be cold. */
  isFirst: boolean;
  /** Called after the stage; returns a reason if its results cannot be judged. */
  verifyAfterwards: (() => Promise<string | undefined>) | undefined;
};

/** Runs the stage and writes its end record. Errors in the stage become its outcome; it does not reject for them. */
export async function recordStage(
  stage: Stage,
  context: StageContext,
  say: (line: string) => void,
  { isFirst, verifyAfterwards }: StagePlace,
): Promise<StageOutcome> {
  const started = performance.now();
  const fold = foldOutput(stage, process.env, say);
  const progress = stillRunning(context.log, STAGE_DEADLINE_MS[stage][context.profile]);
  const before = countOf(context, stage);
  let own = 0;
  const sink: Sink = (record) => {
    context.sink(record);
    own += 1;
  };
  let outcome = await withinDeadline(stage, { ...context, sink, log: progress.log }, isFirst);
  progress.end();
  const why = outcome.status === 'done' && !outcome.dead && !outcome.blocked ? await verifyAfterwards?.() : undefined;
  if (why !== undefined) outcome = { status: 'inconclusive', reason: why };
  if (context.signal.aborted) outcome = { status: 'broken', reason: message(context.signal.reason) };
  // This process counts its own lines, so that a lost line is detected; a child's lines are those added to the file.
  const records = Math.max(own, countOf(context, stage) - before);
  const durationMs = performance.now() - started;
  const { status, reason } = outcome;
  context.sink({
    kind: 'stage',
    at: new Date().toISOString(),
    stage,
    status,
    ...(reason ? { reason } : {}),
    durationMs,
    records,
  });
  fold.end(`${status} in ${showSpan(durationMs)}${reason ? `: ${reason}` : ''}`);
  return outcome;
}

/** A stage that is stopped ends its processes in this time, or they are counted without their last records. */
const ENDING_MS = 2_000;

async function withinDeadline(stage: Stage, context: StageContext, isFirst: boolean): Promise<StageOutcome> {
  const deadlineMs = STAGE_DEADLINE_MS[stage][context.profile];
  const timeout = AbortSignal.timeout(deadlineMs);
  const signal = AbortSignal.any([context.signal, timeout]);
  const running = runStage(stage, { ...context, signal }, isFirst);
  try {
    return await Promise.race([running, aborted(signal)]);
  } catch (error) {
    // Its processes are being ended and may still write: their records belong to the stage, and are counted after this.
    await Promise.race([running.catch(() => undefined), pause(ENDING_MS)]);
    const hung = `it did not end within its deadline of ${showSpan(deadlineMs)} and was stopped`;
    return { status: 'broken', reason: timeout.aborted ? hung : message(error) };
  }
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
const countOf = ({ folder }: StageContext, stage: Stage): number =>
  recordsOfStage(readResults(folder.results).records, stage);
const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
