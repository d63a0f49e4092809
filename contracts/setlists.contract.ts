import { z } from 'zod';
import { body, FREE, NEVER_PUBLIC, UNKNOWN_ID, type Contract } from './contract.ts';
import { atLeast, none, unique } from './body-rules.ts';
import { list, sampleId, set, type Body } from './sample-bodies.ts';

const count = z.int();
const song = z.object({
  id: z.uuid().describe('the id that votes use'),
  songId: z.uuid(),
  position: z.int(),
  song: z.object({
    id: z.uuid(),
    title: z.string().min(1),
    artist: z.string(),
    durationMs: z.int().nullish().describe('milliseconds'),
    albumArtUrl: z.string().nullish(),
  }),
  notes: z.string().nullish(),
  isPlayed: z.boolean().nullish(),
  playTime: z.string().nullish(),
  upvotes: count.nonnegative(),
  downvotes: count.nonnegative(),
  netVotes: count,
  userVote: z.enum(['up', 'down']).nullable(),
});
const setlist = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  type: z.enum(['predicted', 'actual']),
  isLocked: z.boolean().nullable(),
  songs: z.array(song),
});
export const setlistsSchema = z.object({ setlists: z.array(setlist) });
type Setlists = z.infer<typeof setlistsSchema>;

/** Only the needed fields, so that other changes of the list do not matter. */
const votedShows = z.object({ shows: z.array(z.object({ id: z.string(), voteCount: z.number() })) });
/** The show with the most votes in the list: it has a setlist to vote on. */
export const votedShow = (value: unknown): Record<string, string | undefined> => ({
  show: votedShows.safeParse(value).data?.shows.find(({ voteCount }) => voteCount > 0)?.id,
});
const listedSongs = z.object({ setlists: z.array(z.object({ songs: z.array(z.object({ id: z.string() })) })) });
/** The first song of the first setlist. */
const firstSong = (value: unknown): Record<string, string | undefined> => ({
  song: listedSongs.safeParse(value).data?.setlists.flatMap(({ songs }) => songs)[0]?.id,
});

const songsAddUp = ({ setlists }: Setlists): string[] =>
  setlists.flatMap(({ type, songs }) => {
    const wrong = songs.find(({ upvotes, downvotes, netVotes }) => netVotes !== upvotes - downvotes);
    return [
      ...unique(songs.map(({ position }) => `${type} position ${position}`)),
      ...(wrong
        ? [`${wrong.song.title}: netVotes ${wrong.netVotes} is not ${wrong.upvotes} - ${wrong.downvotes}`]
        : []),
    ];
  });

// Samples.
export const sampleCounted = { upvotes: 5, downvotes: 2, netVotes: 3, userVote: null };
const sampleSetlistSong = (n: number) => ({
  id: sampleId(n),
  songId: sampleId(n + 100),
  position: n + 1,
  song: { id: sampleId(n + 100), title: `Song ${n}`, artist: 'Silver Harbor', durationMs: 180_000, albumArtUrl: null },
  notes: null,
  isPlayed: false,
  playTime: null,
  ...sampleCounted,
});
const sampleSetlists = (songs: number): Body => ({
  setlists: [
    { id: sampleId(9), name: 'Main Set', type: 'predicted', isLocked: false, songs: list(songs, sampleSetlistSong) },
  ],
});

export const LISTS_A_VOTED_SHOW = {
  name: 'finds a show with votes',
  method: 'GET',
  path: '/api/trending/shows?limit=50',
  status: [200],
  prepares: 'contract.trending-shows',
  takes: votedShow,
} as const;

/** Comes after LISTS_A_VOTED_SHOW. */
export const TELLS_A_VOTED_SONG = {
  name: 'finds a song with votes',
  method: 'GET',
  path: '/api/setlists/{show}',
  status: [200],
  prepares: 'contract.setlists',
  takes: firstSong,
} as const;

export const setlists: Contract = {
  id: 'contract.setlists',
  title: 'GET /api/setlists/{showId} lists songs whose positions and votes add up',
  runbook: 'R2 User Acceptance: validate voting system; mysetlist-app.md 2.5',
  reddens: ['database-down', 'shared-cache-private', 'setlist-positions-twice'],
  published: { 'setlists.schema.json': setlistsSchema },
  cost: FREE,
  cases: [
    {
      name: 'rejects a new setlist without a session',
      method: 'POST',
      path: '/api/setlists',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      status: [401],
    },
    LISTS_A_VOTED_SHOW,
    {
      name: 'lists the songs of a show with votes',
      method: 'GET',
      path: '/api/setlists/{show}',
      status: [200],
      responseHeaders: NEVER_PUBLIC,
      json: body(setlistsSchema, (answer) => [
        ...atLeast(
          answer.setlists.flatMap(({ songs }) => songs),
          2,
        ),
        ...songsAddUp(answer),
        ...(answer.setlists.some(({ songs }) => songs.some(({ userVote }) => userVote !== null))
          ? ['a visitor without a session gets a vote of its own']
          : []),
      ]),
      sample: {
        good: sampleSetlists(2),
        broken: {
          'a single song': () => sampleSetlists(1),
          'no songs': set('setlists', []),
          'one position twice': set('setlists.0.songs.1.position', 1),
          'a net count that does not add up': set('setlists.0.songs.1.netVotes', 4),
          "somebody's vote": set('setlists.0.songs.1.userVote', 'down'),
          "somebody's vote in the first of two setlists": (good) => {
            const own = set('setlists.0.songs.1.userVote', 'down')(good)['setlists'] as unknown[];
            return { setlists: [...own, ...(sampleSetlists(2)['setlists'] as unknown[])] };
          },
          'an unknown type': set('setlists.0.type', 'guessed'),
        },
      },
    },
    {
      name: 'is empty for an unknown show',
      method: 'GET',
      path: `/api/setlists/${UNKNOWN_ID}`,
      status: [200],
      json: body(setlistsSchema, (answer) => none(answer.setlists)),
      sample: { good: { setlists: [] }, broken: { 'a setlist': () => sampleSetlists(1) } },
    },
  ],
};
