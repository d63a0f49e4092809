// The probe client: one request on a fresh connection, as a visitor has it, with its phases timed apart and a deadline for each.
import type { Opening } from './connect.ts';
import { Connection } from './probe-connection.ts';
import { dispatch } from './probe-exchange.ts';
import { DEADLINES_MS, type Answer, type NoAnswer, type Request } from './probe-request.ts';

export { Connection } from './probe-connection.ts';
export { BODY_CAP_BYTES, DEADLINES_MS, USER_AGENT, type Answer, type NoAnswer, type Request } from './probe-request.ts';

/** Never rejects. Redirects are followed as far as `redirects` allows; the last answer counts, with its own phases. */
export async function probe(request: Request): Promise<Answer | NoAnswer> {
  const seen = new Set<string>();
  let { url } = request;
  for (let left = request.redirects ?? 0; ; left -= 1) {
    seen.add(url.href);
    const answer = await ask({ ...request, url });
    const location = answer.error ? undefined : answer.headers['location'];
    if (!request.redirects || answer.error || answer.status < 300 || answer.status > 399 || !location) return answer;
    const next = URL.parse(location, url);
    if (next === null) return answer;
    url = next;
    if (seen.has(url.href) || left === 0) {
      const message = seen.has(url.href)
        ? `redirects lead back to ${url.href}`
        : `more than ${request.redirects} redirects`;
      return { error: { code: 'redirect-loop', message }, phases: answer.phases, status: answer.status };
    }
  }
}

async function ask(request: Request): Promise<Answer | NoAnswer> {
  const { connection } = request;
  if (connection === undefined) {
    const answer = await askAnew(request, false);
    return answer.error?.http2Only ? askAnew(request, true) : answer;
  }
  const wasUsed = connection.answers > 0;
  const answer = await over(connection, request);
  // A server may close a kept connection while the next request is on its way. Browsers retry once, and so do we.
  const isStale = wasUsed && answer.error?.code === 'reset' && answer.status === undefined && SAFE.has(request.method);
  return isStale ? over(connection, request) : answer;
}

/** Methods that may be sent twice. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

async function askAnew(request: Request, http2: boolean): Promise<Answer | NoAnswer> {
  let connection: Connection;
  try {
    connection = new Connection(request.url, { deadlines: request.deadlines, ca: request.ca, http2 });
  } catch (error) {
    // Our own setting is wrong: nothing was sent, so it is no failure of the site.
    return { error: { code: 'own-network', message: (error as Error).message, notAsked: true }, phases: {} };
  }
  try {
    return await over(connection, request);
  } finally {
    await connection.close();
  }
}

async function over(connection: Connection, request: Request): Promise<Answer | NoAnswer> {
  const opening: Opening = { phases: {}, phase: 'connect' };
  connection.opening = opening;
  const answer = await dispatch(request, { ...DEADLINES_MS, ...request.deadlines }, connection, opening);
  if (!answer.error) connection.answers += 1;
  return answer;
}
