// The contracts stage: every contract once, the states that the site tells of itself, and the availability probes.
import { MORE_PROBES } from '../../judging.ts';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CONTRACTS } from '../../contracts/contract-list.ts';
import { probe, type Answer } from './probe-client.ts';
import type { ApiContext } from './api-context.ts';
import { runConfirmed } from './confirm-failed.ts';
import { runContract } from './run-contract.ts';
import { dedupe, driftTable, type DriftRow } from '../drift/drift-table.ts';
import { PROBES } from './availability-probes.ts';
import { probeUntilDecided, sampleAll } from './more-probes.ts';
import { sideBySide } from './side-by-side.ts';
import { tellStates } from './site-states.ts';

export { runFrontDoor } from './front-door-stage.ts';
const DRIFT_FILE = 'drift.md';

export async function runContracts(given: ApiContext): Promise<void> {
  const context: ApiContext = { ...given, send: given.send ?? sideBySide(probe) };
  const answers = new Map<string, Answer>();
  const drifted: DriftRow[] = [];
  const wanted = CONTRACTS.filter(({ id }) => context.only?.has(id) ?? true);
  // The sender limits how many are sent at once.
  const contracts = runConfirmed(
    wanted,
    (contract) => runContract(contract, context.target, context.now, context.signal, context.send),
    ({ id }, { outcome, failures, durationMs, attempts, earlier, answers: own, drift }) => {
      for (const [path, answer] of own) answers.set(path, answer);
      drifted.push(...drift);
      context.sink({
        kind: 'check',
        at: context.now().toISOString(),
        id,
        stage: 'contracts',
        outcome,
        durationMs,
        ...(attempts === undefined ? {} : { attempts }),
        ...(earlier === undefined ? {} : { earlier }),
        failures,
        evidence: drift.length > 0 && context.dir !== undefined ? [DRIFT_FILE] : [],
        rerun: `npm run gate -- --target ${context.target.origin} --only ${id}`,
      });
    },
  );
  // With --only for single checks, KPIs are not judged.
  const probes = context.only ? undefined : sampleAll(context, 'contracts', PROBES, context.rounds);
  await contracts;
  tellDrift(context, dedupe(drifted));
  if (context.only) return;
  tellStates(context, answers);
  await probes;
  await probeUntilDecided(context, 'contracts', MORE_PROBES.rounds.contracts);
  context.log?.(`${wanted.length} contracts, ${PROBES.length * context.rounds} availability probes`);
}

/** One table for the whole API, in the run's folder. */
function tellDrift(context: ApiContext, rows: readonly DriftRow[]): void {
  if (rows.length === 0) return;
  if (context.dir !== undefined) writeFileSync(path.join(context.dir, DRIFT_FILE), `${driftTable(rows)}\n`);
  const counts = [...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, of]) => `${of.length} ${kind}`);
  context.log?.(`the API differs from its contracts: ${counts.join(', ')}; ${DRIFT_FILE}`);
}
