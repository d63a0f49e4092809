// The sign-in form must not redirect to another host (mysetlist-app.md 3.3).
import { readPage } from '../html/read-page.ts';
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';

const LANDING_FIELD = 'redirectTo';
const ELSEWHERE = ['https://evil.example/', '//evil.example/', '/\\evil.example/'];

export const openRedirect: SecurityCheck = {
  id: 'security.open-redirect',
  title: 'Sign-in leads back to this site only, with any returnUrl',
  reddens: ['open-redirect', 'open-redirect-unprotected'],
  find: async (ask) =>
    (
      await Promise.all(
        ELSEWHERE.map(async (elsewhere): Promise<Finding[]> => {
          const what = `GET /auth/sign-in?returnUrl=${elsewhere}`;
          const answer = await ask('GET', `/auth/sign-in?returnUrl=${encodeURIComponent(elsewhere)}`);
          const down = outage(what, answer);
          if (down || answer.error) return down ? [down] : [];
          return leavesTheSite(answer.headers['location'] ?? landingOf(answer.body), answer.url)
            ? [found('semantic', `${what}: the form leads to another host`)]
            : [];
        }),
      )
    ).flat(),
};

/** The redirect target of the sign-in form. */
const landingOf = (page: string): string =>
  readPage(page)
    .forms.flatMap(({ fields }) => fields)
    .find(({ name }) => name === LANDING_FIELD)?.value ?? '/';
const leavesTheSite = (to: string, site: URL = new URL('http://site.invalid')): boolean =>
  URL.parse(to, site)?.host !== site.host;
