// Every check there is, in the order in which people read them. Lists are explicit: nothing is found by a glob.
import type { CheckDeclaration } from '../reports/result.ts';
import { API_CHECKS } from './api/api-checks.ts';
import { AUDIT_CHECKS } from './audits/audited-pages.ts';
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
  {
    id: 'load.browse',
    stage: 'load',
    title: 'Visitors who look around get the pages and lists they ask for within the target',
    profiles: ['nightly'],
    runbook: 'Monitoring and Alerting: Response Time',
  },
  {
    id: 'load.voting',
    stage: 'load',
    title: 'Votes cast and taken back by several at once are counted right',
    profiles: ['nightly'],
    needsAccount: true,
    runbook: 'Deployment Procedures: User Acceptance Testing',
  },
  {
    id: 'load.spike',
    stage: 'load',
    title: 'A rush of ten times the visitors is lived through, and the site comes back',
    profiles: ['nightly'],
    needsAllowLoad: true,
    runbook: 'Monitoring and Alerting: Response Time',
  },
  // Asked for by name (`--only load.soak`): no scheduled run has the time, or the right, to look for the limit.
  {
    id: 'load.soak',
    stage: 'load',
    title: 'The site keeps its answer times for a long while',
    profiles: [],
    runbook: 'Monitoring and Alerting: Response Time',
  },
  {
    id: 'load.breakpoint',
    stage: 'load',
    title: 'The rate that the site holds within the target is what it must hold',
    profiles: [],
    needsAllowLoad: true,
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
