// The sign-in form must not send its visitor to another host (mysetlist-app.md 3.3).
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';

/** Where the sign-in form sends its visitor afterwards. */
const LANDING = /<input[^>]*name="redirectTo"[^>]*>/i;
const ELSEWHERE = ['https://evil.example/', '//evil.example/', '/\\evil.example/'];

export const openRedirect: SecurityCheck = {
  id: 'security.open-redirect',
  title: 'Sign-in leads back to this site only, whatever returnUrl says',
  reddens: ['open-redirect'],
  find: async (ask) => {
    const failures: Finding[] = [];
    for (const elsewhere of ELSEWHERE) {
      const path = `/auth/sign-in?returnUrl=${encodeURIComponent(elsewhere)}`;
      const what = `GET /auth/sign-in?returnUrl=${elsewhere}`;
      const answer = await ask('GET', path);
      const down = outage(what, answer);
      if (down || answer.error) failures.push(...(down ? [down] : []));
      else if (leavesTheSite(answer.headers['location'] ?? landingOf(answer.body), answer.url))
        failures.push(found('semantic', `${what}: the form leads to another host`));
    }
    return failures;
  },
};

const landingOf = (page: string): string => /value="([^"]*)"/i.exec(LANDING.exec(page)?.[0] ?? '')?.[1] ?? '/';
const leavesTheSite = (to: string, site: URL = new URL('http://site.invalid')): boolean =>
  !URL.canParse(to, site) || new URL(to, site).host !== site.host;
