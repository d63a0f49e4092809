// Every contract, listed by hand: a file that is not here does not run.
import { z } from 'zod';
import { activityRecent, activityRecentSchema } from './activity-recent.contract.ts';
import { adminIncidents } from './admin-incidents.contract.ts';
import { adminRefusals } from './admin-refusals.contract.ts';
import { analyticsPerformance, analyticsPerformanceSchema } from './analytics-performance.contract.ts';
import { artistsSearch, artistsSearchSchema } from './artists-search.contract.ts';
import { authRefusals } from './auth-refusals.contract.ts';
import { FREE, type Contract, type Cost } from './contract.ts';
import { csrfToken, csrfTokenSchema } from './csrf-token.contract.ts';
import { healthComprehensive, healthComprehensiveSchema } from './health-comprehensive.contract.ts';
import { healthDb, healthDbSchema } from './health-db.contract.ts';
import { health, healthSchema } from './health.contract.ts';
import { keepAlive } from './keep-alive.contract.ts';
import { manifest, manifestSchema } from './manifest.contract.ts';
import { monitoringDashboard, monitoringDashboardSchema } from './monitoring-dashboard.contract.ts';
import { notFound } from './not-found.contract.ts';
import { pageLanguage } from './page-language.contract.ts';
import { robots } from './robots.contract.ts';
import { errorSchema } from './body-rules.ts';
import { searchArtists, searchArtistsSchema } from './search-artists.contract.ts';
import { searchSuggestions, searchSuggestionsSchema } from './search-suggestions.contract.ts';
import { search, searchSchema } from './search.contract.ts';
import { setlists, setlistsSchema } from './setlists.contract.ts';
import { showsUpcoming, showsUpcomingSchema } from './shows-upcoming.contract.ts';
import { sitemap } from './sitemap.contract.ts';
import { trendingArtists, trendingArtistsSchema } from './trending-artists.contract.ts';
import { trendingLive, trendingLiveSchema } from './trending-live.contract.ts';
import { trendingShows, trendingShowsSchema } from './trending-shows.contract.ts';
import { trendingVenues, trendingVenuesSchema } from './trending-venues.contract.ts';
import { trending, trendingSchema } from './trending.contract.ts';
import { userRefusals } from './user-refusals.contract.ts';
import { votesAnonymous, votesAnonymousSchema } from './votes-anonymous.contract.ts';
import { votesStatistics, votesStatisticsSchema } from './votes-statistics.contract.ts';
import { voteCountSchema, votes, votesSchema } from './votes.contract.ts';

export const CONTRACTS: readonly Contract[] = [
  health,
  healthComprehensive,
  healthDb,
  monitoringDashboard,
  trending,
  trendingArtists,
  trendingShows,
  trendingVenues,
  trendingLive,
  search,
  searchSuggestions,
  searchArtists,
  artistsSearch,
  votes,
  votesStatistics,
  votesAnonymous,
  setlists,
  showsUpcoming,
  activityRecent,
  csrfToken,
  authRefusals,
  userRefusals,
  adminRefusals,
  keepAlive,
  robots,
  sitemap,
  manifest,
  notFound,
  pageLanguage,
  analyticsPerformance,
  adminIncidents,
];

/** Bodies that others may rely on, by the name of their published file. */
export const PUBLISHED: Readonly<Record<string, z.ZodType>> = {
  'health.schema.json': healthSchema,
  'health-comprehensive.schema.json': healthComprehensiveSchema,
  'health-db.schema.json': healthDbSchema,
  'monitoring-dashboard.schema.json': monitoringDashboardSchema,
  'trending.schema.json': trendingSchema,
  'trending-artists.schema.json': trendingArtistsSchema,
  'trending-shows.schema.json': trendingShowsSchema,
  'trending-venues.schema.json': trendingVenuesSchema,
  'trending-live.schema.json': trendingLiveSchema,
  'search.schema.json': searchSchema,
  'search-suggestions.schema.json': searchSuggestionsSchema,
  'search-artists.schema.json': searchArtistsSchema,
  'artists-search.schema.json': artistsSearchSchema,
  'votes.schema.json': votesSchema,
  'vote-count.schema.json': voteCountSchema,
  'votes-statistics.schema.json': votesStatisticsSchema,
  'votes-anonymous.schema.json': votesAnonymousSchema,
  'setlists.schema.json': setlistsSchema,
  'shows-upcoming.schema.json': showsUpcomingSchema,
  'activity-recent.schema.json': activityRecentSchema,
  'csrf-token.schema.json': csrfTokenSchema,
  'manifest.schema.json': manifestSchema,
  'analytics-performance.schema.json': analyticsPerformanceSchema,
  'error.schema.json': errorSchema,
};

/**
 * The JSON Schema (draft 2020-12) of a contract's body. Of the input: a site may add a field, and the schema of the output,
 * where zod has dropped unknown keys, would forbid that.
 */
export const jsonSchemaOf = (schema: z.ZodType): Record<string, unknown> => z.toJSONSchema(schema, { io: 'input' });

/** File name -> text of the published schema. */
export const generateSchemas = (): Map<string, string> =>
  new Map(
    Object.entries(PUBLISHED).map(([name, schema]) => [name, `${JSON.stringify(jsonSchemaOf(schema), null, 2)}\n`]),
  );

const COSTS = new Map<string, Cost>(
  CONTRACTS.filter(({ cost }) => cost !== FREE).map(({ cases, cost }) => [pathOf(cases[0]?.path ?? ''), cost]),
);
function pathOf(path: string): string {
  return path.split('?')[0] ?? path;
}

/** What a request to `path` (with or without query) costs behind the site, at most. */
export const costOf = (path: string): Cost => COSTS.get(pathOf(path)) ?? FREE;
