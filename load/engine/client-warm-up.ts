// The first requests of a process take up to ten times as long, because the client's code is compiled during them. They go to a
// local listener before the run starts, so that this time is not measured as the site's.
import { createServer } from 'node:net';
import { HttpClient, type ClientOptions } from './client.ts';

const REQUESTS = 30;
const TIMEOUT_MS = 500;
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';

export async function warmUp(options: ClientOptions): Promise<void> {
  const server = createServer((socket) => socket.on('data', () => socket.write(ANSWER)).on('error', () => {}));
  const listens = await new Promise<boolean>((resolve) =>
    server.once('error', () => resolve(false)).listen(0, '127.0.0.1', () => resolve(true)),
  );
  const address = server.address();
  if (!listens || address === null || typeof address === 'string') return;
  const client = new HttpClient(options);
  const hop = { method: 'GET', origin: `http://127.0.0.1:${address.port}`, path: '/', headers: [], body: null, timeoutMs: TIMEOUT_MS, keepBody: true }; // prettier-ignore
  for (let i = 0; i < REQUESTS; i++) await client.exchange(hop, () => {});
  client.close();
  server.close();
}
