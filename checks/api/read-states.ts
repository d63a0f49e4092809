// Reads for the monitor what the site reports: the states of its dependencies, and the live commit.
import { CONTRACTS } from '../../contracts/contract-list.ts';
import type { ApiContext } from './api-context.ts';
import { jsonOf } from './strict-json.ts';
import { commitIn } from './live-commit.ts';
import { runContract } from './run-contract.ts';
import { tellStates } from './site-states.ts';

const WHOLE = '/api/health/comprehensive';

/** Writes the states as metrics. Returns the live commit; undefined if the site does not name it. */
export async function readStates(context: ApiContext): Promise<string | undefined> {
  const wanted = CONTRACTS.filter(({ id }) => id === 'contract.health-comprehensive' || id === 'contract.health-db');
  const answers = await Promise.all(
    wanted.map((contract) => runContract(contract, context.target, context.now, context.signal, context.send)),
  );
  const byPath = new Map(answers.flatMap((one) => [...one.answers]));
  tellStates(context, byPath);
  return commitIn(jsonOf(byPath.get(WHOLE)?.body ?? ''));
}
