// How fast the stand-in is: it must never be the bottleneck of what is measured against it.
import autocannon from 'autocannon';
import { medianOfSome } from '../common/statistics.ts';
import { type Benchmark, type Figure } from './benchmark.ts';
import { startStandIn } from './start-stand-in.ts';

const STARTS = 5;
const SECONDS = 8;
export const STAND_IN: Benchmark = {
  name: 'stand-in',
  title: 'start-up, end, and requests a second of one JSON route',
  seconds: 20,
  run: async (say) => {
    const starts: number[] = [];
    const ends: number[] = [];
    for (let i = 0; i < STARTS; i += 1) {
      const standIn = await startStandIn();
      starts.push(standIn.startMs);
      ends.push(await standIn.end());
    }
    say(`${STARTS} starts and ends`);
    const standIn = await startStandIn();
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
        { what: 'start-up, process to ready', value: Math.round(medianOfSome(starts)), unit: 'ms', goal: '< 500' },
        { what: 'end after SIGTERM', value: Math.round(medianOfSome(ends)), unit: 'ms' },
        await rate(1),
        await rate(10),
      ];
    } finally {
      await standIn.end();
    }
  },
};
