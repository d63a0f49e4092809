// Opens a tunnel through a proxy to an https host.
import type net from 'node:net';

/** The proxy refused the tunnel: a problem of our own network, not of the site. */
export class ProxyTrouble extends Error {
  readonly code = 'PROXY_TROUBLE';
}

export const proxyTrouble = ({ host, port }: { host: string; port: number }, { message }: Error): Error =>
  new ProxyTrouble(`the proxy ${host}:${port} (HTTP_PROXY, HTTPS_PROXY) does not let us through: ${message}`);

const LONGEST_HEAD = 16_384;
/** Asks a proxy for a way to `authority`; resolves when it is open. What the proxy says after its head is not there yet: TLS begins with us. */
export function tunnel(socket: net.Socket, authority: string, authorization: string | undefined): Promise<void> {
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (authorization !== undefined) lines.push(`Proxy-Authorization: ${authorization}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return new Promise((resolve, reject) => {
    let head = '';
    const end = (error?: Error): void => {
      socket.off('data', read).off('close', closed);
      if (error) reject(error);
      else resolve();
    };
    const closed = (): void => end(new Error('it closed the connection'));
    const read = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n'))
        return head.length > LONGEST_HEAD ? end(new Error('it did not answer')) : undefined;
      const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0);
      end(status >= 200 && status < 300 ? undefined : new Error(`it answered ${status || 'something else than HTTP'}`));
    };
    socket.on('data', read).once('close', closed);
  });
}
