// How a client sees the faults of faults-of-answers.ts.
import { Agent, get, type IncomingMessage } from 'node:http';
import type { FaultId } from '../../../stand-in/faults.ts';
import type { StandIn } from '../../../stand-in/server.ts';
import {
  body,
  firstSong,
  header,
  lockedSong,
  post,
  signIn,
  status,
  value,
  within,
  type Probe,
} from './asking-the-stand-in.ts';

/** A request without anything that `fetch` adds, over the agent's connection. Rejects with the error of the connection. */
const plainGet = (site: StandIn, path: string, agent?: Agent): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(site.url + path, { ...(agent && { agent }), maxHeaderSize: 64 * 1024 }, resolve).on('error', reject);
  });

/** The answer to the second request of a kept connection, or the code of its error. */
const secondRequest: Probe = async (site) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const first = await plainGet(site, '/api/cron/keep-alive', agent);
    await first.toArray();
    const second = await plainGet(site, '/api/cron/keep-alive', agent);
    second.resume();
    return second.statusCode;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    agent.destroy();
  }
};

/** Whether the whole body is there within 300 ms of the head. */
const drips: Probe = async (site) => {
  const answer = await fetch(`${site.url}/api/trending`, { signal: AbortSignal.timeout(300) });
  return answer.text().then(
    () => 'whole',
    () => 'still coming',
  );
};

const rawHeader =
  (path: string, name: string): Probe =>
  async (site) => {
    const answer = await plainGet(site, path);
    answer.resume();
    return answer.headers[name];
  };

export const ANSWER_PROBES: Partial<Record<FaultId, Probe>> = {
  'dates-full-instants': value('/api/trending/shows', ({ shows }: { shows: { date: string }[] }) =>
    shows.map(({ date }) => date.length),
  ),
  'trending-shows-past': body('/api/trending/shows?limit=100', /"status":"completed"/),
  'votes-statistics-500': async (site) =>
    status(`/api/votes/statistics?showId=${(await firstSong(site)).showId}`)(site),
  'profile-always-redirects': async (site) =>
    status('/profile', { headers: { cookie: (await signIn(site)).cookie } })(site),
  'permissions-policy-missing': header('/', 'permissions-policy'),
  'locked-setlist-far': async (site) => {
    const [{ cookie }, id] = [await signIn(site), await lockedSong(site)];
    return status('/api/votes', post({ setlistSongId: id, voteType: 'up' }, { cookie }))(site);
  },
  'parameter-leak': body('/api/votes?setlistSongId=not-a-uuid', /PostgresError/),

  'searches-slow': within('/api/artists/search?q=silver', 1_000),
  'every-page-slow': within('/about', 1_000),
  'api-hangs': within('/api/trending', 1_000),
  'api-drips': drips,
  'never-answers': within('/client/styles.css', 1_000),

  'style-sheet-500': status('/client/more.css'),
  'style-sheet-500-once': status('/client/more.css'),
  'activity-500-twice': status('/api/activity/recent'),

  'deployment-protected': status('/api/health'),
  'deployment-login': header('/trending', 'location'),
  'proxy-login-wall': body('/api/health', /Network sign-in/),
  'limited-everywhere': status('/about'),

  'keep-alive-closed': secondRequest,
  'compressed-unasked': rawHeader('/api/trending', 'content-encoding'),
  'body-50mb': async (site) => (await (await fetch(`${site.url}/about`)).arrayBuffer()).byteLength > 50_000_000,
  'pages-utf16': header('/about', 'content-type'),
  'pages-windows-1252': header('/about', 'content-type'),
  'body-bom': async (site) => {
    const bytes = new Uint8Array(await (await fetch(`${site.url}/api/trending`)).arrayBuffer());
    return [...bytes.subarray(0, 3)];
  },
  'headers-large': rawHeader('/about', 'x-trace-24'),
  'cookies-many': async (site) => (await fetch(`${site.url}/about`)).headers.getSetCookie().length,
};
