// Sums of a show's votes (mysetlist-app.md 2.1).
import { json, type Answer, type Ask } from '../http.ts';
import type { Tally } from '../votes.ts';
import type { World } from '../world.ts';

/** statistics, leaderboard and trends of a show: zeros or empty for an unknown one. */
export function summary(kind: 'statistics' | 'leaderboard' | 'trends') {
  return (ask: Ask, world: World): Answer => {
    const showId = ask.query.get('showId');
    if (!showId) return json({ error: 'Missing showId parameter' }, 400);
    const songs = (world.catalogue.showById.get(showId)?.setlists ?? []).flatMap((setlist) => setlist.songs);
    const rows = songs.map((song) => ({ id: song.id, title: song.title, ...world.votes.tally(song.id) }));
    if (kind === 'trends') return json({ showId, trends: [] });
    if (kind === 'leaderboard') {
      return json({ showId, leaderboard: rows.toSorted((a, b) => b.netVotes - a.netVotes).slice(0, 10) });
    }
    if (rows.length > 0 && (world.has('votes-statistics-500') || world.has('database-down')))
      return json({ error: 'Internal server error' }, 500);
    return json({ showId, ...statistics(rows, world) });
  };
}

type Row = { id: string; title: string } & Tally;
const TOP_SONGS = 10;

/** R1's sums over a show's songs; zeros if it has none. */
function statistics(rows: readonly Row[], world: World): object {
  const sum = (pick: (row: Row) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const totalUpvotes = sum((r) => r.upvotes);
  const totalDownvotes = sum((r) => r.downvotes);
  const ranked = rows.toSorted((a, b) => b.netVotes - a.netVotes || b.upvotes - a.upvotes);
  const topSongs = ranked.slice(0, TOP_SONGS).map(({ id, title, upvotes, downvotes, netVotes }, i) => {
    return { id, title, upvotes, downvotes, netVotes, totalVotes: upvotes + downvotes, rank: i + 1 };
  });
  return {
    totalVotes: totalUpvotes + totalDownvotes + (world.has('vote-totals-wrong') ? 1 : 0),
    totalUpvotes,
    totalDownvotes,
    songs: rows.length,
    averageNetVotes: rows.length === 0 ? 0 : Math.round((sum((r) => r.netVotes) / rows.length) * 10) / 10,
    topSongs,
  };
}
