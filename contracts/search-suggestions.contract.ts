import { z } from 'zod';
import { body, FREE, type Contract } from './contract.ts';
import { atMost, none } from './body-rules.ts';
import { finds, KNOWN_ARTIST } from './search.contract.ts';
import { sampleId, set, type Body } from './sample-bodies.ts';

const suggestion = z.object({
  type: z.string(),
  id: z.string().min(1),
  title: z.string().min(1),
  subtitle: z.string().optional(),
  href: z.string().regex(/^\//),
  imageUrl: z.string().nullable(),
  meta: z.unknown().optional(),
  verified: z.boolean().optional(),
  requiresSync: z.boolean(),
});
export const searchSuggestionsSchema = z.object({
  suggestions: z.array(suggestion),
  count: z.int().nonnegative(),
  searchType: z.string().optional(),
});

// Samples.
const sampleSuggestion = {
  type: 'artist',
  id: sampleId(1),
  title: 'Taylor Swift',
  subtitle: 'pop',
  href: '/artists/taylor-swift',
  imageUrl: null,
  meta: {},
  verified: true,
  requiresSync: true,
};
/** A second hit has another page. */
const sampleOther = { ...sampleSuggestion, id: sampleId(2), title: 'Taylor Hawkins', href: '/artists/taylor-hawkins' };
const sampleSuggests = (...suggestions: unknown[]): Body => ({ suggestions, count: suggestions.length });

/** The API of the home page's search box. Its parameter is `query`, not `q`. */
export const searchSuggestions: Contract = {
  id: 'contract.search-suggestions',
  title: 'GET /api/search/suggestions suggests a known artist with a link to its page',
  runbook: 'R2 User Acceptance: search; mysetlist-app.md 2.5',
  reddens: ['database-down', 'search-returns-nothing', 'search-wrong-artist', 'suggestions-miscounted'],
  published: { 'search-suggestions.schema.json': searchSuggestionsSchema },
  cost: FREE,
  cases: [
    {
      name: 'answers a request without parameters with an empty list',
      method: 'GET',
      path: '/api/search/suggestions',
      status: [200],
      json: body(searchSuggestionsSchema, ({ suggestions }) => none(suggestions)),
      sample: {
        good: sampleSuggests(),
        broken: { 'a suggestion': () => sampleSuggests(sampleSuggestion) },
      },
    },
    {
      name: 'suggests a known artist and links to it',
      method: 'GET',
      path: `/api/search/suggestions?query=${KNOWN_ARTIST.query}`,
      status: [200],
      json: body(searchSuggestionsSchema, ({ suggestions, count }) => [
        ...finds(KNOWN_ARTIST.name, suggestions),
        ...(suggestions.some(({ href }) => href === `/artists/${KNOWN_ARTIST.slug}`)
          ? []
          : [`none links to /artists/${KNOWN_ARTIST.slug}`]),
        ...(count === suggestions.length ? [] : [`count is ${count}, and ${suggestions.length} are listed`]),
      ]),
      sample: {
        good: sampleSuggests(sampleSuggestion, sampleOther),
        broken: {
          nothing: () => sampleSuggests(),
          'another artist': set('suggestions.0.title', 'Dispatch'),
          'a link to another page': set('suggestions.0.href', '/artists/dispatch'),
          'a link to another host': set('suggestions.0.href', 'https://elsewhere.example/artists/taylor-swift'),
          'a count that does not match its list': set('count', 3),
        },
      },
    },
    {
      name: 'respects limit=1',
      method: 'GET',
      path: '/api/search/suggestions?query=th&limit=1',
      status: [200],
      json: body(searchSuggestionsSchema, ({ suggestions }) => atMost(suggestions, 1)),
      sample: {
        good: sampleSuggests(sampleSuggestion),
        broken: { two: () => sampleSuggests(sampleSuggestion, sampleSuggestion) },
      },
    },
  ],
};
