// Addresses that only a Next.js site has: chunks and styles under /_next/static, the image optimizer, prefetches of the router.
import { json, text, withHeaders, type Answer, type Ask } from './http.ts';
import { ASSETS, NEXT_ASSETS } from './pages/assets.ts';
import { flight } from './pages/writers/islands.ts';
import type { World } from './world.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';
const HYDRATE = '/_next/static/chunks/hydrate.js';
const IMAGE_SOURCE = /^\/_next\/static\/media\/([\w-]+\.svg)$/;

/** The answer of such an address, or undefined for other addresses. */
export async function nextRoute(ask: Ask, world: World): Promise<Answer | undefined> {
  if (ask.path === HYDRATE) return hydrate(ask, world);
  const asset = NEXT_ASSETS.get(ask.path);
  if (asset) {
    return { status: 200, body: asset.body, headers: { 'Content-Type': asset.type, 'Cache-Control': FOR_EVER } };
  }
  return ask.path === '/_next/image' ? image(ask, world) : undefined;
}

/** The chunk that hydrates a page is sent after the hydration delay and is never cached. */
async function hydrate(ask: Ask, world: World): Promise<Answer> {
  await world.wait(world.hydration.nextMs());
  const body = world.has('never-hydrates') ? '' : (NEXT_ASSETS.get(ask.path)?.body ?? '');
  return {
    status: 200,
    body,
    headers: { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-store' },
  };
}

/** Pictures of the site itself. R1's configuration refuses them. */
function image(ask: Ask, world: World): Answer {
  const name = IMAGE_SOURCE.exec(ask.query.get('url') ?? '')?.[1];
  const asset = name === undefined ? undefined : ASSETS.get(name);
  if (!asset || world.has('images-refused')) return text('"url" parameter is not allowed', 400);
  return {
    status: 200,
    body: asset.body,
    headers: { 'Content-Type': asset.type, 'Cache-Control': 'public, max-age=60' },
  };
}

/** The router prefetches every page that a visible link leads to. */
export function prefetched(ask: Ask, found: boolean): Answer {
  const answer = found ? text(flight(ask.path), 200, 'text/x-component') : json({}, 404);
  return withHeaders(answer, { 'Content-Type': 'text/x-component', Vary: 'RSC, Next-Router-Prefetch' });
}
