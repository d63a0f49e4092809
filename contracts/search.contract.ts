import { z } from 'zod';
import { body, FREE, type Contract } from './contract.ts';
import { atMost, none } from './body-rules.ts';
import { sampleId, set, type Sample } from './sample-bodies.ts';

/** An artist linked from the site's own home page, so it must be found (mysetlist-app.md 3.5). */
export const KNOWN_ARTIST = { name: 'Taylor Swift', query: 'Taylor%20Swift', slug: 'taylor-swift' };
const hit = z.object({
  id: z.uuid(),
  type: z.literal('artist'),
  title: z.string().min(1),
  subtitle: z.string().optional(),
  imageUrl: z.string().nullable(),
  slug: z.string().min(1),
});
export const searchSchema = z.object({ results: z.array(hit) });
type Found = z.infer<typeof searchSchema>;
export const finds = (name: string, results: readonly { title: string }[]): string[] =>
  results.some((r) => r.title === name) ? [] : [`${name} is not among ${results.length} results`];
export const findsKnownArtist = ({ results }: Found): string[] => finds(KNOWN_ARTIST.name, results);

const listed = z.looseObject({ artists: z.array(z.looseObject({ name: z.string() })) });
const NOT_ASCII = /[^\p{ASCII}]/u;
const APOSTROPHE = /['’]/;
/** The first listed artist whose name has an accent, and the first with an apostrophe, as query values. */
export function oddNames(value: unknown): Record<string, string | undefined> {
  const names = (listed.safeParse(value).data?.artists ?? []).map(({ name }) => name);
  const query = (pattern: RegExp): string | undefined => {
    const name = names.find((one) => pattern.test(one));
    return name === undefined ? undefined : encodeURIComponent(name).replaceAll("'", '%27');
  };
  return { accented: query(NOT_ASCII), apostrophe: query(APOSTROPHE) };
}
/** The artist whose name was taken from the list. */
const findsOddName =
  (pattern: RegExp) =>
  ({ results }: Found): string[] =>
    results.some(({ title }) => pattern.test(title)) ? [] : [`the artist is not among ${results.length} results`];

// Samples.
const sampleHit = {
  id: sampleId(1),
  type: 'artist',
  title: 'Taylor Swift',
  subtitle: 'pop',
  imageUrl: null,
  slug: 'taylor-swift',
};
const sampleNoHits: Sample = {
  good: { results: [] },
  broken: { 'a result': set('results', [sampleHit]), 'no list': () => ({}) },
};
const sampleOneHit: Sample = {
  good: { results: [sampleHit] },
  broken: {
    'nothing found': set('results', []),
    'another artist': set('results.0.title', 'Dispatch'),
    'renamed as in R2': (good) => ({ ...good, results: [{ ...sampleHit, title: undefined, name: sampleHit.title }] }),
  },
};

/** A request without a query proves only that the route loads. Queries with known hits and misses prove the search. */
export const search: Contract = {
  id: 'contract.search',
  title: 'GET /api/search finds artists by name, part, other case, accent and apostrophe, and nothing for nonsense',
  runbook: 'R2 Smoke Tests',
  reddens: [
    'database-down',
    'search-500',
    'search-returns-nothing',
    'search-wrong-artist',
    'sql-error-leak',
    'search-accents-lost',
    'r2-search-shape',
  ],
  published: { 'search.schema.json': searchSchema },
  cost: FREE,
  cases: [
    {
      name: 'answers a request without parameters with an empty list',
      method: 'GET',
      path: '/api/search',
      status: [200],
      json: body(searchSchema, ({ results }) => none(results)),
      sample: sampleNoHits,
    },
    {
      name: 'finds a known artist',
      method: 'GET',
      path: `/api/search?q=${KNOWN_ARTIST.query}`,
      status: [200],
      json: body(searchSchema, findsKnownArtist),
      sample: sampleOneHit,
    },
    {
      name: 'finds it by a part of the name in upper case',
      method: 'GET',
      path: '/api/search?q=tAYLOR',
      status: [200],
      json: body(searchSchema, findsKnownArtist),
      sample: sampleOneHit,
    },
    {
      name: 'collects existing names',
      method: 'GET',
      path: '/api/trending/artists?limit=100',
      status: [200],
      prepares: 'contract.trending-artists',
      takes: oddNames,
    },
    {
      name: 'finds a name with an accent',
      method: 'GET',
      path: '/api/search?q={accented}',
      status: [200],
      json: body(searchSchema, findsOddName(NOT_ASCII)),
      sample: {
        good: { results: [{ ...sampleHit, title: 'Beyoncé' }] },
        broken: {
          'nothing found': set('results', []),
          'the name without its accent': set('results.0.title', 'Beyonce'),
        },
      },
      extra: true,
    },
    {
      name: 'finds a name with an apostrophe',
      method: 'GET',
      path: '/api/search?q={apostrophe}',
      status: [200],
      json: body(searchSchema, findsOddName(APOSTROPHE)),
      sample: {
        good: { results: [{ ...sampleHit, title: "Guns N' Roses" }] },
        broken: { 'nothing found': set('results', []) },
      },
      extra: true,
    },
    {
      name: 'finds nothing for nonsense',
      method: 'GET',
      path: '/api/search?q=zzxqqvv',
      status: [200],
      json: body(searchSchema, ({ results }) => none(results)),
      sample: sampleNoHits,
    },
    {
      name: 'respects limit=1',
      method: 'GET',
      path: '/api/search?q=th&limit=1',
      status: [200],
      json: body(searchSchema, ({ results }) => atMost(results, 1)),
      sample: { good: { results: [sampleHit] }, broken: { 'two results': set('results', [sampleHit, sampleHit]) } },
    },
  ],
};
