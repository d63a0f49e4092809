// A site that can break, die and come back, a control address, and a receiver of notices: for the monitor's tests as a process.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { startStandIn } from '../../stand-in/server.ts';
import { ended, type Ended, type Workplace } from './process.ts';

/** A server that can go away and come back on its port. */
export class Front {
  port = 0;
  mode: 'well' | '5xx' = 'well';
  /** Paths that were answered well, oldest first. */
  readonly answered: string[] = [];
  readonly #base: string;
  #server: Server | undefined;
  #asked = Promise.withResolvers<void>();

  constructor(base: string) {
    this.#base = base;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async open(): Promise<void> {
    this.#server = createServer((request, response) => {
      this.#asked.resolve();
      if (this.mode === '5xx') return void response.writeHead(500, { 'content-type': 'text/html' }).end('broken');
      void fetch(new URL(request.url ?? '/', this.#base), { redirect: 'manual' }).then(async (answer) => {
        const type = answer.headers.get('content-type') ?? 'text/plain';
        response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
        this.answered.push(request.url ?? '/');
      });
    });
    await new Promise<void>((resolve) => this.#server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.#server.address() as AddressInfo).port;
  }

  /** Nothing listens on the port any more. */
  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** The next request. */
  asked(): Promise<void> {
    this.#asked = Promise.withResolvers<void>();
    return this.#asked.promise;
  }
}

/** An address that answers when our own network is well, and counts how often it was asked. */
export class Control {
  #count = 0;
  #wanted = Infinity;
  readonly #reached = Promise.withResolvers<void>();
  readonly server = createServer((_, response) => {
    response.end();
    this.#count += 1;
    if (this.#count >= this.#wanted) this.#reached.resolve();
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Resolves when it was asked `more` times again. */
  asked(more: number): Promise<void> {
    this.#wanted = this.#count + more;
    return this.#reached.promise;
  }
}

type Notice = { at: number; text: string };
/** Receives notices; `next(pattern)` waits for one from now on. */
export class Receiver {
  readonly notices: Notice[] = [];
  readonly #waiting: { pattern: RegExp; found: (notice: Notice) => void }[] = [];
  readonly server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.end();
      const notice = { at: Date.now(), text: (JSON.parse(body) as { text: string }).text };
      this.notices.push(notice);
      for (const { pattern, found } of this.#waiting) if (pattern.test(notice.text)) found(notice);
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  next(pattern: RegExp): Promise<Notice> {
    return new Promise((found) => void this.#waiting.push({ pattern, found }));
  }
}

export type WatchedSite = {
  front: Front;
  receiver: Receiver;
  control: Control;
  /** The history's file. */
  history: string;
  /** Ends the monitor as a person does, and resolves with its exit code and output. */
  stopMonitor: () => Promise<Ended>;
  close: () => Promise<void>;
};

/** A site that can break, with a monitor that watches it as a process. Resolves after the first probes. */
export async function watchedSite(place: Workplace): Promise<WatchedSite> {
  const site = await startStandIn();
  const front = new Front(site.url);
  await front.open();
  const receiver = new Receiver();
  const hook = await receiver.open();
  const control = new Control();
  const controlUrl = await control.open();
  const history = path.join(place.results, 'watched.db');
  const args = ['--target', front.url, '--watch', '--history', history, '--control', controlUrl];
  const child = place.start('monitor', args, { ALERT_WEBHOOK_URL: hook });
  const end = ended(child);
  await front.asked();
  await front.asked();
  return {
    ...{ front, receiver, control, history },
    stopMonitor: () => {
      child.kill('SIGTERM');
      return end;
    },
    close: async () => {
      receiver.server.close();
      control.server.close();
      await front.close();
      await site.close();
    },
  };
}
