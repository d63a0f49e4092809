// HTTP on a bare socket, for the benchmarks that hold a client against the server's own log: an HTTP server of a library looks at
// its clock only after it has parsed, and that is not the client's error.
import { createServer, type AddressInfo } from 'node:net';

/** The text of an answer, after whatever it waits for. `took()`: milliseconds since the request's bytes came in. */
export type Answering = (url: URL, took: () => number) => Promise<{ body: string; headers?: Record<string, string> }>;

/** Takes GETs that fit one segment and are not pipelined, keeps connections open, and tells its port on a free one. */
export function startBareServer(answer: Answering): Promise<number> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (request) => {
      const began = performance.now();
      const took = (): number => performance.now() - began;
      const path = /^GET (\S+)/.exec(request.toString('latin1'))?.[1] ?? '/';
      void answer(new URL(path, 'http://server.invalid'), took).then(({ body, headers = {} }) => {
        const lines = Object.entries({ 'content-length': String(body.length), ...headers });
        socket.write(`HTTP/1.1 200 OK\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
      });
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
