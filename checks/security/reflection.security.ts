// Markup in an address must not become part of the page.
import { readPage } from '../html/read-page.ts';
import { found, isPage, outage, type Finding, type SecurityCheck } from './security-request.ts';

/** No page has an element of this name. */
const ELEMENT = 'zzx';
const MARKUP = `<${ELEMENT} a="b">`;
const VALUE = encodeURIComponent(MARKUP);
/** Pages and APIs that repeat text of the address (mysetlist-app.md 3.3, 3.4). */
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
    const answers = await Promise.all(REFLECTING.map((path) => ask('GET', `${path}${VALUE}`)));
    for (const [i, answer] of answers.entries()) {
      const what = `GET ${REFLECTING[i]}<markup>`;
      const outaged = outage(what, answer);
      if (outaged) down.push(outaged);
      if (answer.error || !isPage(answer)) continue;
      if (readPage(answer.body).elements.has(ELEMENT))
        failures.push(found('semantic', `${what}: the markup is part of the page`));
    }
    return down.length === REFLECTING.length && failures.length === 0 ? down : failures;
  },
};
