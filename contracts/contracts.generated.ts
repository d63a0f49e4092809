// Written by `npm run generate` from the files themselves. Do not edit.
import type { Contract } from './contract.ts';
import { activityRecent } from './activity-recent.contract.ts';
import { adminIncidents } from './admin-incidents.contract.ts';
import { adminRefusals } from './admin-refusals.contract.ts';
import { analyticsPerformance } from './analytics-performance.contract.ts';
import { artistsSearch } from './artists-search.contract.ts';
import { authRefusals } from './auth-refusals.contract.ts';
import { csrfToken } from './csrf-token.contract.ts';
import { healthComprehensive } from './health-comprehensive.contract.ts';
import { healthDb } from './health-db.contract.ts';
import { health } from './health.contract.ts';
import { keepAlive } from './keep-alive.contract.ts';
import { manifest } from './manifest.contract.ts';
import { monitoringDashboard } from './monitoring-dashboard.contract.ts';
import { notFound } from './not-found.contract.ts';
import { pageLanguage } from './page-language.contract.ts';
import { robots } from './robots.contract.ts';
import { searchArtists } from './search-artists.contract.ts';
import { searchSuggestions } from './search-suggestions.contract.ts';
import { search } from './search.contract.ts';
import { setlists } from './setlists.contract.ts';
import { showsUpcoming } from './shows-upcoming.contract.ts';
import { sitemap } from './sitemap.contract.ts';
import { trendingArtists } from './trending-artists.contract.ts';
import { trendingLive } from './trending-live.contract.ts';
import { trendingShows } from './trending-shows.contract.ts';
import { trendingVenues } from './trending-venues.contract.ts';
import { trending } from './trending.contract.ts';
import { userRefusals } from './user-refusals.contract.ts';
import { votesAnonymous } from './votes-anonymous.contract.ts';
import { votesStatistics } from './votes-statistics.contract.ts';
import { votes } from './votes.contract.ts';

export const CONTRACTS: readonly Contract[] = [
  activityRecent,
  adminIncidents,
  adminRefusals,
  analyticsPerformance,
  artistsSearch,
  authRefusals,
  csrfToken,
  healthComprehensive,
  healthDb,
  health,
  keepAlive,
  manifest,
  monitoringDashboard,
  notFound,
  pageLanguage,
  robots,
  searchArtists,
  searchSuggestions,
  search,
  setlists,
  showsUpcoming,
  sitemap,
  trendingArtists,
  trendingLive,
  trendingShows,
  trendingVenues,
  trending,
  userRefusals,
  votesAnonymous,
  votesStatistics,
  votes,
];
