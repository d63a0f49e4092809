// Is the measured server time right? A server that logs when it had a request and when it answered, against what the probe says;
// beside it a bare socket that asks the same, since a busy machine adds to both.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { probe } from '../checks/api/probe-client.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { LEASHED, READY_DEADLINE_MS } from './leashed.ts';

const PROBES = 2_000;
const MOST_DELAY_MS = 1_500;
/** Open model, the probe and the socket in turns: about 30 of each are under way at any time. */
const EVERY_MS = 25.5;
/** Shares no factor with PROBES, so that its multiples visit every delay once, out of order: in order, the short ones come in bursts. */
const STRIDE = 797;
/** Not counted: the code is compiled on its first way through. */
const WARM_UP = 100;

type Ask = (port: number, delay: number) => Promise<number>;
/** Milliseconds between what was measured here and what the server wrote. */
const byProbe: Ask = async (port, delay) => {
  const answer = await probe({ method: 'GET', url: new URL(`http://127.0.0.1:${port}/?ms=${delay}`) });
  if (answer.error) throw new Error(answer.error.message);
  return Math.abs((answer.phases.firstByte ?? Number.NaN) - Number(answer.headers['x-server-ms']));
};
const bySocket: Ask = (port, delay) =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
      const sent = performance.now();
      socket.write(`GET /?ms=${delay} HTTP/1.1\r\n\r\n`);
      socket.once('data', (answer) => {
        const ms = performance.now() - sent;
        socket.destroy();
        resolve(Math.abs(ms - Number(/x-server-ms: (\S+)/.exec(answer.toString('latin1'))?.[1])));
      });
    }).once('error', reject);
  });

const rows = (what: string, off: readonly number[], goal?: string): Figure[] => {
  const sorted = off.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  const row = (name: string, share: number): Figure => ({
    what: `${what}, ${name} of ${sorted.length}`,
    value: Number(at(share).toFixed(2)),
    unit: 'ms',
  });
  return [row('median', 0.5), row('p95', 0.95), { ...row('p99', 0.99), ...(goal ? { goal } : {}) }, row('largest', 1)];
};

export const SERVER_TIME: Benchmark = {
  name: 'server-time',
  title: `the probe's server time against the server's own log, ${PROBES} probes of 0 to ${MOST_DELAY_MS} ms, one every ${EVERY_MS} ms`,
  seconds: 55,
  run: async () => {
    const server = fork(path.join(import.meta.dirname, 'server-time-server.ts'), { execArgv: [...LEASHED] });
    try {
      const [port] = (await once(server, 'message', { signal: AbortSignal.timeout(READY_DEADLINE_MS) })) as [number];
      for (let i = 0; i < WARM_UP; i += 1) await (i % 2 === 0 ? byProbe : bySocket)(port, 1);
      const began = performance.now();
      const asked = (ask: Ask, offset: number): Promise<number[]> =>
        Promise.all(
          Array.from({ length: PROBES }, async (_, i) => {
            await wait(Math.max(0, began + offset + i * EVERY_MS - performance.now()));
            return ask(port, Math.round((((i * STRIDE) % PROBES) / (PROBES - 1)) * MOST_DELAY_MS));
          }),
        );
      const [probes, sockets] = await Promise.all([asked(byProbe, 0), asked(bySocket, EVERY_MS / 2)]);
      return [...rows('probe, difference', probes, '<= 2'), ...rows('bare socket, difference', sockets)];
    } finally {
      server.kill();
    }
  },
};
