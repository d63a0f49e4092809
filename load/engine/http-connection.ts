// One connection of a VU: an undici client of its own, so that an exchange knows what its connection cost.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { buildConnector, Client, type Dispatcher } from 'undici';
import { NOWHERE, noTimings, type Hop, type HopResult, type Remote } from './http-exchange.ts';
import { failureOf, isBroken } from './http-failures.ts';

export type ClientOptions = { insecure: boolean; reuse: boolean };
const WITH_LENGTH = /^(POST|PUT|PATCH)$/;
/** Go reads up to 10 MB of headers. */
const MAX_HEADER_BYTES = 10 * 2 ** 20;
const CONNECT_MS = 30_000;
const KEEP_ALIVE_MS = 600_000;

function remoteOf(socket: Socket): Remote {
  const tls = 'getProtocol' in socket ? (socket as TLSSocket) : undefined;
  const version = (tls?.getProtocol() ?? '').toLowerCase().replace('tlsv', 'tls');
  return {
    ip: socket.remoteAddress ?? '',
    port: socket.remotePort ?? 0,
    proto: tls?.alpnProtocol === 'h2' ? 'HTTP/2.0' : 'HTTP/1.1',
    tls: version === 'tls1' ? 'tls1.0' : version,
    cipher: tls?.getCipher().standardName ?? '',
  };
}

/** undici names what is HTTP/1.1's default; Go does not, and servers may echo it. */
function speakAsGo(socket: Socket): void {
  const write = socket.write.bind(socket) as (chunk: unknown, ...rest: unknown[]) => boolean;
  const header = 'connection: keep-alive\r\n';
  socket.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? chunk.replace(header, '') : chunk, ...rest);
}

export class Connection {
  readonly client: Client;
  /** Sockets that were asked for, whether they came to be or not. */
  attempts = 0;
  remote = NOWHERE;
  tcpMs = 0;
  tlsMs = 0;
  #socket: Socket | undefined;
  #counted = { sent: 0, received: 0 };

  constructor(origin: string, { insecure, reuse }: ClientOptions) {
    const connector = buildConnector({ timeout: CONNECT_MS, rejectUnauthorized: !insecure, allowH2: true });
    this.client = new Client(origin, {
      pipelining: reuse ? 1 : 0,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      allowH2: true,
      connect: (target, callback) => {
        this.attempts++;
        const startedAt = performance.now();
        let tcpAt = 0;
        const socket = connector(target, (...args) => {
          const doneAt = performance.now();
          this.tcpMs = (tcpAt || doneAt) - startedAt;
          this.tlsMs = tcpAt && doneAt - tcpAt;
          if (args[1]) this.#opened(args[1]);
          callback(...args);
        }) as unknown as Socket | undefined;
        if (target.protocol === 'https:') socket?.once('connect', () => (tcpAt = performance.now()));
        return socket;
      },
    });
  }

  #opened(socket: Socket): void {
    speakAsGo(socket);
    this.#socket = socket;
    this.#counted = { sent: 0, received: 0 };
    this.remote = remoteOf(socket);
  }

  /** Bytes on the wire since the last call. */
  takeBytes(): { sent: number; received: number } {
    const { bytesWritten: sent = 0, bytesRead: received = 0 } = this.#socket ?? {};
    const before = this.#counted;
    this.#counted = { sent, received };
    return { sent: sent - before.sent, received: received - before.received };
  }

  /** Never rejects. `isStale`: the server had closed the kept connection, and nothing was answered. */
  exchange(hop: Hop, onAbort: (stop: () => void) => void): Promise<HopResult & { isStale: boolean }> {
    const { path, method, headers, body } = hop;
    const { attempts } = this;
    const askedAt = performance.now();
    let [startedAt, sentAt, firstByteAt] = [0, 0, 0];
    let controller: Dispatcher.DispatchController | undefined;
    let head: Pick<HopResult, 'status' | 'statusText' | 'headers'> | undefined;
    const chunks: Buffer[] = [];
    let hasSettled = false;
    return new Promise((resolve) => {
      const settle = (error?: NodeJS.ErrnoException): void => {
        clearTimeout(deadline);
        hasSettled = true;
        const endedAt = performance.now();
        const timings = noTimings();
        const isFresh = this.attempts > attempts;
        if (startedAt > 0) {
          const { tcpMs, tlsMs } = isFresh ? this : { tcpMs: 0, tlsMs: 0 };
          const [sent, first] = [sentAt || startedAt, firstByteAt || endedAt];
          Object.assign(timings, { duration: endedAt - startedAt, blocked: Math.max(0, startedAt - askedAt - tlsMs), connecting: tcpMs, tls_handshaking: tlsMs, sending: sent - startedAt, waiting: first - sent, receiving: endedAt - first }); // prettier-ignore
        }
        const answer = (error ? undefined : head) ?? { status: 0, statusText: '', headers: {} };
        const failure = error && failureOf(error, new URL(hop.origin).host, head !== undefined);
        const { ip, port } = startedAt > 0 ? this.remote : NOWHERE;
        const remote = error ? { ...NOWHERE, ip, port } : this.remote;
        const isStale = error !== undefined && head === undefined && !isFresh && isBroken(error);
        resolve({ ...answer, body: Buffer.concat(chunks), timings, failure, remote, isStale });
      };
      const give = (code: string): void => {
        const error = Object.assign(new Error(code), { code });
        settle(error);
        controller?.abort(error);
      };
      const deadline = setTimeout(give, hop.timeoutMs, 'K6_TIMEOUT');
      onAbort(() => give('K6_STOPPED'));
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
      const sent = body === '' && WITH_LENGTH.test(method) ? Readable.from([]) : body;
      try {
        this.client.dispatch({ path, method, headers, body: sent }, handler);
      } catch (error) {
        settle(error as Error);
      }
    });
  }
}
