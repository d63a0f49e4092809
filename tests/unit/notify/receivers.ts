// A local HTTP server that records requests, and channels that are configured for it.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import type { Channel } from '../../../monitoring/notify/channel.ts';
import { openChannels } from '../../../monitoring/notify/channel-registry.ts';
import { AT } from './sample-notices.ts';

export type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string };

/** Listens until the test file ends. */
export async function receiver(
  answer: (received: Received, response: ServerResponse) => void,
): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      received.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** The channel of this name, configured by these variables. Throws if it is not configured. */
export function channelOf(name: string, env: NodeJS.ProcessEnv, print: (line: string) => void = () => {}): Channel {
  const { channels, mistakes } = openChannels(env, { print, now: () => AT });
  const channel = channels.find((one) => one.name === name);
  if (channel === undefined) throw new Error(`${name} is not set up: ${mistakes.join('; ')}`);
  return channel;
}
/** Longer than any send in a test. */
export const soon = (): AbortSignal => AbortSignal.timeout(20_000);
