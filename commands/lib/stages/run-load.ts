// The load stage: runs the selected load scripts one after the other, then the probes that decide what they left open.
import path from 'node:path';
import { probeUntilDecided } from '../../../checks/api/more-probes.ts';
import { probe } from '../../../checks/api/probe-client.ts';
import { MORE_PROBES } from '../../../judging.ts';
import { loadBlock } from '../load-block.ts';
import {
  engineOf,
  loadRefusal,
  runLoad,
  SCRIPTS,
  type LoadContext,
  type ProfileName,
  type ScriptName,
} from '../../../load/load-run.ts';
import type { StageContext, StageOutcome } from './stage-context.ts';
import { intentsOf } from '../vote-intents-file.ts';

export async function load(context: StageContext): Promise<StageOutcome> {
  const block = await loadBlock(context.target, engineOf('auto'), context.straight ?? probe, context.signal);
  if (block !== undefined) return { status: 'inconclusive', reason: block.message };
  const profile: ProfileName = context.profile !== 'quick' && context.mayLoad ? 'normal' : 'smoke';
  const scripts = SCRIPTS.filter((name) => context.selected.has(`load.${name}`));
  for (const [i, script] of scripts.entries()) {
    if (context.signal.aborted) break;
    context.log(`${i + 1}/${scripts.length} ${script}`);
    const asked: Pick<LoadContext, 'target' | 'script' | 'profile' | 'allowLoad'> = {
      target: context.target,
      script,
      // The others only prove that they work, within a nightly run's time.
      profile: script === 'latency' ? profile : 'smoke',
      allowLoad: context.mayLoad,
    };
    const refusal = loadRefusal(asked);
    if (refusal !== undefined) {
      notRun(context, script, refusal);
      continue;
    }
    await runLoad({
      ...asked,
      sink: context.sink,
      engine: 'auto',
      signal: context.signal,
      outDir: path.join(context.folder.dir, 'load'),
      runDir: context.folder.dir,
      ...(context.account
        ? { account: context.account, onIntent: intentsOf(context.target, context.account.email) }
        : {}),
      log: context.log,
    });
  }
  // Hundreds of answers of a healthy site hold two failures now and then: a suspicion, which a few more samples decide.
  if (!context.only && !context.signal.aborted) await probeUntilDecided(context, 'load', MORE_PROBES.rounds.load);
  return { status: 'done' };
}

function notRun({ target, sink }: StageContext, script: ScriptName, message: string): void {
  sink({
    kind: 'check',
    at: new Date().toISOString(),
    id: `load.${script}`,
    stage: 'load',
    outcome: 'skipped',
    durationMs: 0,
    failures: [{ code: 'budget', message }],
    evidence: [],
    rerun: `npm run load -- --target ${target.origin} --script ${script} --allow-load`,
  });
}
