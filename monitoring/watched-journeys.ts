// The journeys that the monitor watches: the check that runs each, and the alert of its failure.
import type { Severity } from '../kpis.ts';
import type { Topic } from './alerts/finding.ts';

export type WatchedJourney = {
  /** Its name in the history and in the alerts. */
  id: string;
  /** The check that runs it in a browser. */
  check: string;
  needsAccount: boolean;
  topic: Topic;
  severity: Severity;
  runbook: string;
};

export const WATCHED_JOURNEYS: readonly WatchedJourney[] = [
  {
    id: 'front-page',
    check: 'journey.home.content',
    needsAccount: false,
    topic: 'front-page',
    severity: 'P1',
    runbook: 'R1 P1: significant feature degradation',
  },
  {
    id: 'sign-in',
    check: 'journey.login.right-password-and-out',
    needsAccount: true,
    topic: 'authentication',
    severity: 'P0',
    runbook: 'R1 P0: user authentication failure',
  },
  {
    id: 'search',
    check: 'journey.search.hero',
    needsAccount: false,
    topic: 'search',
    severity: 'P1',
    runbook: 'R1 P1: significant feature degradation',
  },
  {
    id: 'vote',
    check: 'journey.voting.signed-in',
    needsAccount: true,
    topic: 'voting',
    severity: 'P1',
    runbook: 'R1 P1: significant feature degradation',
  },
];

/** The topics of their alerts. */
export const JOURNEY_TOPICS: ReadonlySet<string> = new Set(WATCHED_JOURNEYS.map(({ topic }) => topic));
