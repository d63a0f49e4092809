// The section of the runbook for each topic, with its first steps. `SITE` is replaced by the site's address. The commands are the
// runbook's own. Its placeholder for the stable deployment is filled from the history, or a sentence says how to find that deployment.
import { isLoopback } from '../../common/loopback.ts';
import type { Topic } from '../alerts/finding.ts';
import { rollbackAdvice, type GoodDeployment } from '../../reports/verdict/rollback-advice.ts';

export type RunbookSection = {
  section: string;
  /** The anchor in the runbook. */ anchor: string;
  steps: readonly string[];
};

const HEALTH = "curl -s SITE/api/health/comprehensive | jq '.status'";
const DASHBOARD = 'curl -s SITE/api/monitoring/dashboard | jq';
const PREVIOUS = 'vercel ls --scope swbams-projects | grep mysetlist-sonnet | head -10';
/** Replaced by rollbackSteps. */
const ROLL_BACK = 'roll back';
const LOGS = 'vercel logs SITE';
const DATABASE = 'curl -f SITE/api/health/db';

const APPLICATION: RunbookSection = {
  section: 'Disaster Recovery, Application Recovery',
  anchor: 'disaster-recovery',
  steps: [HEALTH, PREVIOUS, ROLL_BACK, HEALTH],
};
const RESPONSE: RunbookSection = {
  section: 'Incident Response Procedures, Incident Response Steps',
  anchor: 'incident-response',
  steps: [HEALTH, DASHBOARD, LOGS],
};
const SLOW: RunbookSection = {
  section: 'Performance Troubleshooting, High Response Time',
  anchor: 'performance',
  steps: [
    'In the SQL editor: SELECT query, mean_time, calls FROM pg_stat_statements ORDER BY mean_time DESC LIMIT 10;',
    // The runbook's own command needs a file, curl-format.txt, that the reader does not have.
    "curl -s -o /dev/null -w 'Spotify: %{http_code} in %{time_total} s\\n' 'https://api.spotify.com/v1/search?q=test'",
    'lighthouse SITE --output json',
  ],
};
const APIS: RunbookSection = {
  section: 'External API Management, API Failure Responses',
  anchor: 'external-apis',
  steps: ['Switch to cached data', 'Disable real-time features', 'Alert the operations team'],
};

export const RUNBOOK_SECTIONS: Readonly<Record<Topic, RunbookSection>> = {
  application: APPLICATION,
  availability: APPLICATION,
  'error-rate': RESPONSE,
  'response-time': SLOW,
  degradation: SLOW,
  budget: RESPONSE,
  database: {
    section: 'Performance Troubleshooting, Database Connection Issues',
    anchor: 'performance',
    steps: [
      DATABASE,
      "In the SQL editor: SELECT * FROM pg_stat_activity WHERE state = 'active';",
      'To reset the connections, redeploy: run "vercel --prod --confirm" in apps/web of the site, not here',
    ],
  },
  'external-apis': APIS,
  'rate-limit': { ...APIS, section: 'External API Management, API Rate Limiting' },
  authentication: { ...RESPONSE, steps: [HEALTH, LOGS, PREVIOUS] },
  voting: RESPONSE,
  search: RESPONSE,
  'front-page': RESPONSE,
  security: {
    section: 'Security Incident Response, Suspected Breach',
    anchor: 'security',
    steps: [
      'Identify affected systems',
      'Isolate compromised components',
      'Document all evidence',
      'Notify the security team',
    ],
  },
  certificate: {
    section: 'Security Incident Response, Security Monitoring',
    anchor: 'security',
    steps: ['curl -vI SITE'],
  },
  coverage: {
    section: 'Monitoring and Alerting, Monitoring Endpoints',
    anchor: 'monitoring',
    steps: ['Find out why the monitor or its browser did not run: open the runs of its schedule', HEALTH],
  },
  deployment: {
    section: 'Deployment Procedures, Post-Deployment Verification',
    anchor: 'deployment',
    steps: [HEALTH, 'lighthouse SITE --output json'],
  },
};

export type RollbackFacts = {
  /** Undefined where the history knows none. */
  lastGood?: GoodDeployment | undefined;
  /** When the failures began, ms since 1970. */
  startedMs: number;
};

/** The runbook's rollback: the steps after its list of deployments. */
function rollbackSteps(target: string, { lastGood, startedMs }: RollbackFacts): string[] {
  if (isLoopback(new URL(target))) return ['The site runs on this machine: nothing to roll back'];
  const { which, commands, byHand } = rollbackAdvice(target, lastGood, new Date(startedMs).toISOString());
  if (byHand === undefined) return [`Roll back to ${which}`, ...commands];
  return [...(lastGood === undefined ? [] : commands), `Roll back to ${which}: ${byHand}`];
}

/** An unknown topic, from a later release, gets the general section. */
export const sectionOf = (topic: string, target: string, facts: RollbackFacts): RunbookSection => {
  const { section, anchor, steps } = Object.hasOwn(RUNBOOK_SECTIONS, topic)
    ? RUNBOOK_SECTIONS[topic as Topic]
    : RESPONSE;
  const filled = steps.flatMap((step) =>
    step === ROLL_BACK ? rollbackSteps(target, facts) : [step.replaceAll('SITE', target)],
  );
  return { section, anchor, steps: filled };
};
