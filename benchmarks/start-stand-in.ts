// The stand-in as a process of a benchmark's own. It ends with the benchmark.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { LEASHED, READY_DEADLINE_MS } from './leashed.ts';

const MAIN = path.join(import.meta.dirname, '../stand-in/main.ts');

export type Started = { url: string; startMs: number; end: () => Promise<number> };

export async function startStandIn(): Promise<Started> {
  const began = performance.now();
  const child = spawn(process.execPath, [...LEASHED, MAIN, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data', { signal: AbortSignal.timeout(READY_DEADLINE_MS) })) as [Buffer];
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
