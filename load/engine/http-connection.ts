// One connection of a VU: an undici client of its own, so that an exchange knows what its connection cost.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { buildConnector, Client, type Dispatcher } from 'undici';
import { failureOf, isBroken, type Failure } from './http-failures.ts';

export type Hop = {
  method: string;
  origin: string;
  path: string;
  /** Names and values in turn. */
  headers: string[];
  body: string | null;
  timeoutMs: number;
  keepsBody: boolean;
};
const NO_TIMINGS = { duration: 0, blocked: 0, looking_up: 0, connecting: 0, tls_handshaking: 0, sending: 0, waiting: 0, receiving: 0 }; // prettier-ignore
const NOWHERE = { ip: '', port: 0, proto: '', tls: '' };
export type HopResult = {
  /** 0 where no answer came. */
  status: number;
  statusText: string;
  headers: Record<string, string | string[]>;
  body: Buffer;
  /** Milliseconds, as k6's `res.timings`. */
  timings: typeof NO_TIMINGS;
  failure: Failure | undefined;
  remote: typeof NOWHERE;
  /** On the wire. */
  sentBytes: number;
  receivedBytes: number;
};
export const failed = (failure: Failure): HopResult => ({ status: 0, statusText: '', headers: {}, body: Buffer.alloc(0), timings: { ...NO_TIMINGS }, failure, remote: NOWHERE, sentBytes: 0, receivedBytes: 0 }); // prettier-ignore

const CONNECT_MS = 30_000;
const KEEP_ALIVE_MS = 600_000;
/** Go reads up to 10 MB of headers. */
const LIMITS = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS, maxHeaderSize: 10 * 2 ** 20, allowH2: true }; // prettier-ignore
/** undici names what is HTTP/1.1's default; Go does not, and servers may echo it. */
const UNSAID = 'connection: keep-alive\r\n';

export class Connection {
  readonly origin: string;
  readonly client: Client;
  #socket: Socket | undefined;
  #remote = NOWHERE;
  /** Sockets that were asked for, whether they came to be or not, and what the last one cost. */
  #made = { count: 0, tcpMs: 0, tlsMs: 0 };
  #counted = { sent: 0, received: 0 };

  constructor(origin: string, isInsecure: boolean) {
    this.origin = origin;
    const connector = buildConnector({ timeout: CONNECT_MS, rejectUnauthorized: !isInsecure, allowH2: true });
    const connect: buildConnector.connector = (target, callback) => {
      const startedAt = performance.now();
      let tcpAt = 0;
      this.#made = { count: this.#made.count + 1, tcpMs: 0, tlsMs: 0 };
      const socket = connector(target, (...args) => {
        const doneAt = performance.now();
        Object.assign(this.#made, { tcpMs: (tcpAt || doneAt) - startedAt, tlsMs: tcpAt && doneAt - tcpAt });
        if (args[1]) this.#opened(args[1]);
        callback(...args);
      }) as unknown as Socket | undefined;
      if (target.protocol === 'https:') socket?.once('connect', () => (tcpAt = performance.now()));
      return socket;
    };
    this.client = new Client(origin, { ...LIMITS, connect });
  }

  #opened(socket: Socket | TLSSocket): void {
    const write = socket.write.bind(socket) as (chunk: unknown, ...rest: unknown[]) => boolean;
    socket.write = (chunk: unknown, ...rest: unknown[]) =>
      write(typeof chunk === 'string' ? chunk.replace(UNSAID, '') : chunk, ...rest);
    const tls = 'getProtocol' in socket ? socket : undefined;
    const version = (tls?.getProtocol() ?? '').toLowerCase().replace('tlsv', 'tls');
    this.#socket = socket;
    this.#counted = { sent: 0, received: 0 };
    this.#remote = {
      ip: socket.remoteAddress ?? '',
      port: socket.remotePort ?? 0,
      proto: tls?.alpnProtocol === 'h2' ? 'HTTP/2.0' : 'HTTP/1.1',
      tls: version === 'tls1' ? 'tls1.0' : version,
    };
  }

  /** Never rejects. Into `stops` goes what ends it at once. `isStale`: the server had closed the kept connection, and nothing was answered. */
  exchange(hop: Hop, stops: Set<() => void>): Promise<HopResult & { isStale: boolean }> {
    const { path, method, headers, body } = hop;
    const { count } = this.#made;
    const askedAt = performance.now();
    let [startedAt, sentAt, firstByteAt] = [0, 0, 0];
    let controller: Dispatcher.DispatchController | undefined;
    let head: Pick<HopResult, 'status' | 'statusText' | 'headers'> | undefined;
    const chunks: Buffer[] = [];
    let hasSettled = false;
    return new Promise((resolve) => {
      const settle = (error?: NodeJS.ErrnoException): void => {
        clearTimeout(deadline);
        stops.delete(stop);
        hasSettled = true;
        const endedAt = performance.now();
        const isFresh = this.#made.count > count;
        const failure = error && failureOf(error, head !== undefined);
        const result = { ...failed({ error: '', code: 0 }), ...(!error && head), failure, body: Buffer.concat(chunks) };
        if (startedAt > 0) {
          const { tcpMs, tlsMs } = isFresh ? this.#made : { tcpMs: 0, tlsMs: 0 };
          const [sent, first] = [sentAt || startedAt, firstByteAt || endedAt];
          Object.assign(result.timings, { duration: endedAt - startedAt, blocked: Math.max(0, startedAt - askedAt - tlsMs), connecting: tcpMs, tls_handshaking: tlsMs, sending: sent - startedAt, waiting: first - sent, receiving: endedAt - first }); // prettier-ignore
          result.remote = { ...this.#remote, ...(error && { proto: '', tls: '' }) };
        }
        const { bytesWritten: sent = 0, bytesRead: received = 0 } = this.#socket ?? {};
        const [sentBytes, receivedBytes] = [sent - this.#counted.sent, received - this.#counted.received];
        this.#counted = { sent, received };
        const isStale = error !== undefined && !head && !isFresh && isBroken(error);
        resolve({ ...result, sentBytes, receivedBytes, isStale });
      };
      const give = (code: string): void => {
        const error = Object.assign(new Error(code), { code });
        settle(error);
        controller?.abort(error);
      };
      const deadline = setTimeout(give, hop.timeoutMs, 'K6_TIMEOUT');
      const stop = (): void => give('K6_STOPPED');
      stops.add(stop);
      const handler: Dispatcher.DispatchHandler = {
        onRequestStart: (started) => {
          if (hasSettled) return started.abort(new Error('given up'));
          controller = started;
          startedAt = performance.now();
        },
        onRequestSent: () => void (sentAt = performance.now()),
        onResponseStarted: () => void (firstByteAt ||= performance.now()),
        onResponseStart: (_controller, status, given, text = '') => {
          firstByteAt ||= performance.now();
          const statusText = `${status} ${text || (STATUS_CODES[status] ?? '')}`;
          if (status >= 200) head = { status, statusText, headers: given as HopResult['headers'] };
        },
        onResponseData: (_controller, chunk) => void (hop.keepsBody && chunks.push(chunk)),
        onResponseEnd: () => settle(),
        onResponseError: (_controller, error) => settle(error),
      };
      // An empty body is sent in chunks, as Go does where it does not know the length.
      const sent = body === '' && /^(POST|PUT|PATCH)$/.test(method) ? Readable.from([]) : body;
      try {
        this.client.dispatch({ path, method, headers, body: sent }, handler);
      } catch (error) {
        settle(error as Error);
      }
    });
  }
}
