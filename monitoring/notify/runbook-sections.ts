// The runbook's section for each topic, by its name, with its first steps: what a person does in the first minutes. `SITE` stands for
// the site's address; the commands are the runbook's own (shared numbers stand in kpis.ts).
import type { Topic } from '../alerts/finding.ts';

export type RunbookSection = {
  section: string;
  /** The anchor in the runbook. */ anchor: string;
  steps: readonly string[];
};

const HEALTH = "curl -s SITE/api/health/comprehensive | jq '.status'";
const DASHBOARD = 'curl -s SITE/api/monitoring/dashboard | jq';
const PREVIOUS = 'vercel ls --scope swbams-projects | grep mysetlist-sonnet | head -10';
const ROLL_BACK = 'vercel alias set [STABLE_DEPLOYMENT_URL] mysetlist-sonnet.vercel.app';
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
    'SELECT query, mean_time, calls FROM pg_stat_statements ORDER BY mean_time DESC LIMIT 10;',
    'curl -w "@curl-format.txt" -s https://api.spotify.com/v1/search?q=test',
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
    steps: [DATABASE, "SELECT * FROM pg_stat_activity WHERE state = 'active';", 'vercel --prod --confirm'],
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
    steps: ['See why the monitor did not run: the runs of its schedule', HEALTH],
  },
  deployment: {
    section: 'Deployment Procedures, Post-Deployment Verification',
    anchor: 'deployment',
    steps: [HEALTH, 'lighthouse SITE --output json'],
  },
};

/** A topic of a later release is answered as any incident. */
export const sectionOf = (topic: string, target: string): RunbookSection => {
  const { section, anchor, steps } = Object.hasOwn(RUNBOOK_SECTIONS, topic)
    ? RUNBOOK_SECTIONS[topic as Topic]
    : RESPONSE;
  return { section, anchor, steps: steps.map((step) => step.replaceAll('SITE', target)) };
};
