// Every check there is, in the order in which people read them. Lists are explicit: nothing is found by a glob.
import type { CheckDeclaration } from '../reports/result.ts';
import { API_CHECKS } from './api/index.ts';
import { AUDIT_CHECKS } from './audits/pages.ts';
import { JOURNEY_CHECKS } from './journeys/index.ts';

export { API_CHECKS, AUDIT_CHECKS, JOURNEY_CHECKS };

export const LOAD_CHECKS: readonly CheckDeclaration[] = [
  {
    id: 'load.latency',
    stage: 'load',
    title: 'Trending and search answer within the target under load',
    profiles: ['quick', 'gate', 'nightly'],
    runbook: 'Monitoring and Alerting: Response Time',
  },
];

export const CHECKS: readonly CheckDeclaration[] = [...API_CHECKS, ...JOURNEY_CHECKS, ...AUDIT_CHECKS, ...LOAD_CHECKS];

/** The declaration of a check. Throws on an id that no list has: a check nobody declared would not be missed. */
export function declaration(id: string): CheckDeclaration {
  const found = CHECKS.find((c) => c.id === id);
  if (!found) throw new Error(`"${id}" is in no list of checks/index.ts`);
  return found;
}
