// How a client sees the faults of faults-of-steps.ts that need no browser. A pattern holds in both dialects.
import type { FaultId } from '../../../stand-in/faults.ts';
import type { StandIn } from '../../../stand-in/server.ts';
import { body, firstSong, header, lockedSong, post, SHOW, signIn, vote, type Probe } from './asking-the-stand-in.ts';

const ARTIST = '/artists/silver-harbor';
const NOWHERE = '/artists/no-such-artist';
const textOf = async (site: StandIn, path: string, cookie = ''): Promise<string> =>
  (await fetch(site.url + path, { headers: { cookie } })).text();
/** How often a text stands in a page. */
const times =
  (path: string, text: string): Probe =>
  async (site) =>
    (await textOf(site, path)).split(text).length - 1;
const setlistOf = async (site: StandIn): Promise<string> => `/setlists/${(await firstSong(site)).showId}`;
/** The setlist page of a locked setlist. */
async function lockedPage(site: StandIn): Promise<string> {
  const slug = /href="\/shows\/(neon-orchard-[^"]+-1)"/.exec(await textOf(site, '/shows'))?.[1] ?? '';
  const path = /href="(\/setlists\/[^"]+)"/.exec(await textOf(site, `/shows/${slug}`))?.[1] ?? '';
  return textOf(site, path);
}

export const STEP_PROBES: Partial<Record<FaultId, Probe>> = {
  'rejected-sign-in-signs-in': async (site) => (await signIn(site, 'wrong-password')).setCookie !== '',
  'open-redirect-unprotected': async (site) =>
    /form-action/.test(String(await header('/', 'content-security-policy')(site))),
  'sign-in-stays': async (site) => (await signIn(site)).location,
  'sign-in-links-stay': async (site) =>
    (await textOf(site, '/about', (await signIn(site)).cookie)).split('<a class="quiet" href="/auth/sign-in">').length,
  'email-optional': body('/auth/sign-in', /name="email"[^>]* required/),
  'password-optional': body('/auth/sign-in', /name="password"[^>]* required/),
  'guest-songs-hidden': times(SHOW, 'data-song='),
  'guest-setlist-empty': async (site) => times(await setlistOf(site), 'data-song=')(site),
  'stale-setlist-page': async (site) => {
    const [{ cookie }, { id }] = [await signIn(site), await firstSong(site)];
    await vote(site, cookie, id, 'up');
    return /data-mine="up"/.test(await textOf(site, await setlistOf(site), cookie));
  },
  'votes-read-stale': async (site) => {
    const [{ cookie }, { id }] = [await signIn(site), await firstSong(site)];
    const { upvotes } = await vote(site, cookie, id, 'up');
    const read = JSON.parse(await textOf(site, `/api/votes?setlistSongId=${id}`, cookie)) as { upvotes: number };
    return read.upvotes === upvotes;
  },
  'vote-state-missing': body(SHOW, /aria-pressed="false"/),
  'lock-unlabelled': async (site) => (await lockedPage(site)).includes('>Locked<'),
  'lock-buttons-shown': async (site) => (await lockedPage(site)).includes('data-vote='),
  'lock-answered-only': async (site) => {
    const [{ cookie }, id] = [await signIn(site), await lockedSong(site)];
    await fetch(`${site.url}/api/votes`, post({ setlistSongId: id, voteType: 'up' }, { cookie }));
    return /"userVote":"up"/.test(await textOf(site, `/api/votes?setlistSongId=${id}`, cookie));
  },
  'home-artists-empty': body('/', /No trending artists found/),
  'home-shows-empty': body('/', /No trending shows found/),
  'home-sections-untitled': body('/', /<h2>(<span>)?Trending Artists/),
  'artist-shows-foreign': times(ARTIST, 'Silver Harbor at '),
  'artist-breadcrumb-missing': body(ARTIST, /aria-label="Breadcrumb"/),
  'pictures-missing': body('/', /<img class="featured"/),
  'about-blank': body('/about', /<h1>/),
  'titles-same': body('/privacy', /<title>[^<]*/),
  'venues-title-empty': body('/venues', /<title>[^<]*/),
  'not-found-silent': body(NOWHERE, /<h1>(<span>)?Artist Not Found/),
  'not-found-dead-end': body(NOWHERE, /Browse Artists/),
  'tab-state-missing': body('/trending', /aria-selected="true"/),
  'main-doubled': times('/artists', '<main'),
  'skip-link-doubled': times('/about', 'class="skip"'),
  'nav-no-trending': times('/about', 'href="/trending"'),
  'footer-column-missing': times('/about', 'href="/terms"'),
  'songs-plain': body(SHOW, /<(ol|div role="list") class="songs"/),
  'breadcrumb-plain': body(SHOW, /<(ol|div role="list") class="crumbs"/),
  'search-no-landmark': body('/', /role="search"/),
};
