// Markup that somebody puts into an address must not become part of the page.
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';

const MARKUP = '<zzx a="b">';
const VALUE = encodeURIComponent(MARKUP);
/** Pages and APIs that show or repeat what the address says (mysetlist-app.md 3.3, 3.4). */
const REFLECTING = [
  '/auth/sign-in?error=',
  '/auth/sign-in?message=',
  '/auth/sign-up?error=',
  '/search?q=',
  '/artists?q=',
  '/api/search?q=',
  '/api/search/artists?q=',
  '/api/search/suggestions?query=',
  '/api/trending?type=',
];

export const reflection: SecurityCheck = {
  id: 'security.reflection',
  title: 'Markup in an address is shown as text',
  reddens: ['markup-reflected'],
  find: async (ask) => {
    const failures: Finding[] = [];
    const down: Finding[] = [];
    for (const path of REFLECTING) {
      const answer = await ask('GET', `${path}${VALUE}`);
      const outaged = outage(`GET ${path}<markup>`, answer);
      if (outaged) down.push(outaged);
      if (answer.error) continue;
      if (/html/i.test(answer.headers['content-type'] ?? '') && answer.body.includes(MARKUP))
        failures.push(found('semantic', `GET ${path}<markup>: the markup is part of the page`));
    }
    return down.length === REFLECTING.length && failures.length === 0 ? down : failures;
  },
};
