// Protected routes reject requests without a valid session: no session, forged bearers, forged and truncated cookies.
import { UNKNOWN_ID } from '../../contracts/contract.ts';
import { isLoopback } from '../../common/loopback.ts';
import { readPage } from '../html/read-page.ts';
import {
  couldNotPrepare,
  found,
  isPage,
  outage,
  type Ask,
  type Finding,
  type SecurityCheck,
} from './security-request.ts';

const STRANGERS: Readonly<Record<string, Record<string, string>>> = {
  'no session': {},
  'a forged bearer': { authorization: 'Bearer forged' },
  'a forged cookie': { cookie: 'sb-project-auth-token=base64-Zm9yZ2Vk' },
  'a truncated cookie': { cookie: 'sb-project-auth-token=base64-eyJhY2Nlc3NfdG9rZW4iOiI' },
};
type Guarded = {
  method: 'GET' | 'POST';
  path: string;
  refusals: readonly number[];
  /** Without a working guard this request would start a job, so it is sent to a site on loopback only. */
  onlyHere?: true;
  /**
   * A page of this site can redirect visitors without a session with status 200 and a refresh tag, if the page contains nothing else
   * (mysetlist-app.md 3.1).
   */
  softly?: true;
};
const REDIRECTS = [302, 303, 307];
const GUARDED: readonly Guarded[] = [
  { method: 'POST', path: '/api/votes', refusals: [401] },
  { method: 'POST', path: '/api/setlists', refusals: [401] },
  { method: 'GET', path: `/api/votes/history?userId=${UNKNOWN_ID}`, refusals: [401, 403, 404] },
  { method: 'GET', path: '/api/user/profile', refusals: [307, 401] },
  { method: 'GET', path: '/api/cron/trending-update', refusals: [401], onlyHere: true },
  { method: 'GET', path: '/api/admin/users', refusals: [401, 403] },
  { method: 'GET', path: '/profile', refusals: REDIRECTS },
  { method: 'GET', path: '/my-artists', refusals: REDIRECTS, softly: true },
  { method: 'GET', path: '/admin', refusals: REDIRECTS, softly: true },
];

export const authBypass: SecurityCheck = {
  id: 'security.auth-bypass',
  title: 'Protected routes reject missing sessions, forged bearers and forged cookies',
  reddens: [
    'anonymous-votes-accepted',
    'vote-history-open',
    'private-pages-open',
    'user-api-open',
    'cron-open',
    'admin-open',
    'forged-bearer-accepted',
  ],
  find: async (ask, { target }) => {
    const asked = GUARDED.filter(({ onlyHere }) => !onlyHere || isLoopback(target)).flatMap((guarded) =>
      Object.entries(STRANGERS).map(([who, stranger]) => tryAs(ask, guarded, who, stranger)),
    );
    return (await Promise.all(asked)).flat();
  },
};

async function tryAs(ask: Ask, guarded: Guarded, who: string, stranger: Record<string, string>): Promise<Finding[]> {
  const { method, path, refusals, softly } = guarded;
  const json = method === 'POST' ? { 'content-type': 'application/json' } : {};
  const answer = await ask(method, path, { ...json, ...stranger }, method === 'POST' ? '{}' : undefined);
  const what = `${method} ${path} with ${who}`;
  if (refusals.includes(answer.status ?? 0)) return [];
  const down = outage(what, answer);
  if (down || answer.error) return down ? [down] : [];
  if (answer.status === 200 && isPage(answer)) {
    if (softly && readPage(answer.body).refresh !== undefined) return [];
    // A page instead of the API's answer reveals no data. The API is missing, which its contract reports.
    if (path.startsWith('/api/')) return [couldNotPrepare(`${what}: an HTML page`, 'the contract of this route')];
  }
  return [found('unexpected-status', `${what}: ${answer.status}, expected ${refusals.join(' or ')}`)];
}
