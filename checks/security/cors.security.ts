// Another site must not read answers with our visitor's cookies.
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';

const PATHS = ['/', '/api/votes', '/api/health', '/api/csrf-token'];
const ELSEWHERE = 'https://elsewhere.example';

export const cors: SecurityCheck = {
  id: 'security.cors',
  title: "Other sites cannot read answers with a visitor's cookies",
  reddens: ['cors-reflected'],
  find: async (ask) => {
    const failures: Finding[] = [];
    const down: Finding[] = [];
    const answers = await Promise.all(PATHS.map((path) => ask('GET', path, { origin: ELSEWHERE })));
    for (const [i, answer] of answers.entries()) {
      const path = PATHS[i] ?? '';
      const outaged = outage(`GET ${path}`, answer);
      if (outaged) down.push(outaged);
      if (answer.error) continue;
      const allowed = answer.headers['access-control-allow-origin'];
      const withCookies = answer.headers['access-control-allow-credentials'] === 'true';
      if (withCookies && (allowed === '*' || allowed === ELSEWHERE || allowed === 'null'))
        failures.push(found('header', `GET ${path}: Access-Control-Allow-Origin is ${allowed}, with credentials`));
    }
    // If one route is down, the others are judged. If all are down, there is nothing to judge.
    return down.length === PATHS.length && failures.length === 0 ? down : failures;
  },
};
