// One VU's HTTP client: undici, with the phases of every exchange timed as k6 times them.
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { HopRequest, HopResult, Timings } from './protocol.ts';
import { bodyOf, NETWORK_CODES, NO_TIMINGS, TIMEOUT_CODE } from './wire.ts';

export type ClientOptions = { insecure: boolean; reuse: boolean };

type Connect = { startedAt: number; tcpMs: number; tlsMs: number; doneAt: number };
/** Where an origin's connections lead, from the last one that was made. */
type Remote = { ip: string; port: number; tls: string };
const NOWHERE: Remote = { ip: '', port: 0, tls: '' };

export class HttpClient {
  readonly #agent: Agent;
  readonly #sockets = new Set<Socket>();
  readonly #remotes = new Map<string, Remote>();
  #connects: Connect[] = [];
  #closedSent = 0;
  #closedReceived = 0;
  #reportedSent = 0;
  #reportedReceived = 0;

  constructor(options: ClientOptions) {
    const connector = buildConnector({ timeout: 30_000, rejectUnauthorized: !options.insecure, allowH2: false });
    this.#agent = new Agent({
      pipelining: options.reuse ? 1 : 0,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (target, callback) => {
        const startedAt = performance.now();
        let tcpAt = 0;
        const socket = connector(target, (...args) => {
          const doneAt = performance.now();
          if (args[1]) {
            const tcpMs = (tcpAt || doneAt) - startedAt;
            this.#connects.push({ startedAt, tcpMs, tlsMs: tcpAt ? doneAt - tcpAt : 0, doneAt });
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
    const version = 'getProtocol' in socket ? ((socket as TLSSocket).getProtocol() ?? '') : '';
    const tls = version.toLowerCase().replace(/^tlsv/, 'tls');
    this.#remotes.set(origin, { ip: socket.remoteAddress ?? '', port: socket.remotePort ?? 0, tls });
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#closedSent += socket.bytesWritten;
      this.#closedReceived += socket.bytesRead;
    });
  }

  /** Bytes on the wire since the last call. */
  takeBytes(): { sent: number; received: number } {
    let [sent, received] = [this.#closedSent, this.#closedReceived];
    for (const socket of this.#sockets) {
      sent += socket.bytesWritten;
      received += socket.bytesRead;
    }
    const taken = { sent: sent - this.#reportedSent, received: received - this.#reportedReceived };
    [this.#reportedSent, this.#reportedReceived] = [sent, received];
    return taken;
  }

  /** Never rejects: a failure is a result with status 0. */
  exchange(request: HopRequest): Promise<HopResult> {
    const asked = performance.now();
    const at = { start: 0, sent: 0, first: 0 };
    let connect: Connect | undefined;
    let controller: Dispatcher.DispatchController | undefined;
    let head = { status: 0, text: '', headers: {} as Record<string, string>, cookies: [] as string[] };
    const chunks: Buffer[] = [];

    const timings = (): Timings => {
      if (at.start === 0) return { ...NO_TIMINGS };
      const end = performance.now();
      const sent = at.sent || at.start;
      const first = at.first || end;
      const { tcpMs = 0, tlsMs = 0 } = connect ?? {};
      const phases = { sending: sent - at.start, waiting: first - sent, receiving: end - first };
      const blocked = Math.max(0, at.start - asked - tlsMs);
      return { blocked, connecting: tcpMs, tls_handshaking: tlsMs, ...phases, duration: end - at.start };
    };

    return new Promise((resolve) => {
      let settled = false;
      const settle = (error: string, errorCode: number): void => {
        if (settled) return;
        settled = true;
        clearTimeout(deadline);
        let body: string | ArrayBuffer | null = null;
        let [problem, code] = [error, errorCode];
        try {
          if (!error) body = bodyOf(chunks, request, head.headers['content-encoding']);
        } catch (broken) {
          [problem, code] = [(broken as Error).message, 1701];
        }
        const answered = problem === '';
        const remote = this.#remotes.get(request.origin) ?? NOWHERE;
        resolve({
          status: answered ? head.status : 0,
          statusText: head.text,
          headers: head.headers,
          setCookies: head.cookies,
          body,
          timings: timings(),
          error: problem,
          errorCode: answered && head.status >= 400 ? 1000 + head.status : code,
          remoteIp: remote.ip,
          remotePort: remote.port,
          tlsVersion: remote.tls,
        });
      };
      const deadline = setTimeout(() => {
        settle('request timeout', TIMEOUT_CODE);
        controller?.abort(new Error('request timeout'));
      }, request.timeoutMs);

      const handler: Dispatcher.DispatchHandler = {
        onRequestStart: (started) => {
          controller = started;
          if (settled) return started.abort(new Error('request timeout'));
          at.start = performance.now();
          const index = this.#connects.findIndex((c) => c.startedAt >= asked - 0.5);
          connect = index < 0 ? undefined : this.#connects[index];
          this.#connects = index < 0 ? [] : this.#connects.toSpliced(index, 1);
        },
        onRequestSent: () => void (at.sent = performance.now()),
        onResponseStarted: () => void (at.first ||= performance.now()),
        onResponseStart: (_controller, status, raw, text) => {
          const { 'set-cookie': cookies = [], ...rest } = raw;
          const headers: Record<string, string> = {};
          for (const [name, value] of Object.entries(rest)) headers[name] = Array.isArray(value) ? value.join(', ') : String(value); // prettier-ignore
          const list = Array.isArray(cookies) ? cookies : [cookies];
          if (list.length > 0) headers['set-cookie'] = list.join(', ');
          head = { status, text: text ?? '', headers, cookies: list };
        },
        onResponseData: (_controller, chunk) => void (request.responseType === 'none' || chunks.push(chunk)),
        onResponseEnd: () => settle('', 0),
        onResponseError: (_controller, error) => {
          const code = (error as NodeJS.ErrnoException).code ?? '';
          settle(error.message || code || 'request failed', NETWORK_CODES[code] ?? 1000);
        },
      };
      const { origin, path, method, headers, body } = request;
      try {
        this.#agent.dispatch({ origin, path, method, headers, body }, handler);
      } catch (error) {
        settle((error as Error).message, 1000);
      }
    });
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
