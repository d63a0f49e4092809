// A small real MySetlist on node:http: starts it, routes each request, stops it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { apiRoutes, MISSING } from './api/api-routes.ts';
import { startControl } from './control.ts';
import { isFaultId, PRESETS, type FaultId, type PresetName } from './faults.ts';
import { json, makeRouter, readBody, withHeaders, type Answer, type Ask } from './http.ts';
import { onTheWire } from './bodies.ts';
import { Hydration, type HydrationRange } from './hydration.ts';
import type { LimiterMode } from './limiter.ts';
import { listen, stop } from './listening.ts';
import { LIVE_PATH } from './live.ts';
import { after, before, isPage } from './middleware.ts';
import { nextRoute, prefetched } from './next.ts';
import { ASSETS } from './pages/assets.ts';
import { noSuchPage } from './pages/errors.ts';
import { pageRoutes } from './pages/page-routes.ts';
import type { DialectName } from './pages/writers/dialects.ts';
import { OrdinaryLife } from './ordinary-life.ts';
import { drip, isSecond, send } from './sending.ts';
import { ACCOUNT } from './sessions.ts';
import { World } from './world.ts';

export type StandInOptions = {
  /** 0 or absent: any free port. */
  port?: number;
  controlPort?: number;
  preset?: PresetName;
  faults?: readonly string[];
  limiter?: LimiterMode;
  now?: () => Date;
  /** How pages are written. Absent: react for the preset r1, which is a React site, plain for the others. */
  markup?: DialectName;
  /** How long a page of the react dialect takes until it reacts, in milliseconds; a range is drawn from by `seed`. */
  hydrationMs?: HydrationRange;
  seed?: number;
  /** Jitter, pauses and very few 500, drawn by `seed`: a healthy site all the same. */
  ordinaryLife?: boolean;
};
export type StandIn = {
  url: string;
  controlUrl: string;
  markup: DialectName;
  account: { email: string; password: string };
  /** Replaces all faults. Throws on an unknown id. */
  setFaults(ids: readonly string[]): void;
  /** SHA-256 of all stored votes. */
  votesHash(): string;
  close(): Promise<void>;
};

const findRoute = makeRouter([...apiRoutes, ...pageRoutes]);

/** Starts the site and its control server. Rejects when a port is taken; throws on an unknown fault. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { preset = 'healthy', limiter = 'open', now = () => new Date() } = options;
  const markup = options.markup ?? (preset === 'r1' ? 'react' : 'plain');
  const world = new World(
    now,
    limiter,
    markup,
    new Hydration(options.hydrationMs, options.seed),
    options.ordinaryLife ? new OrdinaryLife(options.seed ?? 1) : undefined,
  );
  world.setFaults([...PRESETS[preset], ...faultIds(options.faults ?? [])]);
  const server = createServer((request, response) => void serve(request, response, world));
  server.on('upgrade', (request, socket) => {
    if (request.url?.split('?')[0] === LIVE_PATH) world.live.accept(request, socket, world.has('realtime-down'));
    else socket.destroy();
  });
  const url = await listen(server, options.port ?? 0);
  const control = startControl(world, preset, (ids) => world.setFaults(faultIds(ids)));
  let controlUrl: string;
  try {
    controlUrl = await listen(control, options.controlPort ?? 0);
  } catch (error) {
    await stop(server);
    throw error;
  }
  return {
    url,
    controlUrl,
    markup,
    account: { ...ACCOUNT },
    setFaults: (ids) => world.setFaults(faultIds(ids)),
    votesHash: () => world.votes.hash(),
    close: async () => {
      world.close();
      await Promise.all([stop(server), stop(control)]);
    },
  };
}

/** Throws a RangeError that names every unknown id. */
export function faultIds(ids: readonly string[]): FaultId[] {
  const unknown = ids.filter((id) => !isFaultId(id));
  if (unknown.length > 0) throw new RangeError(`no such fault: ${unknown.join(', ')}`);
  return ids.filter(isFaultId);
}

/** Page views until a session ends under `session-expires-early`. */
const PAGES_OF_A_SHORT_SESSION = 3;

async function serve(request: IncomingMessage, response: ServerResponse, world: World): Promise<void> {
  const startedMs = performance.now();
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const method = request.method ?? 'GET';
  const session = world.sessions.of(request.headers);
  if (session && world.has('session-lost') && session.pagesServed++ > 0) world.sessions.close(session);
  if (
    session &&
    world.has('session-expires-early') &&
    isPage(path) &&
    request.headers['rsc'] === undefined &&
    session.pagesServed++ >= PAGES_OF_A_SHORT_SESSION
  )
    world.sessions.close(session);
  const ask: Ask = {
    method,
    path,
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers: request.headers,
    session,
    params: [],
    body: () => readBody(request),
  };
  let status = 0;
  try {
    if (world.has('keep-alive-closed') && isSecond(request)) {
      request.socket.destroy();
      return;
    }
    const lived = path.startsWith('/client/') ? undefined : await world.life?.before((ms) => world.wait(ms));
    const early = lived ?? (await before(ask, request, world));
    if (early === 'reset') {
      request.socket.destroy();
    } else {
      const answer = onTheWire(early ?? after(ask, await route(ask, world), world), world);
      status = answer.status;
      if (world.has('api-drips') && path === '/api/trending') await drip(response, answer, world);
      else send(response, answer, method, world);
    }
  } catch (error) {
    status = 500;
    // A closing stand-in gives up its waits; anything else is a bug worth seeing.
    if (!(error instanceof Error && error.name === 'AbortError'))
      console.error(`stand-in: ${method} ${target}:`, error);
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { 'Content-Type': 'text/plain' }).end('stand-in: internal error');
  }
  world.record({ method, path, status, ms: performance.now() - startedMs });
}

async function route(ask: Ask, world: World): Promise<Answer> {
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
