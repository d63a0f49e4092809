// A VU's connections: kept, asked again where the server had closed one, and ended.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Connection, type Hop, type HopResult } from './http-connection.ts';

export class HttpClient {
  readonly #isInsecure: boolean;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];

  constructor(isInsecure: boolean) {
    this.#isInsecure = isInsecure;
  }

  /** Never rejects: a failure is a result with status 0. */
  async exchange(hop: Hop, stops = new Set<() => void>()): Promise<HopResult> {
    const at = this.#idle.findLastIndex(({ origin }) => origin === hop.origin);
    const [connection = new Connection(hop.origin, this.#isInsecure)] = at < 0 ? [] : this.#idle.splice(at, 1);
    this.#all.add(connection);
    let result = await connection.exchange(hop, stops);
    // As Go: a connection that the server has closed meanwhile is no answer. The second time it is a fresh one.
    const isRepeatable = /^(GET|HEAD|OPTIONS|TRACE)$/.test(hop.method);
    if (result.isStale && isRepeatable) result = await connection.exchange(hop, stops);
    if (result.failure) this.#end(connection);
    else this.#idle.push(connection);
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
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';

/**
 * The first requests of a process take ten times as long, while the client's code is compiled: a local listener gets them, before
 * the run.
 */
export async function warmUp(isInsecure: boolean): Promise<void> {
  const server = createServer((socket) => socket.on('data', () => socket.write(ANSWER)).on('error', () => {}));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new HttpClient(isInsecure);
  const hop: Hop = { method: 'GET', origin, path: '/', headers: [], body: null, timeoutMs: 500, keepsBody: true };
  for (let i = 0; i < WARM_UP_REQUESTS; i++) await client.exchange(hop);
  client.close();
  server.close();
}
