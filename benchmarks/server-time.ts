// Is the measured server time right? A server that logs when it had a request and when it answered, against what the probe says.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { probe } from '../checks/api/client.ts';
import type { Benchmark } from './benchmark.ts';
import { LEASHED } from './leashed.ts';

const PROBES = 2_000;
const MOST_DELAY_MS = 1_500;
/** Open model: about 15 probes are under way at any time, at delays out of order. In order, the short ones came in bursts. */
const EVERY_MS = 50;
/** Shares no factor with PROBES, so that its multiples visit every delay once. */
const STRIDE = 797;
/** Not counted: the code is compiled on its first way through. */
const WARM_UP = 20;
const READY_DEADLINE_MS = 20_000;
const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

export const SERVER_TIME: Benchmark = {
  name: 'server-time',
  title: `the probe's server time against the server's own log, ${PROBES} probes of 0 to ${MOST_DELAY_MS} ms, ${1_000 / EVERY_MS} a second`,
  seconds: 105,
  run: async () => {
    const server = fork(path.join(import.meta.dirname, 'server-time-server.ts'), { execArgv: [...LEASHED] });
    try {
      const [port] = (await once(server, 'message', { signal: AbortSignal.timeout(READY_DEADLINE_MS) })) as [number];
      const ask = async (delay: number): Promise<number> => {
        const answer = await probe({ method: 'GET', url: new URL(`http://127.0.0.1:${port}/?ms=${delay}`) });
        if (answer.error) throw new Error(answer.error.message);
        return Math.abs((answer.phases.firstByte ?? Number.NaN) - Number(answer.headers['x-server-ms']));
      };
      for (let i = 0; i < WARM_UP; i += 1) await ask(1);
      const began = performance.now();
      const off = await Promise.all(
        Array.from({ length: PROBES }, async (_, i) => {
          await wait(Math.max(0, began + i * EVERY_MS - performance.now()));
          return ask(Math.round((((i * STRIDE) % PROBES) / (PROBES - 1)) * MOST_DELAY_MS));
        }),
      );
      const sorted = off.toSorted((a, b) => a - b);
      const row = (what: string, share: number, goal?: string) => ({
        what: `difference, ${what} of ${sorted.length}`,
        value: Number(at(sorted, share).toFixed(2)),
        unit: 'ms',
        ...(goal ? { goal } : {}),
      });
      return [row('median', 0.5), row('p95', 0.95), row('p99', 0.99, '<= 2'), row('largest', 1)];
    } finally {
      server.kill();
    }
  },
};
