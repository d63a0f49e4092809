// Differences between R2's API and the contracts, written from mysetlist-app.md before any run against the preset.
// endpoint, JSON path, kind, old, new, section.
type Row = readonly [endpoint: string, path: string, kind: string, old: string, now: string, section: string];

const gone = (endpoint: string, section: string): Row => [endpoint, '(route)', 'breaking', 'answers', '404', section];

export const R2_DRIFT: readonly Row[] = [
  // The rewritten health check: a mock that is always healthy.
  ['GET /api/health', '$.responseTime', 'breaking', 'string ^\\d+(\\.\\d+)?ms$', 'integer', '1.2'],
  ['GET /api/health', '$.uptime', 'breaking', 'number 0..', 'gone', '1.2'],
  ['GET /api/health', '$.system', 'breaking', 'object', 'gone', '1.2'],
  ['GET /api/health', '$.services', 'breaking', 'object', 'gone', '1.2'],
  ['GET /api/health', '$.checks', 'additive', '-', 'object', '1.2'],
  // Removed routes.
  gone('GET /api/health/comprehensive', '1.1'),
  gone('GET /api/health/db', '1.1'),
  gone('GET /api/monitoring/dashboard', '1.1'),
  ['GET /api/artists/search', '(route)', 'breaking', '200', '500', '1.1'],
  gone('GET /api/trending/venues', '2.4'),
  gone('GET /api/votes/{id}/count', '2.2'),
  gone('GET /api/votes/statistics', '2.2'),
  gone('GET /api/votes/anonymous', '2.2'),
  gone('POST /api/votes/anonymous', '2.2'),
  gone('GET /api/shows/upcoming', '2.5'),
  // Trending.
  ['GET /api/trending', '$.data[*].image_url', 'renamed', 'image_url', 'imageUrl', '1.6'],
  ['GET /api/trending/artists', '$.fallback', 'breaking', 'boolean', 'gone', '2.4'],
  ['GET /api/trending/artists', '$.message', 'breaking', 'string', 'gone', '2.4'],
  ['GET /api/trending/artists', '$.total', 'breaking', 'integer 0..', 'gone', '2.4'],
  ['GET /api/trending/artists', '$.timestamp', 'additive', '-', 'date-time', '2.4'],
  ['GET /api/trending/shows', '$.timeframe', 'renamed', 'timeframe', 'period', '2.4'],
  ['GET /api/trending/shows', '$.generatedAt', 'renamed', 'generatedAt', 'timestamp', '2.4'],
  ['GET /api/trending/shows', '$.total', 'breaking', 'integer 0..', 'gone', '2.4'],
  ['GET /api/trending/shows', '$.limit', 'additive', '-', 'integer', '2.4'],
  ['GET /api/trending/shows', '$.type', 'additive', '-', 'string', '2.4'],
  ['GET /api/trending/live', '$.trending', 'renamed', 'trending', 'current_trending', '2.4'],
  ['GET /api/trending/live', '$.timeframe', 'breaking', 'string', 'gone', '2.4'],
  ['GET /api/trending/live', '$.type', 'breaking', 'string', 'gone', '2.4'],
  ['GET /api/trending/live', '$.total', 'breaking', 'integer 0..', 'gone', '2.4'],
  ['GET /api/trending/live', '$.generatedAt', 'breaking', 'date-time', 'gone', '2.4'],
  ['GET /api/trending/live', '$.live_updates', 'additive', '-', 'array', '2.4'],
  ['GET /api/trending/live', '$.stats', 'additive', '-', 'object', '2.4'],
  ['GET /api/trending/live', '(request)', 'tightened', '200', '400', '2.4'],
  // Search.
  ['GET /api/search', '$.query', 'additive', '-', 'string', '1.7'],
  ['GET /api/search', '$.totalCount', 'additive', '-', 'integer', '1.7'],
  ['GET /api/search', '$.timestamp', 'additive', '-', 'date-time', '1.7'],
  ['GET /api/search', '$.results[*].id', 'breaking', 'uuid', 'string', '1.7'],
  ['GET /api/search', '$.results[*].title', 'renamed', 'title', 'name', '1.7'],
  ['GET /api/search', '$.results[*].subtitle', 'renamed', 'subtitle', 'description', '1.7'],
  ['GET /api/search', '$.results[*].imageUrl', 'breaking', 'string | null', 'gone', '1.7'],
  ['GET /api/search', '$.results[*].slug', 'breaking', 'string', 'gone', '1.7'],
  ['GET /api/search', '$.results[*].metadata', 'additive', '-', 'object', '1.7'],
  // Votes: up-votes only.
  ['GET /api/votes', '$.upvotes', 'renamed', 'upvotes', 'up', '2.2'],
  ['GET /api/votes', '$.downvotes', 'breaking', 'integer 0..', 'gone', '2.2'],
  ['GET /api/votes', '$.netVotes', 'breaking', 'integer', 'gone', '2.2'],
  ['GET /api/votes', '$.userVote', 'breaking', '"up" | "down" | null', 'gone', '2.2'],
  ['GET /api/votes', '$.currentUserUpvoted', 'additive', '-', 'boolean', '2.2'],
  ['GET /api/votes', '(status)', 'breaking', '404', '200', '2.2'],
  // The CSRF token.
  ['GET /api/csrf-token', '$.token', 'breaking', 'string ^[0-9a-f]{64}$', 'string', '2.6'],
  ['GET /api/csrf-token', '$.message', 'breaking', 'string', 'gone', '2.6'],
  ['GET /api/csrf-token', '$.tokenHash', 'additive', '-', 'string', '2.6'],
  ['GET /api/csrf-token', '$.expiresAt', 'additive', '-', 'date-time', '2.6'],
  ['GET /api/csrf-token', '$.timestamp', 'additive', '-', 'date-time', '2.6'],
  ['GET /api/csrf-token', '$.sessionId', 'additive', '-', 'uuid', '2.6'],
  ['GET /api/csrf-token', '$.authenticated', 'additive', '-', 'boolean', '2.6'],
  ['GET /api/csrf-token', '$.instructions', 'additive', '-', 'object', '2.6'],
];
