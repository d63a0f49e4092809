// The contracts stage: every contract once, the states that the site tells of itself, and the availability probes.
import { MOST_EXTRA_ROUNDS, MOST_SUSPECT_ROUNDS } from '../../judging.ts';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { FREE } from '../../contracts/contract.ts';
import { costOf, CONTRACTS } from '../../contracts/contract-list.ts';
import { probe, type Answer } from './probe-client.ts';
import type { ApiContext } from './api-context.ts';
import { runConfirmed } from './confirm-failed.ts';
import { runContract } from './run-contract.ts';
import { dedupe, driftTable, type DriftRow } from '../drift/drift-table.ts';
import { PROBES, sample, type Probe } from './availability-probes.ts';
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
  const probes = context.only ? undefined : sampleAll(context, PROBES, context.rounds);
  await contracts;
  tellDrift(context, dedupe(drifted));
  if (context.only) return;
  tellStates(context, answers);
  await probes;
  const more = await probeOn(context);
  if (more > 0) context.log?.(`${more} more probes, because a failure or a mean near its limit was not yet decided`);
  context.log?.(`${wanted.length} contracts, ${PROBES.length * context.rounds} availability probes`);
}

/** `rounds` samples of each probe, round by round. */
async function sampleAll(context: ApiContext, probes: readonly Probe[], rounds: number): Promise<void> {
  const all = Array.from({ length: rounds }, () => probes).flat();
  await Promise.all(all.map((one) => sample(context, 'contracts', one)));
}

/** After a failed probe, or with a mean near its limit: probes the endpoints that cause no load behind the site until the verdict is clear. Bounded. */
async function probeOn(context: ApiContext): Promise<number> {
  const free = PROBES.filter(({ path: asked }) => costOf(asked) === FREE);
  let sent = 0;
  for (let round = 0; round < MOST_EXTRA_ROUNDS && (context.wanted?.() ?? 0) > 0; round += 1) {
    await sampleAll(context, free, 1);
    sent += free.length;
  }
  for (let round = 0; round < MOST_SUSPECT_ROUNDS; round += 1) {
    const suspects = new Set(context.suspects?.() ?? []);
    const asked = free.filter(({ endpoint }) => suspects.has(endpoint));
    if (asked.length === 0) break;
    await sampleAll(context, asked, 1);
    sent += asked.length;
  }
  return sent;
}

/** One table for the whole API, in the run's folder. */
function tellDrift(context: ApiContext, rows: readonly DriftRow[]): void {
  if (rows.length === 0) return;
  if (context.dir !== undefined) writeFileSync(path.join(context.dir, DRIFT_FILE), `${driftTable(rows)}\n`);
  const counts = [...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, of]) => `${of.length} ${kind}`);
  context.log?.(`the API differs from its contracts: ${counts.join(', ')}; ${DRIFT_FILE}`);
}
