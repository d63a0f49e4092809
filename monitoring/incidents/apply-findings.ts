// Updates a site's incidents with the findings of one moment.
import type { Finding } from '../alerts/finding.ts';
import { stepIncidents } from './incident-step.ts';
import type { IncidentStore } from './incident-store.ts';
import type { Change } from './incident.ts';

/** Default number of levels of the on-call chain. */
const LEVELS = 3;

/** Returns the changes, oldest first. `now` in ms since 1970. Throws errors of the database. */
export const applyFindings = (
  store: IncidentStore,
  findings: readonly Finding[],
  now: number,
  levels = LEVELS,
): Promise<Change[]> => store.apply(now, (snapshot) => stepIncidents(snapshot, findings, now, { levels }));
