// Brings a site's incidents up to the findings of one moment.
import type { Finding } from '../alerts/finding.ts';
import { stepIncidents } from './incident-step.ts';
import type { IncidentStore } from './incident-store.ts';
import type { Change } from './incident.ts';

/** Levels of the on-call chain where no file says otherwise. */
const LEVELS = 3;

/** Returns what changed, oldest first. `now` in ms since 1970. Throws what the database throws. */
export const applyFindings = (
  store: IncidentStore,
  findings: readonly Finding[],
  now: number,
  levels = LEVELS,
): Promise<Change[]> => store.apply(now, (snapshot) => stepIncidents(snapshot, findings, now, { levels }));
