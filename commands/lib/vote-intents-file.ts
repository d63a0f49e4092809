// Votes of the load stage are recorded like those of the journeys, so that the next run can restore them.
import type { LoadContext } from '../../load/load-run.ts';
import { forgetIntent, writeIntent } from '../../checks/votes/vote-intents.ts';

export const intentsOf =
  (target: URL, account: string): NonNullable<LoadContext['onIntent']> =>
  (intent) => {
    const { id } = writeIntent({ target: target.origin, account, ...intent });
    return () => forgetIntent(id);
  };
