// Sends requests below the site's rate limits, waits after a 429, and counts what the run used of the limits.
import { OUR_SHARE_OF_LIMIT } from '../../judging.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { costOf } from '../../contracts/contract-list.ts';
import { EXTERNAL_LIMITS, SITE_LIMITS } from '../../kpis.ts';
import { probe, type Answer, type NoAnswer, type Request } from './probe-client.ts';
import { sideBySide } from './side-by-side.ts';
import { backoffMs, CircuitBreaker, retryAfterMs } from './back-off.ts';

export type Send = (request: Request) => Promise<Answer | NoAnswer>;
const MINUTE_MS = 60_000;
/** No request waits longer than one window of the site's limiter. */
const LONGEST_WAIT_MS = 61_000;
/** If so many paths answer 429 and none answers otherwise, the whole site refuses us. */
const EVERYTHING = 2;

const limitOf = (path: string): number => {
  if (path.startsWith('/api/trending')) return SITE_LIMITS.trendingPerMinute;
  if (path.startsWith('/api/artists/search')) return SITE_LIMITS.artistsSearchPerMinute;
  return path.startsWith('/api/') ? SITE_LIMITS.defaultPerMinute : Infinity;
};

/** What we send to a path in a minute at most. */
const mostOf = (path: string): number => Math.floor(limitOf(path) * OUR_SHARE_OF_LIMIT);

type PathBook = {
  /** The minute of the clock that `count` belongs to. */
  minute: number;
  count: number;
  most: number;
  refusals: number;
  refusedMs: number;
  notBeforeMs: number;
  /** Used only for a minute after a 429: a slow or broken site must still be measured, also by a process that lives for months. */
  breaker: CircuitBreaker | undefined;
};
export type PoliteOptions = {
  send?: Send;
  /** Milliseconds since 1970. */
  now?: () => number;
  pause?: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
  random?: () => number;
  /** How long a request may wait for its turn, ms. One that would wait longer is not sent. The monitor never waits: its schedule is steady. */
  longestWaitMs?: number;
};

/** `used` returns what the run used of the site's limits and of the services behind it. */
export function rateLimitedSender({
  send = sideBySide(probe),
  now = Date.now,
  pause = (ms, signal) => wait(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
  random = Math.random,
  longestWaitMs = LONGEST_WAIT_MS,
}: PoliteOptions = {}): { send: Send; used: () => string } {
  const books = new Map<string, PathBook>();
  const cost = { spotify: 0, ticketmaster: 0, setlistfm: 0 };
  let requests = 0;
  /** Answers other than 429. */
  let welcomed = 0;
  const bookOf = (path: string): PathBook => {
    const known = books.get(path);
    if (known) return known;
    const book: PathBook = {
      ...{ minute: 0, count: 0, most: 0, refusals: 0, refusedMs: -Infinity, notBeforeMs: 0 },
      breaker: undefined,
    };
    books.set(path, book);
    return book;
  };

  /** Milliseconds until `path` may be asked; takes the place of one request where it may be asked now. */
  const due = (path: string, book: PathBook): number => {
    const ms = now();
    const minute = Math.floor(ms / MINUTE_MS);
    if (book.minute !== minute) Object.assign(book, { minute, count: 0 });
    if (book.notBeforeMs > ms) return book.notBeforeMs - ms;
    if (book.count >= mostOf(path)) return (minute + 1) * MINUTE_MS - ms;
    book.count += 1;
    book.most = Math.max(book.most, book.count);
    return 0;
  };

  const sendPolitely: Send = async (request) => {
    const path = request.url.pathname;
    const book = bookOf(path);
    const notSent = (why: string): NoAnswer => ({
      error: { code: 'rate-limited', message: `not sent: ${why}`, notAsked: true },
      phases: {},
    });
    const isRecent = ({ refusedMs }: PathBook): boolean => refusedMs > now() - MINUTE_MS;
    if (!isRecent(book)) book.breaker = undefined;
    // Only 429 so far, on several paths: waiting would not change that. After a minute the site may have changed its mind.
    if (welcomed === 0 && [...books.values()].filter(isRecent).length >= EVERYTHING)
      return notSent('everything that was asked so far was refused with 429');
    if (book.breaker && !book.breaker.allows(now())) return notSent('half of the requests to this path were refused');
    for (let ms = due(path, book); ms > 0; ms = due(path, book)) {
      if (ms > longestWaitMs) {
        book.breaker?.cancelTrial();
        const s = Math.ceil(ms / 1_000);
        return notSent(
          book.notBeforeMs > now()
            ? `the site asked for a pause of ${s} s`
            : `our limit of ${mostOf(path)} requests a minute to ${path} is used up for ${s} s`,
        );
      }
      if (request.signal?.aborted) break;
      await pause(ms, request.signal);
    }
    requests += 1;
    const { spotify, ticketmaster, setlistfm } = costOf(path);
    cost.spotify += spotify;
    cost.ticketmaster += ticketmaster;
    cost.setlistfm += setlistfm;
    const began = now();
    const answer = await send(request);
    const refused = answer.status === 429;
    if (refused) {
      const asked = answer.error ? undefined : retryAfterMs(answer.headers['retry-after'], new Date(now()));
      book.notBeforeMs = now() + (asked ?? backoffMs(book.refusals, random));
      book.refusals += 1;
      book.refusedMs = now();
      book.breaker ??= new CircuitBreaker();
    } else {
      book.refusals = 0;
      if (!answer.error) welcomed += 1;
    }
    book.breaker?.record(!refused, now() - began, now());
    return answer;
  };

  const used = (): string => {
    const busiest = [...books].filter(([path]) => limitOf(path) < Infinity).sort(([, a], [, b]) => b.most - a.most)[0];
    const most = busiest ? `; most in a minute: ${busiest[1].most} of ${limitOf(busiest[0])} on ${busiest[0]}` : '';
    return (
      `${requests} requests on ${books.size} path${books.size === 1 ? '' : 's'}${most}; behind the site at most Spotify ${cost.spotify}, ` +
      `Ticketmaster ${cost.ticketmaster}, setlist.fm ${cost.setlistfm} calls (limits ${EXTERNAL_LIMITS.spotifyPerMinute}, ` +
      `${EXTERNAL_LIMITS.ticketmasterPerMinute}, ${EXTERNAL_LIMITS.setlistfmPerMinute} a minute)`
    );
  };
  return { send: sendPolitely, used };
}
