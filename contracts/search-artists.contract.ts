import { z } from 'zod';
import { body, FREE, type Contract } from './contract.ts';
import { atMost, counts } from './body-rules.ts';
import { KNOWN_ARTIST } from './search.contract.ts';
import { sampleId, set } from './sample-bodies.ts';

export const searchArtistsSchema = z.object({
  artists: z.array(z.looseObject({ id: z.string().min(1), name: z.string().min(1), slug: z.string().min(1) })),
  query: z.string(),
  total: z.int().nonnegative(),
});

// Samples.
const sampleFound = { id: sampleId(1), name: 'Taylor Swift', slug: 'taylor-swift', genres: ['pop'] };

export const searchArtists: Contract = {
  id: 'contract.search-artists',
  title: 'GET /api/search/artists finds a known artist and repeats the query',
  runbook: 'R2 User Acceptance: search; mysetlist-app.md 2.5',
  reddens: ['database-down', 'search-returns-nothing', 'search-wrong-artist', 'search-artists-500'],
  published: { 'search-artists.schema.json': searchArtistsSchema },
  cost: FREE,
  cases: [
    {
      name: 'finds a known artist',
      method: 'GET',
      path: `/api/search/artists?q=${KNOWN_ARTIST.query}`,
      status: [200],
      json: body(searchArtistsSchema, ({ artists, query, total }) => [
        ...(artists.some(({ name }) => name === KNOWN_ARTIST.name)
          ? []
          : [`${KNOWN_ARTIST.name} is not among ${artists.length} artists`]),
        ...(query === KNOWN_ARTIST.name ? [] : [`query is "${query}", expected "${KNOWN_ARTIST.name}"`]),
        ...counts(total, artists),
      ]),
      sample: {
        good: { artists: [sampleFound], query: 'Taylor Swift', total: 1 },
        broken: {
          nothing: set('artists', []),
          'another artist': set('artists.0.name', 'Dispatch'),
          'another question': set('query', 'Taylor%20Swift'),
          'a total below its list': set('total', 0),
        },
      },
    },
    {
      name: 'respects limit=1',
      method: 'GET',
      path: '/api/search/artists?q=th&limit=1',
      status: [200],
      json: body(searchArtistsSchema, ({ artists }) => atMost(artists, 1)),
      sample: {
        good: { artists: [sampleFound], query: 'th', total: 1 },
        broken: { two: set('artists', [sampleFound, sampleFound]) },
      },
    },
  ],
};
