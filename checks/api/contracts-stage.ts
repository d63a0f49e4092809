// The contracts stage: every contract once, the states that the site tells of itself, and the availability probes.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { FREE } from '../../contracts/contract.ts';
import { costOf, CONTRACTS } from '../../contracts/index.ts';
import type { Answer } from './probe-client.ts';
import { inParallel, type ApiContext } from './api-context.ts';
import { runContract } from './run-contract.ts';
import { dedupe, driftTable, type DriftRow } from '../drift/drift-table.ts';
import { PROBES, sample } from './availability-probes.ts';
import { tellStates } from './site-states.ts';

export { runFrontDoor } from './front-door-stage.ts';
/** Few enough to be no load, enough that a slow endpoint does not hold up the others. */
const WIDTH = 4;
/** 12 rounds and these stay below the site's 60 a minute and path, and make the 200 samples that clear one failure. */
const MOST_EXTRA_ROUNDS = 16;
const DRIFT_FILE = 'drift.md';

export async function runContracts(context: ApiContext): Promise<void> {
  const answers = new Map<string, Answer>();
  const drifted: DriftRow[] = [];
  const wanted = CONTRACTS.filter(({ id }) => context.only?.has(id) ?? true);
  await inParallel(wanted, WIDTH, async (contract) => {
    const started = performance.now();
    const {
      outcome,
      failures,
      answers: own,
      drift,
    } = await runContract(contract, context.target, context.now, context.signal, context.send);
    for (const [path, answer] of own) answers.set(path, answer);
    drifted.push(...drift);
    context.sink({
      kind: 'check',
      at: context.now().toISOString(),
      id: contract.id,
      stage: 'contracts',
      outcome,
      durationMs: performance.now() - started,
      failures,
      evidence: drift.length > 0 && context.dir !== undefined ? [DRIFT_FILE] : [],
      rerun: `npm run gate -- --target ${context.target.origin} --only ${contract.id}`,
    });
  });
  tellDrift(context, dedupe(drifted));
  if (context.only) return; // single checks were asked for: their KPIs are not judged
  tellStates(context, answers);
  await inParallel(PROBES, WIDTH, async (one) => {
    for (let round = 0; round < context.rounds; round += 1) await sample(context, 'contracts', one);
  });
  const more = await probeOn(context);
  if (more > 0) context.log?.(`${more} more probes, because a failure left a suspicion`);
  context.log?.(`${wanted.length} contracts, ${PROBES.length * context.rounds} availability probes`);
}

/** A failed probe may be a blip: asks the endpoints that cost nothing behind the site until it is decided, or the bound is reached. */
async function probeOn(context: ApiContext): Promise<number> {
  const free = PROBES.filter(({ path: asked }) => costOf(asked) === FREE);
  let sent = 0;
  for (let round = 0; round < MOST_EXTRA_ROUNDS && (context.wanted?.() ?? 0) > 0; round += 1) {
    await inParallel(free, WIDTH, async (one) => void (await sample(context, 'contracts', one)));
    sent += free.length;
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
