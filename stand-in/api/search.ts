// The search APIs (mysetlist-app.md 1.7, 1.8, 2.5).
import type { Artist } from '../data.ts';
import { json, wholeNumber, type Answer, type Ask, type RouteTable } from '../http.ts';
import { findArtists } from '../ranking.ts';
import type { World } from '../world.ts';

const SLOW_MS = 2_500;

/** With the SQL fault on, a quote fails with the database driver's message. */
function sqlFault(term: string, world: World): Answer | undefined {
  if (world.has('sql-error-leak') && term.includes("'")) {
    return json(
      { error: 'PostgresError: syntax error at or near "\'" in SELECT * FROM artists WHERE name ILIKE' },
      500,
    );
  }
  return undefined;
}

/** Only this API parses an artist's genres incorrectly and fails on every hit. Suggestions and artists search work. */
const genresFault = (term: string, world: World): Answer | undefined =>
  world.has('search-500') && findArtists(term, world).length > 0 ? json({ error: 'Search failed' }, 500) : undefined;

async function search(ask: Ask, world: World): Promise<Answer> {
  if (world.has('search-slow')) await world.wait(SLOW_MS);
  const term = ask.query.get('q') ?? '';
  if (world.has('r2-search-shape')) return searchR2(term, ask, world);
  if (term.length < 2 || world.has('database-down')) return json({ results: [] });
  const fault = sqlFault(term, world) ?? genresFault(term, world);
  if (fault) return fault;
  const limit = wholeNumber(ask.query, 'limit', 10);
  const found = world.has('search-accents-lost') && /[^ -~]/.test(term) ? [] : findArtists(term, world);
  const results = found.slice(0, Math.max(0, limit)).map((artist) => ({
    id: artist.id,
    type: 'artist',
    title: artist.name,
    ...(artist.genres.length ? { subtitle: artist.genres.join(', ') } : {}),
    imageUrl: null,
    slug: artist.slug,
  }));
  return json({ results });
}

function searchR2(term: string, ask: Ask, world: World): Answer {
  const limit = wholeNumber(ask.query, 'limit', 20);
  const results = (term.length < 2 ? [] : findArtists(term, world)).slice(0, Math.max(0, limit)).map((artist) => ({
    id: `tm_${artist.id.slice(0, 8)}`,
    type: 'artist',
    name: artist.name,
    description: artist.genres.join(', '),
    metadata: {
      slug: artist.slug,
      popularity: artist.popularity,
      genres: artist.genres,
      source: 'ticketmaster',
      externalId: artist.id.slice(0, 8),
    },
  }));
  const body = { query: term, results, totalCount: results.length, timestamp: world.now().toISOString() };
  return json(body, 200, 'public, s-maxage=60, stale-while-revalidate=120');
}

function artistsSearch(ask: Ask, world: World): Answer {
  // R2 has no such route: /api/artists/[id] matches it and reads "search" as an id.
  if (world.has('r2-missing-routes')) return json({ error: 'Failed to fetch artist' }, 500);
  const term = ask.query.get('q') ?? '';
  if (term.length < 2) return json({ artists: [] });
  if (world.has('database-down') || world.has('artists-search-500')) {
    return json({ error: 'Failed to search artists' }, 500);
  }
  const source = world.has('mock-source') ? 'mock' : 'database';
  const row = (artist: Artist) => ({
    id: artist.slug,
    name: artist.name,
    genres: artist.genres,
    popularity: artist.popularity,
    source,
  });
  return json({ artists: findArtists(term, world).slice(0, 10).map(row) });
}

function suggestions(ask: Ask, world: World): Answer {
  const term = ask.query.get('query') ?? '';
  // A comma breaks R1's filter: an empty 200.
  if (term.length < 2 || term.includes(',') || world.has('database-down')) return json({ suggestions: [], count: 0 });
  const fault = sqlFault(term, world);
  if (fault) return fault;
  const list = findArtists(term, world)
    .slice(0, Math.max(0, wholeNumber(ask.query, 'limit', 8)))
    .map((artist) => ({
      type: 'artist',
      id: artist.id,
      title: artist.name,
      ...(artist.genres[0] ? { subtitle: artist.genres[0] } : {}),
      href: `/artists/${artist.slug}`,
      imageUrl: null,
      meta: { popularity: artist.popularity },
      verified: artist.verified,
      requiresSync: true,
    }));
  const count = world.has('suggestions-miscounted') ? list.length + 1 : list.length;
  return json({ suggestions: list, count, searchType: 'artists' });
}

function searchArtists(ask: Ask, world: World): Answer {
  if (world.has('search-artists-500')) return json({ error: 'Search failed' }, 500);
  const query = ask.query.get('q') ?? '';
  const found = query.length < 2 || world.has('database-down') ? [] : findArtists(query, world).toReversed();
  const artists = found.slice(0, Math.max(0, wholeNumber(ask.query, 'limit', 20)));
  return json({ artists, query, total: artists.length });
}

/** By design it returns the artist's songs. R1's version fails on every slug. */
function artistSongs(ask: Ask, world: World): Answer {
  const artist = world.catalogue.artistBySlug.get(ask.params[0] ?? '');
  if (world.has('database-down')) return json({ error: 'Failed to fetch songs' }, 500);
  if (!artist) return json({ error: 'Artist not found' }, 404);
  const show = world.catalogue.shows.find((s) => s.artist === artist && s.setlists.length > 0);
  const songs = (show?.setlists[0]?.songs ?? []).map((song) => ({
    id: song.songId,
    title: song.title,
    artist: artist.name,
    durationMs: song.durationMs,
  }));
  return json({ songs, total: songs.length, artist: artist.name, source: 'database' });
}

function topTracks(ask: Ask, world: World): Answer {
  const artist = world.catalogue.artistBySlug.get(ask.params[0] ?? '');
  if (!artist) return json({ error: 'Artist not found' }, 404);
  const invented = world.has('spotify-down') || world.has('mock-source');
  const tracks = [1, 2, 3, 4, 5].map((n) => ({ id: `${artist.slug}-${n}`, title: `Popular Song #${n}` }));
  const known = world.catalogue.shows.find((s) => s.artist === artist)?.setlists[0]?.songs.slice(0, 5) ?? [];
  const real = known.map((song) => ({ id: song.songId, title: song.title }));
  return json({ tracks: invented ? tracks : real, artist: artist.name, source: invented ? 'mock' : 'spotify' });
}

export const searchRoutes: RouteTable = [
  ['/api/search', { GET: search }],
  ['/api/search/suggestions', { GET: suggestions }],
  ['/api/search/artists', { GET: searchArtists }],
  ['/api/artists/search', { GET: artistsSearch }],
  [/^\/api\/artists\/([^/]+)\/songs$/, { GET: artistSongs }],
  [/^\/api\/artists\/([^/]+)\/top-tracks$/, { GET: topTracks }],
];
