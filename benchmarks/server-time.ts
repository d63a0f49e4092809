// Is the measured server time right? A server that logs when it had a request and when it answered, against what the probe says.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { probe } from '../checks/api/client.ts';
import type { Benchmark } from './benchmark.ts';
import { LEASHED } from './leashed.ts';

const PROBES = 2_000;
const MOST_DELAY_MS = 1_500;
const AT_ONCE = 40;
const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

export const SERVER_TIME: Benchmark = {
  name: 'server-time',
  title: `the probe's server time against the server's own log, ${PROBES} probes of 0 to ${MOST_DELAY_MS} ms`,
  seconds: 45,
  run: async () => {
    const server = fork(path.join(import.meta.dirname, 'server-time-server.ts'), { execArgv: [...LEASHED] });
    try {
      const [port] = (await once(server, 'message')) as [number];
      const off: number[] = [];
      let next = 0;
      const work = async (): Promise<void> => {
        for (let i = next++; i < PROBES; i = next++) {
          const delay = Math.round((i / (PROBES - 1)) * MOST_DELAY_MS);
          const answer = await probe({ method: 'GET', url: new URL(`http://127.0.0.1:${port}/?ms=${delay}`) });
          if (answer.error) throw new Error(answer.error.message);
          off.push(Math.abs((answer.phases.firstByte ?? Number.NaN) - Number(answer.headers['x-server-ms'])));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
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
