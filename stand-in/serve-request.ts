// Handles one request: reads the session, finds the answer, sends it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { onTheWire } from './bodies.ts';
import { findAnswer } from './find-answer.ts';
import { readBody, type Ask } from './http.ts';
import { after, before, isPage } from './middleware.ts';
import { drip, isSecond, send } from './sending.ts';
import type { World } from './world.ts';

/** Page views until a session ends under `session-expires-early`. */
const PAGES_OF_A_SHORT_SESSION = 3;

export async function serveRequest(request: IncomingMessage, response: ServerResponse, world: World): Promise<void> {
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
    const lived = await world.life?.before((ms) => world.wait(ms));
    const early = lived ?? (await before(ask, request, world));
    if (early === 'reset') {
      request.socket.destroy();
    } else {
      const answer = onTheWire(early ?? after(ask, await findAnswer(ask, world), world), world);
      status = answer.status;
      if (world.has('api-drips') && path === '/api/trending') await drip(response, answer, world);
      else send(response, answer, method, world);
    }
  } catch (error) {
    status = 500;
    // Closing the stand-in aborts its waits. Any other error is a bug of the stand-in.
    if (!(error instanceof Error && error.name === 'AbortError'))
      console.error(`stand-in: ${method} ${target}:`, error);
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { 'Content-Type': 'text/plain' }).end('stand-in: internal error');
  }
  world.record({ method, path, status, ms: performance.now() - startedMs });
}
