// Voters who are signed in: each casts a vote on a song of its own and takes it back, and the counts are held against it.
// One sign-in in setup serves all. What is voted on is told before the first vote ("vote-intent"), and teardown puts back
// what an interrupted iteration left; the adapter keeps the intents until teardown has confirmed (load/intents.ts).
import http from 'k6/http';
import exec from 'k6/execution';
import { sleep } from 'k6';
import { Counter } from 'k6/metrics';
import { byStatus, parsed, tallyOf, type Outcome, type Tally } from '../answers.ts';
import { INTENT_MARK } from '../intents.ts';
import { REQUEST_TIMEOUT_MS, voters } from '../profiles.ts';
import {
  ask,
  GRACEFUL_STOP,
  iteration,
  polite,
  profile,
  SUMMARY_STATS,
  thresholds,
  USER_AGENT,
  type Asked,
} from './shared.ts';

export { handleSummary } from './shared.ts';

const { voters: count, rounds, thinkMs } = voters(profile, polite);
export const options = {
  scenarios: {
    voters: { executor: 'per-vu-iterations', vus: count, iterations: rounds, maxDuration: '10m', gracefulStop: GRACEFUL_STOP }, // prettier-ignore
  },
  thresholds: { ...thresholds('voting'), votes_put_back: ['count>=0'] },
  summaryTrendStats: SUMMARY_STATS,
  userAgent: USER_AGENT,
};

/** Songs whose vote stands as it stood before the run. */
const putBack = new Counter('votes_put_back');
const target = __ENV['TARGET_URL'] ?? '';
const SHOWS_TO_LOOK_AT = 10;
/** The adapter writes the intents down meanwhile. */
const INTENTS_S = 0.2;

type Song = { id: string; before: Tally['userVote'] };
type Session = { cookie: string; songs: Song[] };
const params = (cookie: string) => ({
  headers: { cookie },
  timeout: REQUEST_TIMEOUT_MS,
  responseType: 'text' as const,
});
const read = (path: string, cookie: string): Record<string, unknown> =>
  parsed(http.get(`${target}${path}`, params(cookie)).body) ?? {};
const list = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? (value as Record<string, unknown>[]) : [];

/** The cookies of a new session; empty where the site does not let the account in, which is counted. */
function signIn(): string {
  const asked = http.get(`${target}/api/csrf-token`, { timeout: REQUEST_TIMEOUT_MS });
  const token = String(parsed(typeof asked.body === 'string' ? asked.body : null)?.['token'] ?? '');
  const body = JSON.stringify({ email: __ENV['SYNTHETIC_EMAIL'], password: __ENV['SYNTHETIC_PASSWORD'] });
  const headers = { 'content-type': 'application/json', 'x-csrf-token': token };
  let cookie = '';
  ask('sign-in', { method: 'POST', body, headers }, (res) => {
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
function openSongs(cookie: string): Song[] {
  const songs: Song[] = [];
  for (const show of list(read(`/api/shows/upcoming?limit=${SHOWS_TO_LOOK_AT}`, cookie)['shows'])) {
    if (songs.length >= count) break;
    for (const setlist of list(read(`/api/setlists/${String(show['id'])}`, cookie)['setlists'])) {
      if (setlist['type'] !== 'predicted' || setlist['isLocked'] === true) continue;
      const free = list(setlist['songs']).filter((song) => song['userVote'] === null);
      songs.push(...free.map((song): Song => ({ id: String(song['id']), before: null })));
    }
  }
  return songs.slice(0, count);
}

export function setup(): Session {
  const cookie = signIn();
  const songs = cookie === '' ? [] : openSongs(cookie);
  for (const { id, before } of songs) console.log(`${INTENT_MARK} ${JSON.stringify({ song: id, before })}`);
  if (songs.length > 0) sleep(INTENTS_S);
  return { cookie, songs };
}

/** An outcome by what the counts must be. On this machine nobody else votes; elsewhere only our own vote is known. */
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

export default function ({ cookie, songs }: Session): void {
  const song = songs[exec.vu.idInTest - 1];
  if (!song) return; // not let in, or fewer songs than voters: what was not asked has no valid answer
  iteration(() => {
    const headers = { cookie, 'content-type': 'application/json' };
    const think = (): void => sleep(thinkMs / 1_000);
    let before: Tally | undefined;
    const stands = (vote: Tally['userVote'], more: number) => (tally: Tally) =>
      tally.userVote === vote && (polite || before === undefined || tally.upvotes === before.upvotes + more);
    const cast = (voteType: Tally['userVote'], more: number): void => {
      const body = JSON.stringify({ setlistSongId: song.id, voteType });
      ask('vote', { method: 'POST', headers, body }, counted(stands(voteType, more)));
    };
    const path = `/api/votes?setlistSongId=${song.id}`;
    ask(
      'votes',
      { path, headers },
      counted(stands(song.before, 0), (tally) => (before = tally)),
    );
    think();
    cast('up', 1);
    think();
    ask('vote-count', { path: `/api/votes/${song.id}/count`, headers }, counted(stands('up', 1)));
    think();
    cast(song.before, 0);
    think();
    ask('votes', { path, headers }, counted(stands(song.before, 0)));
    think();
  });
}

/** Puts back what differs, all songs at once, and counts what stands as before. */
export function teardown({ cookie, songs }: Session): void {
  if (songs.length === 0) return;
  const votes = (): (Tally['userVote'] | undefined)[] =>
    http
      .batch(songs.map(({ id }) => ['GET', `${target}/api/votes?setlistSongId=${id}`, null, params(cookie)]))
      .map((res) => tallyOf(typeof res.body === 'string' ? res.body : null)?.userVote);
  const now = votes();
  const wrong = songs.filter(({ before }, i) => now[i] !== before);
  const post = { ...params(cookie), headers: { cookie, 'content-type': 'application/json' } };
  const body = (song: Song): string => JSON.stringify({ setlistSongId: song.id, voteType: song.before });
  if (wrong.length > 0) http.batch(wrong.map((song) => ['POST', `${target}/api/votes`, body(song), post]));
  const after = wrong.length > 0 ? votes() : now;
  putBack.add(songs.filter(({ before }, i) => after[i] === before).length);
}
