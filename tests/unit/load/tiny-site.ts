// A site of two endpoints on a thread of its own: what the test's thread does at the same time must not delay its answers. Gets
// `{ trendingMs }`, posts its port.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const { trendingMs } = workerData as { trendingMs: number };
const server = createServer((request, response) => {
  const isTrending = request.url?.startsWith('/api/trending') === true;
  const send = (): void => {
    response.setHeader('content-type', 'application/json');
    response.end(isTrending ? '{"data":[{"name":"A"}]}' : '{"results":[{"title":"Taylor Swift"}]}');
  };
  if (isTrending && trendingMs > 0) setTimeout(send, trendingMs);
  else send();
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
