// Reads, for the monitor, what the site says of itself: the states of its dependencies, and which commit is live.
import { CONTRACTS } from '../../contracts/index.ts';
import type { ApiContext } from './api-context.ts';
import { jsonOf } from './strict-json.ts';
import { commitIn } from './live-commit.ts';
import { runContract } from './run-contract.ts';
import { tellStates } from './site-states.ts';

const WHOLE = '/api/health/comprehensive';

/** Writes the states as metrics. Returns the live commit, undefined where the site does not tell. */
export async function readStates(context: ApiContext): Promise<string | undefined> {
  const wanted = CONTRACTS.filter(({ id }) => id === 'contract.health-comprehensive' || id === 'contract.health-db');
  const answers = await Promise.all(
    wanted.map((contract) => runContract(contract, context.target, context.now, context.signal, context.send)),
  );
  const byPath = new Map(answers.flatMap((one) => [...one.answers]));
  tellStates(context, byPath);
  return commitIn(jsonOf(byPath.get(WHOLE)?.body ?? ''));
}
