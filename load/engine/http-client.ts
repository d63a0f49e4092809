// One VU's connections, and what happens when the server has closed one.
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Connection, type ClientOptions } from './http-connection.ts';
import type { Hop, HopResult } from './http-exchange.ts';

const REPEATABLE = /^(GET|HEAD|OPTIONS|TRACE)$/;

export class HttpClient {
  readonly #options: ClientOptions;
  readonly #all = new Set<Connection>();
  readonly #idle = new Map<string, Connection[]>();
  #bytes = { sent: 0, received: 0 };

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** Bytes on the wire since the last call. */
  takeBytes(): { sent: number; received: number } {
    const taken = this.#bytes;
    this.#bytes = { sent: 0, received: 0 };
    return taken;
  }

  /** Never rejects: a failure is a result with status 0. `onAbort` gets what ends the exchange at once. */
  async exchange(hop: Hop, onAbort: (stop: () => void) => void): Promise<HopResult> {
    const idle = this.#idle.get(hop.origin) ?? [];
    this.#idle.set(hop.origin, idle);
    const connection = idle.pop() ?? new Connection(hop.origin, this.#options);
    this.#all.add(connection);
    let result = await connection.exchange(hop, onAbort);
    // As Go: a connection that the server has closed meanwhile is no answer. The second time it is a fresh one.
    if (result.isStale && REPEATABLE.test(hop.method)) result = await connection.exchange(hop, onAbort);
    const { sent, received } = connection.takeBytes();
    this.#bytes = { sent: this.#bytes.sent + sent, received: this.#bytes.received + received };
    if (result.failure) this.#end(connection);
    else idle.push(connection);
    return result;
  }

  #end(connection: Connection): void {
    this.#all.delete(connection);
    void connection.client.destroy();
  }
  close(): void {
    for (const connection of this.#all) this.#end(connection);
  }
}

const WARM_UP_REQUESTS = 30;
const WARM_UP_TIMEOUT_MS = 500;
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';

/**
 * The first requests of a process take up to ten times as long, because the client's code is compiled during them. They go to
 * a local listener before the run starts, so that this time is not measured as the site's.
 */
export async function warmUp(options: ClientOptions): Promise<void> {
  const server = createServer((socket) => socket.on('data', () => socket.write(ANSWER)).on('error', () => {}));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new HttpClient(options);
  const hop: Hop = { method: 'GET', origin, path: '/', headers: [], body: null, timeoutMs: WARM_UP_TIMEOUT_MS, keepsBody: true }; // prettier-ignore
  for (let i = 0; i < WARM_UP_REQUESTS; i++) await client.exchange(hop, () => {});
  client.close();
  server.close();
}
