// Votes (mysetlist-app.md 2.1 and 2.2).
import { randomUUID } from 'node:crypto';
import { UUID } from '../data.ts';
import { json, readJson, withHeaders, type Answer, type Ask, type RouteTable } from '../http.ts';
import { cookiesOf } from '../sessions.ts';
import type { Tally, VoteType } from '../votes.ts';
import type { World } from '../world.ts';
import { summary } from './vote-summaries.ts';

const DAY_MS = 86_400_000;
const failed = () => json({ error: 'Internal server error' }, 500);
const unauthorized = () => json({ error: 'Unauthorized' }, 401);
const isVote = (value: unknown): value is VoteType | null => value === 'up' || value === 'down' || value === null;

/** The voter. With the fault on, a visitor without a session can vote, too. */
const voter = (ask: Ask, world: World): string | undefined =>
  ask.session?.user.id ?? (world.has('anonymous-votes-accepted') ? 'anonymous' : undefined);

async function castVote(ask: Ask, world: World): Promise<Answer> {
  const userId = voter(ask, world);
  if (userId === undefined) return unauthorized();
  const body = await readJson(ask);
  if (!body) return json({ error: 'Invalid JSON in request body' }, 400);
  const songId = body['setlistSongId'];
  const voteType = body['voteType'];
  if (typeof songId !== 'string' || songId === '') {
    return json({ error: 'Invalid request: setlistSongId is required and must be a string' }, 400);
  }
  if (world.has('r2-votes-shape')) return toggleR2(userId, songId, world);
  if (!isVote(voteType)) {
    return json({ error: 'Invalid request: voteType must be "up", "down", or null' }, 400);
  }
  const known = world.catalogue.songById.get(songId);
  if (world.has('database-down') || !known) return failed();
  // R1 accepts votes on a locked setlist.
  if (world.isLocked(known.setlist) && !world.has('lock-ignored')) {
    if (world.has('lock-answered-only')) store(userId, songId, voteType, world);
    return json({ error: 'Setlist is locked' }, 403);
  }
  return json({ success: true, ...store(userId, songId, voteType, world) });
}

/** Stores the vote, unless a fault prevents that, and returns the counts. */
function store(userId: string, songId: string, voteType: VoteType | null, world: World): Tally {
  if (world.has('votes-not-persisted') || (voteType === null && world.has('vote-remove-ignored'))) {
    return world.votes.pretend(userId, songId, voteType);
  }
  if (world.has('votes-doubled')) castAgain(userId, songId, voteType, world);
  world.votes.cast(userId, songId, voteType, world.now());
  world.voted(songId);
  return world.votes.tally(songId, userId);
}

/** A second row of the same account, as in a table without a unique index. */
function castAgain(userId: string, songId: string, voteType: VoteType | null, world: World): void {
  const repeated = voteType !== null && world.votes.tally(songId, userId).userVote === voteType;
  world.votes.cast(`${userId} again`, songId, repeated ? voteType : null, world.now());
}

function toggleR2(userId: string, songId: string, world: World): Answer {
  if (!world.catalogue.songById.has(songId)) return json({ error: 'Invalid payload', details: ['setlistSongId'] }, 400);
  const on = world.votes.tally(songId, userId).userVote !== 'up';
  const tally = store(userId, songId, on ? 'up' : null, world);
  return json({ up: tally.upvotes, currentUserUpvoted: on });
}

function readVote(ask: Ask, world: World): Answer {
  const songId = ask.query.get('setlistSongId');
  if (!songId) return json({ error: 'Missing setlistSongId parameter' }, 400);
  if (!UUID.test(songId) || world.has('database-down')) return failed();
  if (world.has('r2-votes-shape')) {
    const { upvotes, userVote } = world.votes.tally(songId, ask.session?.user.id);
    return json({ up: upvotes, currentUserUpvoted: userVote === 'up' });
  }
  if (!world.catalogue.songById.has(songId)) return json({ error: 'Song not found' }, 404);
  const tally = world.votes.tally(songId, ask.session?.user.id);
  if (world.has('votes-read-stale')) return json({ ...world.votes.fans(songId), userVote: tally.userVote });
  return json(tally);
}

