// The least that a request can take from this process: HTTP/1.1 written to sockets by hand, at a steady rate.
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const SOCKETS = 16;

/** Milliseconds from writing each request to the first byte of its answer, of `seconds` at `perSecond`. */
export async function askBare(url: URL, perSecond: number, seconds: number): Promise<number[]> {
  const request = `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`;
  const took: number[] = [];
  const free: Socket[] = [];
  const sockets = await Promise.all(
    Array.from({ length: SOCKETS }, async () => {
      const socket = connect(Number(url.port), url.hostname);
      socket.setNoDelay(true);
      await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      free.push(socket);
      return socket;
    }),
  );
  const started = performance.now();
  const ask = (): void => {
    const socket = free.shift();
    if (!socket) return;
    const at = performance.now();
    socket.once('data', () => {
      took.push(performance.now() - at);
      free.push(socket);
    });
    socket.write(request);
  };
  for (let i = 0; i < perSecond * seconds; i++) {
    const pause = started + (i * 1_000) / perSecond - performance.now();
    if (pause > 0) await wait(pause);
    ask();
  }
  await wait(100);
  for (const socket of sockets) socket.destroy();
  return took;
}
