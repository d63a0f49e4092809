// Signed-in voters: each votes on its own song, removes the vote, and compares the counts.
// setup signs in once for all VUs. Each intent is logged before the first vote ("vote-intent"). teardown removes the votes of
// interrupted iterations. The adapter keeps the intents until teardown has confirmed (load/intents.ts).
import http from 'k6/http';
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';
import { byStatus, parsed, tallyOf, type Outcome, type Tally } from '../answers.ts';
import { INTENT_MARK } from '../intents.ts';
import { voters } from '../profiles.ts';
import { REQUEST_TIMEOUT_MS } from '../shapes/shape.ts';
import { ask, type Asked, iteration, pause } from './counted-requests.ts';
import { firstParty, GRACEFUL_STOP, isLimited, profile, SUMMARY_STATS, target, USER_AGENT } from './script-settings.ts';
import { thresholds } from './script-thresholds.ts';

export { handleSummary } from './script-settings.ts';

const { voters: count, rounds, thinkMs } = voters(profile, isLimited);
export const options = {
  scenarios: {
    voters: { executor: 'per-vu-iterations', vus: count, iterations: rounds, maxDuration: '10m', gracefulStop: GRACEFUL_STOP }, // prettier-ignore
  },
  thresholds: { ...thresholds('voting'), votes_put_back: ['count>=0'] },
  summaryTrendStats: SUMMARY_STATS,
  userAgent: USER_AGENT,
};

/** Songs with the same vote as before the run. */
const putBack = new Counter('votes_put_back');
const SHOWS_TO_LOOK_AT = 10;
/** Time for the adapter to store the intents. */
const INTENTS_MS = 200;

type Song = { id: string; before: Tally['userVote'] };
type Session = { cookie: string; songs: Song[] };
/** No redirect is followed: it would send the bypass headers to another host. */
const params = (cookie: string) => ({
  headers: { ...firstParty, cookie },
  timeout: REQUEST_TIMEOUT_MS,
  responseType: 'text' as const,
  redirects: 0,
});
const ofText = ({ body }: { body: unknown }): string | null => (typeof body === 'string' ? body : null);
const read = async (path: string, cookie: string): Promise<Record<string, unknown>> =>
  parsed(ofText(await http.asyncRequest('GET', `${target}${path}`, null, params(cookie)))) ?? {};
const list = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? (value as Record<string, unknown>[]) : [];

/** The cookies of a new session; empty if sign-in fails, which is counted. */
async function signIn(): Promise<string> {
  const url = `${target}/api/csrf-token`;
  const asked = await http.asyncRequest('GET', url, null, { ...params(''), headers: firstParty });
  const token = String(parsed(ofText(asked))?.['token'] ?? '');
  const body = JSON.stringify({ email: __ENV['SYNTHETIC_EMAIL'], password: __ENV['SYNTHETIC_PASSWORD'] });
  const headers = { 'content-type': 'application/json', 'x-csrf-token': token };
  let cookie = '';
  await ask('sign-in', { method: 'POST', body, headers }, (res) => {
    const early = byStatus(res.status, res.error_code);
    if (early) return early;
    const given = Object.values(res.cookies)
      .flat()
      .filter((c) => c.value !== '');
    cookie = given.map(({ name, value }) => `${name}=${value}`).join('; ');
    return parsed(res.body)?.['user'] && cookie !== '' ? 'valid' : 'semantic';
  });
  return cookie;
}

/** Songs of open predicted setlists that the account has not voted on, one for each voter. */
async function openSongs(cookie: string): Promise<Song[]> {
  const songs: Song[] = [];
  const { shows } = await read(`/api/shows/upcoming?limit=${SHOWS_TO_LOOK_AT}`, cookie);
  for (const show of list(shows)) {
    if (songs.length >= count) break;
    const { setlists } = await read(`/api/setlists/${String(show['id'])}`, cookie);
    for (const setlist of list(setlists)) {
      if (setlist['type'] !== 'predicted' || setlist['isLocked'] === true) continue;
      const free = list(setlist['songs']).filter((song) => song['userVote'] === null);
      songs.push(...free.map((song): Song => ({ id: String(song['id']), before: null })));
    }
  }
  return songs.slice(0, count);
}

export async function setup(): Promise<Session> {
  const cookie = await signIn();
  const songs = cookie === '' ? [] : await openSongs(cookie);
  for (const { id, before } of songs) console.log(`${INTENT_MARK} ${JSON.stringify({ song: id, before })}`);
  if (songs.length > 0) await pause(INTENTS_MS);
  return { cookie, songs };
}

/** The outcome by the expected counts. On this machine there are no other voters; elsewhere only our own vote is known. */
const counted =
  (wanted: (tally: Tally) => boolean, seen: (tally: Tally) => void = () => {}) =>
  (res: Asked): Outcome => {
    const early = byStatus(res.status, res.error_code);
    if (early) return early;
    if (!parsed(res.body)) return 'not-json';
    const tally = tallyOf(res.body);
    if (!tally) return 'semantic';
    seen(tally);
    return wanted(tally) ? 'valid' : 'semantic';
  };

export default async function ({ cookie, songs }: Session): Promise<void> {
  const song = songs[exec.vu.idInTest - 1];
  if (!song) return; // sign-in failed, or fewer songs than voters: without requests there are no valid answers
  await iteration(async () => {
    const headers = { cookie, 'content-type': 'application/json' };
    const think = (): Promise<void> => pause(thinkMs);
    let before: Tally | undefined;
    const isVote = (vote: Tally['userVote'], more: number) => (tally: Tally) =>
      tally.userVote === vote && (isLimited || before === undefined || tally.upvotes === before.upvotes + more);
    const cast = async (voteType: Tally['userVote'], more: number): Promise<void> => {
      const body = JSON.stringify({ setlistSongId: song.id, voteType });
      await ask('vote', { method: 'POST', headers, body }, counted(isVote(voteType, more)));
    };
    const path = `/api/votes?setlistSongId=${song.id}`;
    await ask(
      'votes',
      { path, headers },
      counted(isVote(song.before, 0), (tally) => (before = tally)),
    );
    await think();
    await cast('up', 1);
    await think();
    await ask('vote-count', { path: `/api/votes/${song.id}/count`, headers }, counted(isVote('up', 1)));
    await think();
    await cast(song.before, 0);
    await think();
    await ask('votes', { path, headers }, counted(isVote(song.before, 0)));
    await think();
  });
}

/** Restores changed votes, all songs in parallel, and counts the restored ones. */
export async function teardown({ cookie, songs }: Session): Promise<void> {
  if (songs.length === 0) return;
  const vote = async ({ id }: Song): Promise<Tally['userVote'] | undefined> => {
    const url = `${target}/api/votes?setlistSongId=${id}`;
    return tallyOf(ofText(await http.asyncRequest('GET', url, null, params(cookie))))?.userVote;
  };
  const now = await Promise.all(songs.map(vote));
  const wrong = songs.filter(({ before }, i) => now[i] !== before);
  const post = { ...params(cookie), headers: { ...firstParty, cookie, 'content-type': 'application/json' } };
  const body = (song: Song): string => JSON.stringify({ setlistSongId: song.id, voteType: song.before });
  await Promise.all(wrong.map((song) => http.asyncRequest('POST', `${target}/api/votes`, body(song), post)));
  const after = wrong.length > 0 ? await Promise.all(songs.map(vote)) : now;
  putBack.add(songs.filter(({ before }, i) => after[i] === before).length);
}
