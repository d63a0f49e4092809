import { z } from 'zod';
import { body, type Contract } from './contract.ts';

/** An artist that the site's own home page links to, so it must be found (mysetlist-app.md 3.5). */
export const KNOWN_ARTIST = { name: 'Taylor Swift', query: 'Taylor%20Swift', slug: 'taylor-swift' };
const hit = z.object({
  id: z.string().min(1),
  type: z.literal('artist'),
  title: z.string().min(1),
  subtitle: z.string().optional(),
  imageUrl: z.string().nullable(),
  slug: z.string().min(1),
});
export const searchSchema = z.object({ results: z.array(hit) });
export const findsKnownArtist = ({ results }: z.infer<typeof searchSchema>): string[] =>
  results.some((r) => r.title === KNOWN_ARTIST.name)
    ? []
    : [`${KNOWN_ARTIST.name} is not among ${results.length} results`];
const empty = body(searchSchema, ({ results }) =>
  results.length === 0 ? [] : [`${results.length} results, none expected`],
);

/** A bare /api/search proves only that the route loads: queries that must hit and must miss prove the search. */
export const search: Contract = {
  id: 'contract.search',
  title: 'GET /api/search finds a known artist by name, part of it and other case, and invents none',
  runbook: 'R2 Smoke Tests',
  cost: { spotify: 0, ticketmaster: 0, setlistfm: 0 },
  cases: [
    { name: 'answers the bare request with nothing', method: 'GET', path: '/api/search', status: [200], json: empty },
    {
      name: 'finds a known artist',
      method: 'GET',
      path: `/api/search?q=${KNOWN_ARTIST.query}`,
      status: [200],
      json: body(searchSchema, findsKnownArtist),
    },
    {
      name: 'finds it by a part in other case',
      method: 'GET',
      path: '/api/search?q=tAYLOR',
      status: [200],
      json: body(searchSchema, findsKnownArtist),
    },
    { name: 'finds nothing for nonsense', method: 'GET', path: '/api/search?q=zzxqqvv', status: [200], json: empty },
    {
      name: 'keeps to a limit of one',
      method: 'GET',
      path: '/api/search?q=th&limit=1',
      status: [200],
      json: body(searchSchema, ({ results }) => (results.length <= 1 ? [] : [`${results.length} results for limit=1`])),
    },
  ],
};
