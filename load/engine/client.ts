// One VU's connections: undici, with the phases of every exchange timed and its failures named as k6 does.
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { remoteOf, speakAsGo } from './connection.ts';
import {
  isBroken,
  isPermanent,
  named,
  NO_TIMINGS,
  NOWHERE,
  type Hop,
  type HopResult,
  type Remote,
  type Timings,
} from './wire.ts';

export type ClientOptions = {
  insecure: boolean;
  reuse: boolean;
};
const failure = (code: string, message: string): NodeJS.ErrnoException => Object.assign(new Error(message), { code });
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);
/** Go reads up to 10 MB of headers. */
const MAX_HEADER_BYTES = 10 * 2 ** 20;
const CONNECT_MS = 30_000;

type Connect = { startedAt: number; tcpMs: number; tlsMs: number };

export class HttpClient {
  readonly #agent: Agent;
  readonly #sockets = new Set<Socket>();
  /** When a connection was last begun, whether it came to be or not. */
  #lastConnectAt = -Infinity;
  readonly #remotes = new Map<string, Remote>();
  #connects: Connect[] = [];
  #closed = { sent: 0, received: 0 };
  #reported = { sent: 0, received: 0 };

  constructor({ insecure, reuse }: ClientOptions) {
    const connector = buildConnector({ timeout: CONNECT_MS, rejectUnauthorized: !insecure, allowH2: true });
    this.#agent = new Agent({
      pipelining: reuse ? 1 : 0,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 600_000,
      keepAliveMaxTimeout: 600_000,
      maxHeaderSize: MAX_HEADER_BYTES,
      allowH2: true,
      connect: (target, callback) => {
        const startedAt = performance.now();
        this.#lastConnectAt = startedAt;
        let tcpAt = 0;
        const socket = connector(target, (...args) => {
          const doneAt = performance.now();
          if (args[1]) {
            const tcpMs = (tcpAt || doneAt) - startedAt;
            this.#connects.push({ startedAt, tcpMs, tlsMs: tcpAt ? doneAt - tcpAt : 0 });
            speakAsGo(args[1]);
            this.#watch(args[1], `${target.protocol}//${target.host ?? target.hostname}`);
          }
          callback(...args);
        }) as unknown as Socket | undefined;
        if (target.protocol === 'https:') socket?.once('connect', () => (tcpAt = performance.now()));
        return socket;
      },
    });
  }

  #watch(socket: Socket, origin: string): void {
    this.#remotes.set(origin, remoteOf(socket));
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#closed.sent += socket.bytesWritten;
      this.#closed.received += socket.bytesRead;
    });
  }

  /** Bytes on the wire since the last call. */
  takeBytes(): { sent: number; received: number } {
    let { sent, received } = this.#closed;
    for (const socket of this.#sockets) [sent, received] = [sent + socket.bytesWritten, received + socket.bytesRead];
    const taken = { sent: sent - this.#reported.sent, received: received - this.#reported.received };
    this.#reported = { sent, received };
    return taken;
  }

  /** Never rejects: a failure is a result with status 0. `onAbort` gets what ends the exchange at once. */
  async exchange(hop: Hop, onAbort: (stop: () => void) => void): Promise<HopResult> {
    for (let kept = this.#sockets.size; ; kept -= 1) {
      const { result, stale } = await this.#once(hop, onAbort);
      // As Go: a kept-alive connection that the server had closed meanwhile is no answer. A fresh one ends the loop, and so
      // does the last of those that were kept.
      if (!stale || kept < 0 || !REPEATABLE.has(hop.method)) return result;
    }
  }

  #once(hop: Hop, onAbort: (stop: () => void) => void): Promise<{ result: HopResult; stale: boolean }> {
    const { origin, path, method, headers, body } = hop;
    const asked = performance.now();
    const at = { start: 0, sent: 0, first: 0 };
    let connect: Connect | undefined;
    let controller: Dispatcher.DispatchController | undefined;
    let head: { status: number; text: string; headers: Record<string, string | string[]> } | undefined;
    const chunks: Buffer[] = [];
    return new Promise((resolve) => {
      let settled = false;
      const settle = (error?: NodeJS.ErrnoException): void => {
        if (settled) return;
        settled = true;
        clearTimeout(deadline);
        const end = performance.now();
        const { tcpMs = 0, tlsMs = 0 } = connect ?? {};
        const [start, sent, first] = [at.start, at.sent || at.start, at.first || end];
        const timings: Timings = start === 0
          ? { ...NO_TIMINGS }
          : { duration: end - start, blocked: Math.max(0, start - asked - tlsMs), looking_up: 0, connecting: tcpMs, tls_handshaking: tlsMs, sending: sent - start, waiting: first - sent, receiving: end - first }; // prettier-ignore
        const bad = error && (head && error.code === 'UND_ERR_SOCKET' ? { error: 'unexpected EOF', code: 1000, cause: 'unexpected EOF' } : error.code === 'K6_TIMEOUT' ? { error: 'request timeout', code: 1050, cause: 'request timeout' } : named(error, new URL(origin).host)); // prettier-ignore
        const remote = this.#remotes.get(origin) ?? NOWHERE;
        // A kept connection may break before undici says that the request was begun; no new one was begun for it then.
        const unbegun = start === 0 && isBroken(error) && this.#lastConnectAt < asked - 0.5;
        resolve({
          stale: error !== undefined && head === undefined && (start !== 0 || unbegun) && connect === undefined && !isPermanent(error) && error.code !== 'K6_TIMEOUT' && error.code !== 'K6_STOPPED', // prettier-ignore
          result: {
            ...(bad ? { ...NOWHERE, ip: start === 0 ? '' : remote.ip, port: start === 0 ? 0 : remote.port } : remote),
            status: bad ? 0 : (head?.status ?? 0),
            statusText: bad ? '' : `${head?.status} ${head?.text || (STATUS_CODES[head?.status ?? 0] ?? '')}`,
            headers: bad ? {} : (head?.headers ?? {}),
            body: Buffer.concat(chunks),
            timings,
            error: bad?.error ?? '',
            cause: bad?.cause ?? '',
            code: bad?.code ?? 0,
          },
        });
      };
      const give = (code: string): void => {
        const error = failure(code, code);
        settle(error);
        controller?.abort(error);
      };
      const deadline = setTimeout(give, hop.timeoutMs, 'K6_TIMEOUT');
      onAbort(() => give('K6_STOPPED'));
      const handler: Dispatcher.DispatchHandler = {
        onRequestStart: (started) => {
          controller = started;
          if (settled) return started.abort(new Error('given up'));
          at.start = performance.now();
          const index = this.#connects.findIndex((c) => c.startedAt >= asked - 0.5);
          connect = this.#connects[index];
          this.#connects = index < 0 ? [] : this.#connects.toSpliced(index, 1);
        },
        onRequestSent: () => void (at.sent = performance.now()),
        onResponseStarted: () => void (at.first ||= performance.now()),
        onResponseStart: (_controller, status, given, text) => {
          at.first ||= performance.now();
          if (status >= 200) head = { status, text: text ?? '', headers: given as Record<string, string | string[]> };
        },
        onResponseData: (_controller, chunk) => void (hop.keepBody && chunks.push(chunk)),
        onResponseEnd: () => settle(),
        onResponseError: (_controller, error) => settle(error),
      };
      try {
        // An empty body is sent in chunks, as Go does where it does not know the length.
        const sent = body === '' && /^(POST|PUT|PATCH)$/.test(method) ? Readable.from([]) : body;
        this.#agent.dispatch({ origin, path, method, headers, body: sent }, handler);
      } catch (error) {
        settle(error as Error);
      }
    });
  }

  close(): void {
    void this.#agent.destroy();
  }
}
