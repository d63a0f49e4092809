// The contracts stage: every contract once, the states that the site tells of itself, and the availability probes.
import { CONTRACTS } from '../../contracts/index.ts';
import type { Answer } from './client.ts';
import { inParallel, type ApiContext } from './context.ts';
import { runContract } from './contracts.ts';
import { PROBES, sample } from './probes.ts';
import { tellStates } from './states.ts';

export { runFrontDoor } from './front-door.ts';
/** Few enough to be no load, enough that a slow endpoint does not hold up the others. */
const WIDTH = 4;

export async function runContracts(context: ApiContext): Promise<void> {
  const answers = new Map<string, Answer>();
  const wanted = CONTRACTS.filter(({ id }) => context.only?.has(id) ?? true);
  await inParallel(wanted, WIDTH, async (contract) => {
    const started = performance.now();
    const {
      outcome,
      failures,
      answers: own,
    } = await runContract(contract, context.target, context.now, context.signal);
    for (const [path, answer] of own) answers.set(path, answer);
    context.sink({
      kind: 'check',
      at: context.now().toISOString(),
      id: contract.id,
      stage: 'contracts',
      outcome,
      durationMs: performance.now() - started,
      failures,
      evidence: [],
      rerun: `npm run gate -- --target ${context.target.origin} --only ${contract.id}`,
    });
  });
  if (context.only) return; // single checks were asked for: their KPIs are not judged
  tellStates(context, answers);
  await inParallel(PROBES, WIDTH, async (one) => {
    for (let round = 0; round < context.rounds; round += 1) await sample(context, 'contracts', one);
  });
  context.log?.(`${wanted.length} contracts, ${PROBES.length * context.rounds} availability probes`);
}
