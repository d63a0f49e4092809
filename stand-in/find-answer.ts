// Routes a request of the stand-in: static files, Next.js addresses, API routes and pages; everything else is the 404 page.
import { apiRoutes, MISSING } from './api/api-routes.ts';
import { json, makeRouter, withHeaders, type Answer, type Ask } from './http.ts';
import { isPage } from './middleware.ts';
import { nextRoute, prefetched } from './next.ts';
import { ASSETS } from './pages/assets.ts';
import { noSuchPage } from './pages/errors.ts';
import { pageRoutes } from './pages/page-routes.ts';
import type { World } from './world.ts';

const findRoute = makeRouter([...apiRoutes, ...pageRoutes]);

export async function findAnswer(ask: Ask, world: World): Promise<Answer> {
  const asset = ask.path.startsWith('/client/') ? ASSETS.get(ask.path.slice('/client/'.length)) : undefined;
  if (asset) {
    const headers = { 'Content-Type': asset.type, 'Cache-Control': 'public, max-age=31536000, immutable' };
    return { status: 200, body: asset.body, headers };
  }
  const next = ask.path.startsWith('/_next/') ? await nextRoute(ask, world) : undefined;
  if (next) return next;
  const gone = MISSING.some(
    ([path, fault]) => world.has(fault) && (typeof path === 'string' ? path === ask.path : path.test(ask.path)),
  );
  const found = gone ? undefined : findRoute(ask.path);
  // Unknown API paths get the HTML page too, as Next.js does.
  if (!found && world.has('unknown-paths-200')) return json({ status: 'ok' });
  if (ask.headers['rsc'] === '1' && isPage(ask.path)) return prefetched(ask, found !== undefined);
  if (!found) return noSuchPage(ask, world);
  const method = ask.method === 'HEAD' ? 'GET' : ask.method;
  const handler = found.route[method as keyof typeof found.route];
  if (handler) return handler(found.params.length > 0 ? { ...ask, params: found.params } : ask, world);
  const allow = [...Object.keys(found.route), 'HEAD', 'OPTIONS'].join(', ');
  const status = ask.method === 'OPTIONS' ? 204 : 405;
  return withHeaders({ status, body: '', headers: {} }, { Allow: allow });
}
