// Live updates over a WebSocket at /realtime/v1/websocket: the part of RFC 6455 that a browser needs to receive votes.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export const LIVE_PATH = '/realtime/v1/websocket';
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x81;
const CLOSE = 0x88;
const TRY_AGAIN_LATER = 1013;

export class Live {
  readonly #sockets = new Set<Duplex>();

  /** Accepts the connection; `down` closes it again with "try again later", as an overloaded Realtime does. */
  accept(request: IncomingMessage, socket: Duplex, down: boolean): void {
    const key = request.headers['sec-websocket-key'];
    if (!key) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return;
    }
    const accept = createHash('sha1').update(`${key}${HANDSHAKE_GUID}`).digest('base64');
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    if (down) {
      const code = Buffer.alloc(2);
      code.writeUInt16BE(TRY_AGAIN_LATER);
      socket.end(frame(CLOSE, code));
      return;
    }
    this.#sockets.add(socket);
    socket.on('data', (data: Buffer) => {
      // A close frame of the page. Other frames are ignored.
      if (data[0] === CLOSE) socket.end(frame(CLOSE, Buffer.alloc(0)));
    });
    socket.write(frame(TEXT, Buffer.from(JSON.stringify({ event: 'joined' }))));
  }

  tell(message: string): void {
    for (const socket of this.#sockets) socket.write(frame(TEXT, Buffer.from(message)));
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }
}

/** An unmasked frame. Payloads stay below 126 bytes, so the length is one byte. */
function frame(opcode: number, payload: Buffer): Buffer {
  if (payload.length > 125) throw new RangeError('live message longer than 125 bytes');
  return Buffer.concat([Buffer.from([opcode, payload.length]), payload]);
}
