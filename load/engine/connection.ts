// One connection: what a script may know of it, and the one header that Go does not send.
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Remote } from './wire.ts';

/** undici names what is HTTP/1.1's default; Go does not, and servers may echo it. */
export function speakAsGo(socket: Socket): void {
  const write = socket.write.bind(socket) as (chunk: unknown, ...rest: unknown[]) => boolean;
  socket.write = (chunk: unknown, ...rest: unknown[]) => write(typeof chunk === 'string' ? chunk.replace('connection: keep-alive\r\n', '') : chunk, ...rest); // prettier-ignore
}

export function remoteOf(socket: Socket): Remote {
  const tls = 'getProtocol' in socket ? (socket as TLSSocket) : undefined;
  return {
    ip: socket.remoteAddress ?? '',
    port: socket.remotePort ?? 0,
    proto: tls?.alpnProtocol === 'h2' ? 'HTTP/2.0' : 'HTTP/1.1',
    tls: (tls?.getProtocol() ?? '')
      .toLowerCase()
      .replace(/^tlsv/, 'tls')
      .replace(/^(tls1)$/, '$1.0'),
    cipher: tls?.getCipher().standardName ?? '',
  };
}
