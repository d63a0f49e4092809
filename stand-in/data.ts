// The invented catalogue: artists, venues, shows around today, setlists. It is the same for every start on the same day.
import { createHash } from 'node:crypto';
import { ARTISTS, SONGS, VENUES } from './catalogue-names.ts';

export type Artist = {
  id: string;
  name: string;
  slug: string;
  genres: readonly string[];
  popularity: number;
  followers: number;
  verified: boolean;
  /** Percent against last week. */
  growth: number;
};
export type Venue = { id: string; name: string; slug: string; city: string; state: string; capacity: number };
export type SetlistSong = {
  /** The id used in votes. */
  id: string;
  songId: string;
  position: number;
  title: string;
  album: string;
  durationMs: number;
  isPlayed: boolean;
  /** Votes of the invented fans. Votes of accounts are added (votes.ts). */
  fans: { up: number; down: number };
};
export type Setlist = { id: string; type: 'predicted' | 'actual'; isLocked: boolean; songs: readonly SetlistSong[] };
export type Show = {
  id: string;
  slug: string;
  name: string;
  /** YYYY-MM-DD, UTC. */
  date: string;
  status: 'upcoming' | 'completed';
  artist: Artist;
  venue: Venue | undefined;
  minPrice: number;
  maxPrice: number;
  attendees: number;
  setlists: readonly Setlist[];
};
export type Catalogue = {
  artists: readonly Artist[];
  venues: readonly Venue[];
  shows: readonly Show[];
  artistBySlug: ReadonlyMap<string, Artist>;
  venueBySlug: ReadonlyMap<string, Venue>;
  showBySlug: ReadonlyMap<string, Show>;
  showById: ReadonlyMap<string, Show>;
  songById: ReadonlyMap<string, { song: SetlistSong; setlist: Setlist; show: Show }>;
};

const digest = (text: string): string => createHash('sha1').update(text).digest('hex');
const number = (text: string, below: number): number => Number.parseInt(digest(text).slice(0, 8), 16) % below;

/** A version 5 style UUID, stable for its text. */
export function uuid(text: string): string {
  const h = digest(text);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-5${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const slugOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** The UTC day `days` after `from`, YYYY-MM-DD. */
export const dayAfter = (from: Date, days: number): string =>
  new Date(from.getTime() + days * 86_400_000).toISOString().slice(0, 10);

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

function makeSetlist(show: string, type: Setlist['type'], isLocked: boolean, album: string): Setlist {
  const seed = `${show}/${type}`;
  const songs = SONGS.map((title, i) => {
    const key = `${seed}/${title}`;
    const fans = { up: number(`${key}/up`, 9) + (12 - i) * 2, down: number(`${key}/down`, 4) };
    const durationMs = 180_000 + number(`${key}/length`, 90) * 1000;
    return { title, fans, durationMs, id: uuid(key), songId: uuid(`${album}/${title}`) };
  });
  return {
    id: uuid(seed),
    type,
    isLocked,
    songs: songs.map((s, i) => ({ ...s, position: i + 1, album: `Album ${(i % 2) + 1}`, isPlayed: type === 'actual' })),
  };
}

/** Which setlists a show has. Four artists' next show is special, so that every case exists (section 8). */
function setlistsOf(slug: string, artist: string, index: number): readonly Setlist[] {
  if (index === 0) return [makeSetlist(slug, 'actual', true, artist)];
  const key = `${artist} ${index}`;
  if (key === 'quiet-meridian 1') return [];
  const predicted = makeSetlist(slug, 'predicted', key === 'neon-orchard 1', artist);
  return key === 'paper-lanterns 1' ? [makeSetlist(slug, 'actual', true, artist), predicted] : [predicted];
}

/** The whole catalogue as of `today`: for each artist one past show (index 0) and two or more upcoming ones. */
export function makeCatalogue(today: Date): Catalogue {
  const artists = ARTISTS.map(([name, genres], i): Artist => {
    const slug = slugOf(name);
    const growth = 20 + number(`${slug}/growth`, 150) / 10;
    const followers = 1_900_000 - i * 50_000;
    return { id: uuid(slug), name, slug, genres, popularity: 98 - i * 2, followers, verified: i % 2 === 1, growth };
  });
  const venues = VENUES.map(([name, city, state]): Venue => {
    const slug = slugOf(name);
    return { id: uuid(slug), name, slug, city, state, capacity: 1_500 + number(slug, 60) * 50 };
  });
  const shows = artists.flatMap((artist, a) =>
    Array.from({ length: a === 0 ? 4 : 3 }, (_, i): Show => {
      const venue = artist.slug === 'velvet-static' && i === 1 ? undefined : at(venues, a * 3 + i);
      const slug = `${artist.slug}-${venue?.slug ?? 'venue-to-be-announced'}-${i}`;
      return {
        id: uuid(`show/${slug}`),
        slug,
        name: `${artist.name} at ${venue?.name ?? 'a venue to be announced'}`,
        date: dayAfter(today, i === 0 ? -6 - a : 3 + a + (i - 1) * 19),
        status: i === 0 ? 'completed' : 'upcoming',
        artist,
        venue,
        minPrice: 35 + a,
        maxPrice: 120 + a,
        attendees: 595 - a * 25,
        setlists: setlistsOf(slug, artist.slug, i),
      };
    }),
  );
  const songs = shows.flatMap((show) =>
    show.setlists.flatMap((setlist) => setlist.songs.map((song) => [song.id, { song, setlist, show }] as const)),
  );
  return {
    artists,
    venues,
    shows,
    artistBySlug: new Map(artists.map((a) => [a.slug, a])),
    venueBySlug: new Map(venues.map((v) => [v.slug, v])),
    showBySlug: new Map(shows.map((s) => [s.slug, s])),
    showById: new Map(shows.map((s) => [s.id, s])),
    songById: new Map(songs),
  };
}