function countVotes(ask: Ask, world: World): Answer {
  const setlistSongId = ask.params[0] ?? '';
  if (!UUID.test(setlistSongId) || world.has('database-down')) return failed();
  const tally = world.votes.tally(setlistSongId, ask.session?.user.id);
  const wrong = world.has('vote-counts-disagree') ? { upvotes: tally.upvotes + 3, netVotes: tally.netVotes + 3 } : {};
  return json({ setlistSongId, ...tally, ...wrong });
}

async function olderVote(ask: Ask, world: World): Promise<Answer> {
  if (!ask.session) return unauthorized();
  const body = await readJson(ask);
  const songId = body?.['setlistSongId'];
  const voteType = body?.['voteType'];
  if (typeof songId !== 'string' || !isVote(voteType) || !world.catalogue.songById.has(songId)) return failed();
  store(ask.session.user.id, songId, voteType, world);
  return json({ success: true });
}

/** The anonymous API that no page uses: it stores nothing, and only cookies limit it. */
async function anonymousVote(ask: Ask, world: World): Promise<Answer> {
  const body = await readJson(ask);
  if (!body) return failed();
  const songId = body['setlistSongId'];
  const voteType = body['voteType'];
  if (typeof songId !== 'string' || !isVote(voteType)) return json({ error: 'Invalid request data' }, 400);
  if (!world.catalogue.songById.has(songId)) return json({ error: 'Song not found' }, 404);
  const sessionId = cookiesOf(ask.headers).get('anonymous-session') ?? randomUUID();
  const usedMs = world.anonymous.get(sessionId);
  const nowMs = world.now().getTime();
  if (usedMs !== undefined && nowMs - usedMs < DAY_MS) {
    const usage = { votes: { used: 1, remaining: 0 }, songsAdded: { used: 0, remaining: 1 } };
    const resetTime = new Date(usedMs + DAY_MS).toISOString();
    const error = 'Anonymous vote limit reached';
    return json({ error, limits: { votes: 1, songsAdded: 1 }, usage, resetTime }, 429);
  }
  world.anonymous.set(sessionId, nowMs);
  const limits = { remaining: 0, resetTime: new Date(nowMs + DAY_MS).toISOString() };
  const tally = { ...world.votes.tally(songId), userVote: voteType };
  const cookie = `anonymous-session=${sessionId}; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax`;
  return withHeaders(json({ success: true, ...tally, isAnonymous: true, sessionId, limits }), { 'Set-Cookie': cookie });
}

function anonymousState(ask: Ask, world: World): Answer {
  const songId = ask.query.get('setlistSongId') ?? '';
  if (!world.catalogue.songById.has(songId)) return json({ error: 'Song not found' }, 404);
  const used = world.anonymous.has(cookiesOf(ask.headers).get('anonymous-session') ?? '') ? 1 : 0;
  return json({
    ...world.votes.tally(songId),
    limits: { used, remaining: world.has('guest-votes-exhausted') ? 0 : 1 - used },
  });
}

function history(ask: Ask, world: World): Answer {
  // R1 trusts the query: every visitor can read every user's votes.
  const asked = world.has('vote-history-open') ? ask.query.get('userId') : null;
  const userId = asked ?? ask.session?.user.id;
  if (!userId) return unauthorized();
  const votes = world.votes.history.filter((cast) => cast.userId === userId).toReversed();
  return json({ userId, votes, total: votes.length, page: 1, limit: 20 });
}

export const voteRoutes: RouteTable = [
  ['/api/votes', { GET: readVote, POST: castVote }],
  ['/api/votes/anonymous', { GET: anonymousState, POST: anonymousVote }],
  ['/api/votes/statistics', { GET: summary('statistics') }],
  ['/api/votes/leaderboard', { GET: summary('leaderboard') }],
  ['/api/votes/trends', { GET: summary('trends') }],
  ['/api/votes/history', { GET: history }],
  ['/api/songs/votes', { POST: olderVote }],
  [/^\/api\/votes\/([^/]+)\/count$/, { GET: countVotes }],
];
