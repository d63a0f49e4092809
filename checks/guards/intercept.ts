// Answers requests that a synthetic visit must not send to the site: counters, and imports at Spotify and Ticketmaster.
import type { BrowserContext, Request } from '@playwright/test';
import { z } from 'zod';
import { isLoopback } from '../../common/loopback.ts';

/** Analytics and error reporting: a synthetic visit must not count as a visitor. */
const COUNTERS =
  /(^|\.)(google-analytics\.com|googletagmanager\.com|doubleclick\.net|sentry\.io|vercel-insights\.com|vercel-scripts\.com|posthog\.com|facebook\.net)$/;
const COUNTER_PATHS =
  /^\/(monitoring|_vercel\/(insights|speed-insights)|api\/analytics\/(vitals|metrics|events?))(\/|$)/;

const asked = z.object({ artistName: z.string().optional(), artistId: z.string().optional() }).catch({});

/** The site's rule for the slug of an imported artist. */
const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/(^-|-$)/g, '');

/** Our answer about the imported artist, with the fields of the site's own answers. */
function artistOf(request: Request): Record<string, unknown> {
  const { artistName = '', artistId = null } = asked.parse(bodyOf(request));
  return {
    id: artistId,
    name: artistName,
    slug: slugOf(artistName),
    spotifyId: null,
    ticketmasterId: null,
    imageUrl: null,
    genres: [],
    popularity: 0,
    followers: 0,
  };
}

function bodyOf(request: Request): unknown {
  try {
    return request.postDataJSON();
  } catch {
    return undefined;
  }
}

/** Opening an artist or choosing a search result starts an import (mysetlist-app.md 2.5 and 10): path -> the answer of the real route. */
const IMPORTS: Readonly<Record<string, (request: Request) => Record<string, unknown>>> = {
  '/api/artists/sync': (request) => {
    const artist = artistOf(request);
    return { success: true, slug: artist['slug'], artist };
  },
  '/api/artists/auto-import': (request) => ({
    success: true,
    artist: { ...artistOf(request), verified: false },
    stats: { showCount: 0, songCount: 0, totalAlbums: 0, totalSongs: 0, lastSyncedAt: null, syncTriggered: false },
  }),
  '/api/artists/sync-shows': () => ({ success: true, message: 'Show sync initiated', data: null }),
};

/** Starts to intercept. With a site on loopback no request leaves the machine. `onOwnAnswer` is called for each import that we answered. */
export async function intercept(
  context: BrowserContext,
  target: URL,
  onOwnAnswer: (request: string) => void = () => undefined,
): Promise<void> {
  const isOwn = (url: URL): boolean => url.origin === target.origin;
  await context.route(
    (url) =>
      COUNTERS.test(url.hostname) ||
      (isOwn(url) && (COUNTER_PATHS.test(url.pathname) || url.pathname in IMPORTS)) ||
      (isLoopback(target) && /^https?:$/.test(url.protocol) && !isLoopback(url)),
    (route) => {
      const request = route.request();
      const { pathname } = new URL(request.url());
      const answer = IMPORTS[pathname];
      if (answer === undefined) return route.fulfill({ status: 204, body: '' });
      onOwnAnswer(`${request.method()} ${pathname}`);
      return route.fulfill({ status: 200, json: answer(request) });
    },
  );
}
