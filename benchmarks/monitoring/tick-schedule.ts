// How steady the monitor's schedule is, and what it costs: 10 probes a second against the stand-in, each in a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Benchmark, Figure } from '../benchmark.ts';
import { LEASHED } from '../leashed.ts';
import { startStandIn } from '../start-stand-in.ts';

/** An hour with MONITOR_MINUTES=60; the default is short enough for a shared machine. */
const MINUTES = Number(process.env['MONITOR_MINUTES'] ?? 3);
const FIRST_MINUTES = 0.05;
const TICK = path.join(import.meta.dirname, 'tick-process.ts');

const ROOT = path.join(import.meta.dirname, '../..');
/** As `npm run monitor` has them: a tick lives for months, and is small. Their paths are below the root. */
const nodeFlags = (): string[] => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    scripts: { monitor: string };
  };
  return scripts.monitor.split(' ').slice(1, -1);
};

/** What tick-process.ts prints at its end. */
export type TickCost = { probes: number; lateP99Ms: number; lateMostMs: number; cpuShare: number; rssMb: number };

async function tick(url: string, minutes: number): Promise<TickCost> {
  const child = spawn(process.execPath, [...nodeFlags(), ...LEASHED, TICK, url, String(minutes)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close', { signal: AbortSignal.timeout(minutes * 60_000 + 60_000) });
  return JSON.parse(said.trim().split('\n').at(-1) ?? '') as TickCost;
}

async function run(): Promise<Figure[]> {
  const site = await startStandIn();
  try {
    // The first start fills the cache of compiled code; a monitor is measured as every later start finds it.
    await tick(site.url, FIRST_MINUTES);
    const cost = await tick(site.url, MINUTES);
    return [
      { what: `start error, p99 of ${cost.probes} probes`, value: cost.lateP99Ms, unit: 'ms', goal: '<= 20' },
      { what: 'start error, largest', value: cost.lateMostMs, unit: 'ms' },
      { what: 'of one core', value: cost.cpuShare * 100, unit: '%', goal: '<= 15' },
      { what: 'memory, most', value: cost.rssMb, unit: 'MB', goal: '<= 150' },
    ].map((figure) => ({ ...figure, value: Number(figure.value.toFixed(1)) }));
  } finally {
    await site.end();
  }
}

export const TICK_SCHEDULE: Benchmark = {
  name: 'monitor',
  title: `The monitor at 10 probes a second for ${MINUTES} minutes (MONITOR_MINUTES): start error, processor, memory`,
  seconds: MINUTES * 60 + 10,
  run,
};
