// The cause of a failure in a normal form, the same for every check that found it: `GET /api/search 500`. Pure.

const METHODS = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';
/** `GET /api/search?q=a: status 500`, `GET /api/search HTTP 500`, `GET /api/search answered 500`: a path, and the site's own error soon after it. */
const SERVER_ERROR = new RegExp(
  `\\b(${METHODS}) (/[^\\s?:,;()]*)(?:\\?[^\\s,;]*)?[:,]?(?: answered(?: with)?| HTTP| status|:| gave)* (5\\d\\d)\\b`,
);
/** `/shows answered 500: not audited`: a page is opened with GET. */
const PAGE_ERROR = /(?:^|\s)(\/[^\s?:,;()]*)(?:\?\S*)? answered (5\d\d)\b/;
const NETWORK = new RegExp(`\\b(${METHODS}) (/[^\\s?:,;()]*)(?:\\?[^\\s,;]*)?[:,]? (net::ERR_\\w+)`);
const TIMEOUT = new RegExp(
  `\\b(${METHODS}) (/[^\\s?:,;()]*)(?:\\?[^\\s,;]*)?[:,]? (?:deadline passed|timed out|no answer in time)`,
);
/** Messages that are a common cause by themselves. */
const WHOLE = [/blocked at the edge by [^;]+/, /\bdatabase unreachable: [^;]+/, /\bown network down\b/] as const;
const CULPRIT = /\bcould not prepare: see ([a-z-]+(?:\.[a-z0-9-]+)+)/;
/** Shorter messages, such as "500", are too vague to be a common cause. */
const SHORTEST_MESSAGE = 12;

/** The fact of a failure's message; undefined if the message is too short. */
export function decidingFact(message: string): string | undefined {
  for (const pattern of WHOLE) {
    const found = pattern.exec(message)?.[0];
    if (found !== undefined) return found.trim();
  }
  return requestFact(message) ?? (message.length >= SHORTEST_MESSAGE ? message : undefined);
}

/** `METHOD PATH WHAT`, without the query; undefined if the message names no failed request. */
export function requestFact(message: string): string | undefined {
  const [, method, path, status] = SERVER_ERROR.exec(message) ?? NETWORK.exec(message) ?? [];
  if (method !== undefined) return `${method} ${path} ${status}`;
  const [, page, pageStatus] = PAGE_ERROR.exec(message) ?? [];
  if (page !== undefined) return `GET ${page} ${pageStatus}`;
  const [, asked, late] = TIMEOUT.exec(message) ?? [];
  return asked === undefined ? undefined : `${asked} ${late} timed out`;
}

/** The check that a failed preparation names. */
export const culpritOf = (message: string): string | undefined => CULPRIT.exec(message)?.[1];
