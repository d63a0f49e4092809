// Internal details in response bodies: stack traces, table names, versions, secrets.
import { leaksIn } from './leak-patterns.ts';
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';

/** Requests that cause an error, and endpoints that describe the server. */
const PATHS = [
  '/',
  '/api/health',
  '/api/health/db',
  '/api/health/comprehensive',
  '/api/votes',
  '/api/trending?period=century',
  '/api/trending?config=%7B',
  '/api/no-such-route-zzxqqvv',
];

export const disclosure: SecurityCheck = {
  id: 'security.disclosure',
  title: 'No response body contains stack traces, table names, versions or secrets',
  reddens: ['db-health-discloses', 'stack-traces-shown'],
  find: async (ask) => {
    const failures: Finding[] = [];
    const down: Finding[] = [];
    const answers = await Promise.all(PATHS.map((path) => ask('GET', path)));
    for (const [i, answer] of answers.entries()) {
      const what = `GET ${PATHS[i]}`;
      const outaged = outage(what, answer);
      if (outaged) down.push(outaged);
      if (answer.error) continue;
      for (const leak of leaksIn(answer.body))
        failures.push(found('semantic', `${what}: the response body contains ${leak}`));
    }
    // An outage's answer can reveal details, too. If there was no other answer, there is nothing to judge.
    return down.length === PATHS.length && failures.length === 0 ? down : failures;
  },
};
