// Setlists, shows and the activity feed (mysetlist-app.md 2.5).
import { dayAfter, UUID } from '../data.ts';
import { json, readJson, wholeNumber, type Answer, type Ask, type RouteTable } from '../http.ts';
import { instantOf, upcomingShows } from '../ranking.ts';
import type { World } from '../world.ts';

const FEED_CACHE = 'public, s-maxage=60, stale-while-revalidate=120';

function setlists(ask: Ask, world: World): Answer {
  const showId = ask.params[0] ?? '';
  if (!UUID.test(showId) || world.has('database-down')) return json({ error: 'Failed to fetch setlists' }, 500);
  const show = world.catalogue.showById.get(showId);
  const list = (show?.setlists ?? []).map((setlist) => ({
    id: setlist.id,
    name: 'Main Set',
    type: setlist.type,
    isLocked: world.isLocked(setlist),
    songs: setlist.songs.map((song) => ({
      id: song.id,
      songId: song.songId,
      position: world.has('setlist-positions-twice') ? Math.ceil(song.position / 2) : song.position,
      song: {
        id: song.songId,
        title: song.title,
        artist: show?.artist.name ?? '',
        durationMs: song.durationMs,
        albumArtUrl: null,
      },
      notes: null,
      isPlayed: song.isPlayed,
      playTime: null,
      ...(world.has('setlist-counts-stale')
        ? world.votes.fans(song.id)
        : world.votes.tally(song.id, ask.session?.user.id)),
    })),
  }));
  return json({ setlists: list });
}

/** Changing setlists is for moderators; the stand-in's accounts are plain users. */
function change(required: readonly string[], fromQuery = false) {
  return async (ask: Ask): Promise<Answer> => {
    if (!ask.session) return json({ error: 'Unauthorized' }, 401);
    const given = fromQuery ? Object.fromEntries(ask.query) : ((await readJson(ask)) ?? {});
    const missing = required.filter((field) => given[field] === undefined || given[field] === '');
    if (missing.length > 0) return json({ error: `Missing required fields: ${missing.join(', ')}` }, 400);
    return json({ error: 'Cannot modify this setlist' }, 403);
  };
}

function upcoming(ask: Ask, world: World): Answer {
  if (world.has('database-down')) return json({ error: 'Failed to fetch upcoming shows' }, 500);
  const all = upcomingShows(world);
  const limit = wholeNumber(ask.query, 'limit', 20);
  const offset = wholeNumber(ask.query, 'offset', 0);
  const shows = all.slice(offset, offset + limit).map((show) => ({
    id: show.id,
    name: show.name,
    slug: show.slug,
    date: instantOf(
      show,
      world,
      world.has('upcoming-stale') ? dayAfter(new Date(`${show.date}T00:00:00Z`), -400) : show.date,
    ),
    startTime: null,
    ticketUrl: null,
    artist: { ...show.artist, imageUrl: null },
    venue: show.venue ? { ...show.venue, latitude: null, longitude: null } : null,
    isFollowing: false,
  }));
  // `total` is a numeric string, as R1's count query gives it.
  const pagination = {
    total: world.has('totals-wrong') ? '0' : String(all.length),
    limit,
    offset,
    hasMore: offset + limit < all.length,
  };
  return json({ shows, pagination });
}

export type Activity = {
  id: string;
  type: 'vote' | 'follow' | 'attendance';
  user: string;
  text: string;
  href: string;
  createdAt: string;
};

const INVENTED = ['Sarah Chen', 'Mike Johnson', 'Emma Davis'];

/** The newest activity of fans. Without a database R1 invents people. */
export function activities(world: World, limit: number): Activity[] {
  const createdAt = (minutes: number) => new Date(world.now().getTime() - minutes * 60_000).toISOString();
  if (world.has('database-down')) {
    return INVENTED.slice(0, limit).map((user, i) => {
      const text = `${user} voted on a setlist`;
      return { id: `fallback-${i}`, type: 'vote', user, text, href: '/shows', createdAt: createdAt(5 * i) };
    });
  }
  const shows = upcomingShows(world).slice(0, limit);
  // Votes first, then follows, then attendance.
  const kindOf = (i: number): Activity['type'] => {
    if (i * 2 < shows.length) return 'vote';
    return i * 4 < shows.length * 3 ? 'follow' : 'attendance';
  };
  return shows.map((show, i): Activity => {
    const user = `Fan ${(i % 4) + 1}`;
    const song = show.setlists[0]?.songs[i % 12];
    const type = kindOf(i);
    const at = { user, createdAt: createdAt(3 + 7 * i), id: show.id };
    if (type === 'follow') {
      const { name, slug } = show.artist;
      return { ...at, type, text: `${user} started following ${name}`, href: `/artists/${slug}` };
    }
    const href = `/shows/${show.slug}`;
    return type === 'vote' && song
      ? { ...at, type, text: `${user} upvoted ${song.title} at ${show.artist.name}`, href }
      : { ...at, type: 'attendance', text: `${user} is going to ${show.name}`, href };
  });
}

function recentActivity(ask: Ask, world: World): Answer {
  const list = activities(world, Math.max(0, wholeNumber(ask.query, 'limit', 15)));
  const total = world.has('totals-wrong') ? 0 : list.length;
  const body = { activities: list, total, hasMore: false, generatedAt: world.now().toISOString() };
  return json(world.has('database-down') ? { ...body, fallback: true } : body, 200, FEED_CACHE);
}

export const setlistRoutes: RouteTable = [
  ['/api/setlists', { POST: change(['showId', 'type']) }],
  [
    '/api/setlists/songs',
    { POST: change(['setlistId', 'songId', 'position']), DELETE: change(['setlistSongId'], true) },
  ],
  ['/api/setlists/lock', { PUT: change(['setlistId']) }],
  ['/api/setlists/reorder', { PUT: change(['setlistId', 'updates']) }],
  ['/api/shows/upcoming', { GET: upcoming }],
  ['/api/activity/recent', { GET: recentActivity }],
  [/^\/api\/setlists\/([^/]+)$/, { GET: setlists }],
];
