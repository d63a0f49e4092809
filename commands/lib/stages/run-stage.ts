// Runs one stage. A stage writes records; reports/verdict judges them.
import type { Stage } from '../../../kpis.ts';
import type { CheckRecord, HttpRecord } from '../../../reports/result.ts';
import { NETWORK_CODES } from '../../../reports/verdict/check-verdicts.ts';
import { readResults } from '../../../reports/verdict/read-results.ts';
import { edgeBlock } from '../../../checks/api/edge-block.ts';
import { probe } from '../../../checks/api/probe-client.ts';
import { controlAnswers } from '../../../checks/api/control-address.ts';
import { runFrontDoor, runContracts } from '../../../checks/api/contracts-stage.ts';
import { warmUpSite } from '../../../checks/api/warm-up.ts';
import { runSecurity } from '../../../checks/security/security-stage.ts';
import { load } from './run-load.ts';
import type { StageContext, StageOutcome } from './stage-context.ts';

const CONTROL_DEADLINE_MS = 3_000;

/** Runs a stage. The first stage warms the site up; a cold start becomes the outcome's reason if there is no other. */
export async function runStage(stage: Stage, context: StageContext, isFirst: boolean): Promise<StageOutcome> {
  const cold = isFirst ? await warmUpSite(context, stage) : undefined;
  if (cold) context.log(cold);
  // The front door detects an access control by its own requests.
  const block = isFirst && stage !== 'front-door' ? await blockBefore(context) : undefined;
  if (block !== undefined) return { status: 'inconclusive', blocked: true, reason: block };
  const outcome = await RUN[stage](context);
  await judgeOwnNetwork(stage, context);
  return cold === undefined ? outcome : { reason: cold, ...outcome };
}

const RUN: Record<Stage, (context: StageContext) => Promise<StageOutcome>> = {
  'front-door': async (context) => {
    const { dead, blocked, reason } = await runFrontDoor(context);
    return { status: 'done', dead, blocked, ...(reason === undefined ? {} : { reason }) };
  },
  contracts: async (context) => {
    await runContracts(context);
    return { status: 'done' };
  },
  security: async (context) => {
    await runSecurity(context);
    return { status: 'done' };
  },
  // Loaded when they run: an HTTP-only gate is installed without Playwright, chrome-launcher and Lighthouse.
  journeys: async (context) => (await import('./run-journeys.ts')).journeys(context),
  audits: async (context) => (await import('./run-audits.ts')).audits(context),
  load,
};

const blockBefore = async ({ target, send, signal }: StageContext): Promise<string | undefined> =>
  (await edgeBlock(target, send ?? probe, signal))?.message;

/** If the control address does not answer either, connection failures are failures of our own network. */
async function judgeOwnNetwork(stage: Stage, { control, target, sink, folder }: StageContext): Promise<void> {
  const failures = recordsOf(folder.results, stage).flatMap((one) => one.failures);
  if (control === undefined || !failures.some(({ code }) => NETWORK_CODES.has(code))) return;
  if (await controlAnswers(control, CONTROL_DEADLINE_MS)) return;
  sink({
    kind: 'http',
    at: new Date().toISOString(),
    stage,
    source: 'probe',
    endpoint: 'control address',
    requests: 0,
    valid: 0,
    serverErrors: 0,
    rateLimited: 0,
    timeouts: 0,
    ttfb: { n: 0, sumMs: 0, p95Ms: 0, maxMs: 0 },
    failures: [
      { code: 'own-network', message: `neither ${target.host} nor the control address ${control.host} answers` },
    ],
  });
}
/** Records of the stage so far that can be failures. */
const recordsOf = (file: string, stage: Stage): (CheckRecord | HttpRecord)[] =>
  readResults(file).records.filter(
    (record): record is CheckRecord | HttpRecord =>
      (record.kind === 'check' || record.kind === 'http') && record.stage === stage,
  );
