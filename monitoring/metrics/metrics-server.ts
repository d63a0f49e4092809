// Serves GET /metrics of a running monitor, on loopback unless METRICS_HOST names another address, because metrics are not public.
import { createServer, type Server } from 'node:http';
import type { MonitorMetrics } from './monitor-metrics.ts';

export type MetricsServer = { port: number; close(): Promise<void> };

/** Rejects if the port is not available. */
export async function serveMetrics(metrics: MonitorMetrics, port: number, host = '127.0.0.1'): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const isMetrics = new URL(request.url ?? '/', 'http://x').pathname === '/metrics';
    if (!isMetrics) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('GET /metrics\n');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
    response.writeHead(200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.end(request.method === 'HEAD' ? undefined : metrics.text());
  });
  server.requestTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { port: portOf(server), close: () => closed(server) };
}

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
