// A kept-alive connection to one origin, through a proxy where one is set.
import { Client } from 'undici';
import { timedConnector, type Opening } from './connect.ts';
import { DEADLINES_MS, MOST_HEADER_BYTES, type Deadlines } from './probe-request.ts';
import { proxyFor } from './proxy-setting.ts';

type ConnectionOptions = { deadlines?: Partial<Deadlines> | undefined; ca?: string | undefined; http2?: boolean };

/** One kept-alive connection to one origin. Close it. */
export class Connection {
  opening: Opening = { phases: {}, phase: 'connect' };
  readonly client: Client;
  /** Answers that came over it. */
  answers = 0;
  readonly proxy: URL | undefined;

  /** Throws if the proxy setting is no address of a proxy. */
  constructor(origin: URL, { deadlines, ca, http2 = false }: ConnectionOptions = {}) {
    this.proxy = proxyFor(origin);
    this.client = new Client(origin.origin, {
      // Our own deadlines apply: undici's timers are coarse.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: MOST_HEADER_BYTES,
      allowH2: http2,
      connect: timedConnector(() => this.opening, {
        limits: { ...DEADLINES_MS, ...deadlines },
        ca,
        proxy: this.proxy,
        http2,
      }),
    });
  }

  close(): Promise<void> {
    return this.client.destroy();
  }
}
