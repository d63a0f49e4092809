// A tiny site for one test: raw bytes where HTTP itself is broken, a handler where it is not.
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

const listen = (server: Server, t: TestContext, sockets: Set<Socket>): Promise<URL> =>
  new Promise((resolve) => {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
    });
    t.after(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    server.listen(0, '127.0.0.1', () => resolve(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)));
  });

/** Answers every connection with `say(socket)` once a request has arrived. */
export const rawSite = (t: TestContext, say: (socket: Socket) => void): Promise<URL> =>
  listen(
    createTcp((socket) => socket.once('data', () => say(socket))),
    t,
    new Set(),
  );

export const site = (t: TestContext, handler: RequestListener): Promise<URL> =>
  listen(createHttp(handler), t, new Set());

/** A port of this machine at which nothing listens. */
export async function closedPort(): Promise<URL> {
  const server = createTcp();
  const url = await new Promise<URL>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))),
  );
  await new Promise((resolve) => server.close(resolve));
  return url;
}
