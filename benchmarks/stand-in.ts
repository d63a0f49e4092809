// How fast the stand-in is: it must never be the bottleneck of what is measured against it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import autocannon from 'autocannon';
import { median, type Benchmark, type Figure } from './benchmark.ts';

const STARTS = 5;
const SECONDS = 8;
const LEASH = path.join(import.meta.dirname, '../checks/leash.ts');
const MAIN = path.join(import.meta.dirname, '../stand-in/main.ts');

type Started = { url: string; startMs: number; end: () => Promise<number> };

async function start(): Promise<Started> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', LEASH, MAIN, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const startMs = performance.now() - began;
  const { url } = JSON.parse(line.toString()) as { url: string };
  const end = async (): Promise<number> => {
    const asked = performance.now();
    child.kill('SIGTERM');
    await once(child, 'exit');
    return performance.now() - asked;
  };
  return { url, startMs, end };
}

export const STAND_IN: Benchmark = {
  name: 'stand-in',
  title: 'start-up, end, and requests a second of one JSON route',
  seconds: 20,
  run: async (say) => {
    const starts: number[] = [];
    const ends: number[] = [];
    for (let i = 0; i < STARTS; i += 1) {
      const standIn = await start();
      starts.push(standIn.startMs);
      ends.push(await standIn.end());
    }
    say(`${STARTS} starts and ends`);
    const standIn = await start();
    try {
      const rate = async (pipelining: number): Promise<Figure> => {
        const result = await autocannon({
          url: new URL('/api/health', standIn.url).href,
          connections: 10,
          pipelining,
          duration: SECONDS,
        });
        if (result.non2xx > 0 || result.errors > 0)
          throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} requests failed`);
        return {
          what: `GET /api/health, 10 connections, ${pipelining === 1 ? 'no pipelining' : `${pipelining} in a pipeline`}`,
          value: Math.round(result.requests.mean),
          unit: 'requests/s',
          ...(pipelining > 1 ? { goal: '>= 10000' } : {}),
        };
      };
      return [
        { what: 'start-up, process to ready', value: Math.round(median(starts)), unit: 'ms', goal: '< 500' },
        { what: 'end after SIGTERM', value: Math.round(median(ends)), unit: 'ms' },
        await rate(1),
        await rate(10),
      ];
    } finally {
      await standIn.end();
    }
  },
};
