// Requests and answers inside the stand-in, and the usual kinds of answers.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Session } from './sessions.ts';
import type { World } from './world.ts';

export type Ask = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  session: Session | undefined;
  /** The groups of the route's pattern, decoded. */
  params: readonly string[];
  /** The body as text, at most `BODY_LIMIT` bytes. */
  body: () => Promise<string>;
};
export type Answer = {
  status: number;
  body: string | Buffer;
  headers: Record<string, string | readonly string[]>;
};
export type Handler = (ask: Ask, world: World) => Answer | Promise<Answer>;
/** Method to handler, for one path. */
export type Route = Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS', Handler>>>;
/** A path, or a pattern whose groups become `params`. */
export type RouteTable = readonly (readonly [path: string | RegExp, route: Route])[];

export const BODY_LIMIT = 64 * 1024;
const JSON_TYPE = 'application/json; charset=utf-8';
const HTML_TYPE = 'text/html; charset=utf-8';
export const PRIVATE = 'private, no-cache, no-store, max-age=0, must-revalidate';
export const NO_STORE = 'no-cache, no-store, must-revalidate';

export const jsonText = (body: string, status = 200, cache = PRIVATE): Answer => ({
  status,
  body,
  headers: { 'Content-Type': JSON_TYPE, 'Cache-Control': cache },
});
export const json = (value: unknown, status = 200, cache = PRIVATE): Answer =>
  jsonText(JSON.stringify(value), status, cache);
export const html = (body: string, status = 200, cache = PRIVATE): Answer => ({
  status,
  body,
  headers: { 'Content-Type': HTML_TYPE, 'Cache-Control': cache },
});
export const text = (body: string, status = 200, type = 'text/plain; charset=utf-8'): Answer => ({
  status,
  body,
  headers: { 'Content-Type': type, 'Cache-Control': PRIVATE },
});
export const redirect = (location: string, status: 303 | 307 | 308 = 307): Answer => ({
  status,
  body: '',
  headers: { Location: location, 'Cache-Control': PRIVATE },
});
export const withHeaders = (answer: Answer, headers: Answer['headers']): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('request body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The JSON object of a body; undefined for anything else. */
export async function readJson(ask: Ask): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse(await ask.body());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return undefined;
  }
}

/** A whole number of the query: absent is the default, other text is NaN, as with R1's parseInt. */
export const wholeNumber = (query: URLSearchParams, name: string, absent: number): number => {
  const given = query.get(name);
  return given === null ? absent : Number.parseInt(given, 10);
};

/** The route and the groups of its pattern. Exact paths win over patterns. */
export function makeRouter(table: RouteTable): (path: string) => { route: Route; params: string[] } | undefined {
  const exact = new Map(table.flatMap(([path, route]) => (typeof path === 'string' ? [[path, route] as const] : [])));
  const patterns = table.flatMap(([path, route]) => (typeof path === 'string' ? [] : [[path, route] as const]));
  return (path) => {
    const route = exact.get(path);
    if (route) return { route, params: [] };
    for (const [pattern, found] of patterns) {
      const match = pattern.exec(path);
      if (match) return { route: found, params: match.slice(1).map((part) => decode(part ?? '')) };
    }
    return undefined;
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
