// Sends an answer: at once, one byte a second, or never.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './http.ts';
import { securityHeaders } from './security-headers.ts';
import { isWalled } from './walls.ts';
import type { World } from './world.ts';

/** Requests per connection. */
const carried = new WeakMap<object, number>();
/** Whether this is the second request of a keep-alive connection. */
export function isSecond({ socket }: IncomingMessage): boolean {
  const requests = (carried.get(socket) ?? 0) + 1;
  carried.set(socket, requests);
  return requests === 2;
}

const DRIP_MS = 1_000;

/** One byte a second, until the client closes the connection. */
export async function drip(response: ServerResponse, answer: Answer, world: World): Promise<void> {
  const body = Buffer.from(answer.body);
  const headers = { 'Content-Type': String(answer.headers['Content-Type']), 'Content-Length': body.length };
  response.writeHead(answer.status, headers);
  for (let at = 0; at < body.length && !response.destroyed; at++) {
    response.write(body.subarray(at, at + 1));
    await world.wait(DRIP_MS);
  }
  response.end();
}

export function send(response: ServerResponse, answer: Answer, method: string, world: World): void {
  if (!isWalled(world)) for (const [name, value] of securityHeaders(world)) response.setHeader(name, value);
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (answer.status !== 204) response.setHeader('Content-Length', Buffer.byteLength(answer.body));
  response.writeHead(answer.status);
  response.end(method === 'HEAD' ? undefined : answer.body);
}
