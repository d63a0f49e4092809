// How each stage is run. A stage writes records; what they mean is decided in reports/verdict.
import type { Stage } from '../../../kpis.ts';
import type { Sink } from '../../../reports/result.ts';
import { controlAnswers } from '../../../checks/api/control-address.ts';
import { runFrontDoor, runContracts } from '../../../checks/api/contracts-stage.ts';
import { warmUpSite } from '../../../checks/api/warm-up.ts';
import { runSecurity } from '../../../checks/security/security-stage.ts';
import { audits } from './run-audits.ts';
import { journeys } from './run-journeys.ts';
import { load } from './run-load.ts';
import type { StageContext, StageOutcome } from './stage-context.ts';

const CONTROL_DEADLINE_MS = 3_000;

/** Whichever stage a run begins with finds a site that is awake; `outcome.reason` tells of a cold start where nothing is worse. */
export async function runStage(stage: Stage, context: StageContext, isFirst: boolean): Promise<StageOutcome> {
  const cold = isFirst ? await warmUpSite(context, stage) : undefined;
  if (cold) context.log(cold);
  const outcome = await RUN[stage](context);
  return cold === undefined ? outcome : { reason: cold, ...outcome };
}

const RUN: Record<Stage, (context: StageContext) => Promise<StageOutcome>> = {
  'front-door': async (context) => {
    const { dead, reason } = await runFrontDoor(context);
    if (dead) await judgeOwnNetwork(context.control, context.target, context.sink);
    return { status: 'done', dead, ...(reason === undefined ? {} : { reason }) };
  },
  contracts: async (context) => {
    await runContracts(context);
    return { status: 'done' };
  },
  security: async (context) => {
    await runSecurity(context);
    return { status: 'done' };
  },
  journeys,
  audits,
  load,
};

/** A dead door while the control address is dead too is our own network's trouble. */
async function judgeOwnNetwork(control: URL | undefined, target: URL, sink: Sink): Promise<void> {
  if (control === undefined || (await controlAnswers(control, CONTROL_DEADLINE_MS))) return;
  sink({
    kind: 'http',
    at: new Date().toISOString(),
    stage: 'front-door',
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
