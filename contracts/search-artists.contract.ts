import { z } from 'zod';
import { body, FREE, type Contract } from './contract.ts';
import { atMost, counts } from './body-rules.ts';
import { KNOWN_ARTIST } from './search.contract.ts';

export const searchArtistsSchema = z.object({
  artists: z.array(z.looseObject({ id: z.string().min(1), name: z.string().min(1), slug: z.string().min(1) })),
  query: z.string(),
  total: z.int().nonnegative(),
});

export const searchArtists: Contract = {
  id: 'contract.search-artists',
  title: 'GET /api/search/artists finds a known artist and says what was asked',
  runbook: 'R2 User Acceptance: search; mysetlist-app.md 2.5',
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
        ...(query === KNOWN_ARTIST.name ? [] : [`query is "${query}", asked for "${KNOWN_ARTIST.name}"`]),
        ...counts(total, artists),
      ]),
    },
    {
      name: 'keeps to a limit of one',
      method: 'GET',
      path: '/api/search/artists?q=th&limit=1',
      status: [200],
      json: body(searchArtistsSchema, ({ artists }) => atMost(artists, 1)),
    },
  ],
};
