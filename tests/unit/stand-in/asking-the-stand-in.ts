// How the probes ask the stand-in over HTTP: single requests, a sign-in, a song to vote on.
import type { StandIn } from '../../../stand-in/server.ts';

export type Probe = (site: StandIn) => Promise<unknown>;

/** Status alone, with redirects not followed. */
export const status =
  (path: string, init: RequestInit = {}): Probe =>
  async (site) =>
    (await fetch(site.url + path, { redirect: 'manual', ...init })).status;
export const header =
  (path: string, name: string, init: RequestInit = {}): Probe =>
  async (site) =>
    (await fetch(site.url + path, { redirect: 'manual', ...init })).headers.get(name);
/** What a pattern finds in the body, or null. */
export const body =
  (path: string, pattern: RegExp, init: RequestInit = {}): Probe =>
  async (site) =>
    pattern.exec(await (await fetch(site.url + path, init)).text())?.[0] ?? null;
/** A value of the JSON body. */
export const value =
  <T>(path: string, pick: (json: T) => unknown): Probe =>
  async (site) =>
    pick((await (await fetch(site.url + path)).json()) as T);
/** Whether an answer comes within the time. */
export const within =
  (path: string, ms: number): Probe =>
  async (site) => {
    try {
      await fetch(site.url + path, { signal: AbortSignal.timeout(ms) });
      return 'in time';
    } catch {
      return 'late';
    }
  };

export const SHOW = '/shows/silver-harbor-meridian-ballroom-1';
export const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

export async function signIn(site: StandIn, password = site.account.password, returnUrl = '/') {
  const form = new URLSearchParams({ email: site.account.email, password, redirectTo: returnUrl });
  const answer = await fetch(`${site.url}/auth/sign-in`, { method: 'POST', body: form, redirect: 'manual' });
  const setCookie = answer.headers.get('set-cookie') ?? '';
  return { location: answer.headers.get('location'), setCookie, cookie: setCookie.split(';')[0] ?? '' };
}
type Setlists = { setlists: { songs: { id: string; netVotes: number }[] }[] };
export async function firstSong(site: StandIn): Promise<{ id: string; showId: string }> {
  const upcoming = await (await fetch(`${site.url}/api/shows/upcoming?limit=1`)).json();
  const showId = (upcoming as { shows: { id: string }[] }).shows[0]?.id ?? '';
  const { setlists } = (await (await fetch(`${site.url}/api/setlists/${showId}`)).json()) as Setlists;
  return { id: setlists[0]?.songs[0]?.id ?? '', showId };
}
export async function lockedSong(site: StandIn): Promise<string> {
  const html = await (await fetch(`${site.url}/shows`)).text();
  const slug = /href="\/shows\/(neon-orchard-[^"]+-1)"/.exec(html)?.[1] ?? '';
  return /data-song="([^"]+)"/.exec(await (await fetch(`${site.url}/shows/${slug}`)).text())?.[1] ?? '';
}
export const vote = async (site: StandIn, cookie: string, setlistSongId: string, voteType: 'up' | 'down' | null) =>
  (await fetch(`${site.url}/api/votes`, post({ setlistSongId, voteType }, { cookie }))).json() as Promise<
    Record<string, unknown>
  >;
