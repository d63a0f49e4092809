// The site's limiter: 61 fast requests get a 429 with Retry-After, and an invented user id does not get a new limit.
import { SITE_LIMITS } from '../../kpis.ts';
import { retryAfterMs } from '../api/back-off.ts';
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';

/** A search without a term: it finds nothing, causes no load, and has the usual limit. */
const PATH = '/api/search';

/** It uses up the site's rate limit, so it runs only with `--only security.rate-limit`. */
export const rateLimit: SecurityCheck = {
  id: 'security.rate-limit',
  title: 'More than 60 requests a minute to one path are rejected, also with a forged user id',
  reddens: ['limiter-bypass'],
  onDemand: true,
  find: async (ask) => {
    const what = `GET ${PATH} for the ${SITE_LIMITS.defaultPerMinute + 1}st time`;
    // Windows are aligned to the clock: a burst of twice the limit crosses at most one window boundary.
    for (let sent = 0; sent < 2 * SITE_LIMITS.defaultPerMinute + 2; sent += 1) {
      const answer = await ask('GET', PATH);
      if (answer.status !== 429 && outage(what, answer)) return [outage(what, answer) as Finding];
      if (answer.status !== 429 || answer.error) continue;
      const findings: Finding[] = [];
      if (retryAfterMs(answer.headers['retry-after'], new Date()) === undefined)
        findings.push(found('header', `${what}: 429 without a readable Retry-After`));
      const spoofed = await ask('GET', PATH, { 'x-user-id': 'somebody-else' });
      if (spoofed.status !== 429)
        findings.push(
          found('unexpected-status', `GET ${PATH} with an invented X-User-Id: ${spoofed.status}, expected 429`),
        );
      return findings;
    }
    return [found('unexpected-status', `${what}: no 429, the limit is not enforced`)];
  },
};
