// The first requests of a process take ten times as long, while the client's code is compiled: a local listener gets them, before the run.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { HttpClient, type Hop } from './http-client.ts';

const WARM_UP_REQUESTS = 30;
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';

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
