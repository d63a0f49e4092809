// What contracts and security checks cost: wall time, CPU a check, memory of a plain Node process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Benchmark, Figure } from './benchmark.ts';
import { LEASHED } from './leashed.ts';
import { startStandIn } from './start-stand-in.ts';

/** Small young generation and a capped heap: memory is what the work needs, not what V8 likes to keep. */
const HEAP_FLAGS = ['--max-semi-space-size=1', '--max-old-space-size=48'];
/** One arena of malloc: with one per thread, glibc keeps 5 to 10 MB that nothing uses. */
const MALLOC = { MALLOC_ARENA_MAX: '1' };
const WORK = path.join(import.meta.dirname, 'contracts-work.ts');

export const CONTRACTS: Benchmark = {
  name: 'contracts',
  title: 'all contracts and security checks: wall, CPU a check over 10,000, memory',
  seconds: 150,
  run: async (say) => {
    const site = await startStandIn();
    try {
      const child = spawn(process.execPath, [...HEAP_FLAGS, ...LEASHED, WORK, site.url], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, ...MALLOC },
      });
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        for (const line of chunk.toString().split('\n')) if (line.startsWith('#')) say(line.slice(2));
      });
      const [code] = (await once(child, 'close')) as [number];
      if (code !== 0) throw new Error(`the work ended with ${code}`);
      say(`heap flags ${HEAP_FLAGS.join(' ')}, MALLOC_ARENA_MAX=${MALLOC.MALLOC_ARENA_MAX}`);
      return JSON.parse(out.split('\n').findLast((line) => line.startsWith('[')) ?? '[]') as Figure[];
    } finally {
      await site.end();
    }
  },
};
