import { z } from 'zod';
import { body, type Contract } from './contract.ts';
import { none } from './body-rules.ts';
import { KNOWN_ARTIST } from './search.contract.ts';
import { set } from './sample-bodies.ts';

const artist = z.object({
  id: z.string().min(1).describe('the slug, or the id at Spotify or Ticketmaster'),
  name: z.string().min(1),
  genres: z.array(z.string()),
  source: z.enum(['database', 'spotify', 'ticketmaster']),
  imageUrl: z.string().nullish(),
  spotifyId: z.string().nullish(),
  popularity: z.int().optional(),
  followers: z.int().optional(),
  ticketmasterId: z.string().optional(),
});
export const artistsSearchSchema = z.object({ artists: z.array(artist) });
export const findsKnownArtist = ({ artists }: z.infer<typeof artistsSearchSchema>): string[] => [
  ...(artists.some((a) => a.name === KNOWN_ARTIST.name)
    ? []
    : [`${KNOWN_ARTIST.name} is not among ${artists.length} artists`]),
  ...oncePerName(artists),
];
const oncePerName = (artists: readonly { name: string }[]): string[] => {
  const names = artists.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? [] : [`${twice} is listed twice`];
};

// Samples.
const sampleRow = { id: 'taylor-swift', name: 'Taylor Swift', genres: ['pop'], popularity: 90, source: 'database' };

/** Each query that finds fewer than ten local rows calls Spotify and Ticketmaster, so there are few cases, and their cost is counted. */
export const artistsSearch: Contract = {
  id: 'contract.artists-search',
  title: 'GET /api/artists/search finds a known artist',
  runbook: 'R2 Smoke Tests',
  reddens: [
    'database-down',
    'artists-search-500',
    'search-returns-nothing',
    'search-wrong-artist',
    'mock-source',
    'r2-missing-routes',
  ],
  published: { 'artists-search.schema.json': artistsSearchSchema },
  cost: { spotify: 1, ticketmaster: 1, setlistfm: 0 },
  cases: [
    {
      name: 'answers a request without parameters with an empty list',
      method: 'GET',
      path: '/api/artists/search',
      status: [200],
      json: body(artistsSearchSchema, ({ artists }) => none(artists)),
      sample: {
        good: { artists: [] },
        broken: { 'an artist': set('artists', [sampleRow]) },
      },
    },
    {
      name: 'finds a known artist',
      method: 'GET',
      path: `/api/artists/search?q=${KNOWN_ARTIST.query}`,
      status: [200],
      json: body(artistsSearchSchema, findsKnownArtist),
      sample: {
        good: { artists: [sampleRow] },
        broken: {
          'nothing found': set('artists', []),
          'invented rows': set('artists.0.source', 'mock'),
          'the same name in two rows': set('artists', [sampleRow, { ...sampleRow, id: 'x', name: 'TAYLOR SWIFT' }]),
          'an error in a 200': set('error', 'Failed'),
        },
      },
    },
  ],
};
