// The tick of the benchmark `monitor`, in a process of its own: its processor time and memory are the tick's alone.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { quantile } from '../../common/statistics.ts';
import { Progress } from '../../monitoring/steps/progress.ts';
import { runTick } from '../../monitoring/tick.ts';
import type { TickCost } from './tick-schedule.ts';

const [url = '', minutes = '1'] = process.argv.slice(2);
const EVERY_MS = 100;
const folder = mkdtempSync(path.join(os.tmpdir(), 'tick-bench-'));
const lates: number[] = [];
let rss = 0;
const watching = setInterval(() => (rss = Math.max(rss, process.memoryUsage.rss())), 250);
const before = process.cpuUsage();
const started = performance.now();
const progress = new Progress((text) => void process.stderr.write(text), false);
await runTick({
  target: new URL(url),
  forMs: Number(minutes) * 60_000,
  probeEveryMs: EVERY_MS,
  controls: [],
  history: { location: path.join(folder, 'history.db'), target: url },
  spoolFolder: path.join(folder, 'spool'),
  channels: () => [],
  signal: new AbortController().signal,
  progress,
  onStart: (lateMs) => void lates.push(lateMs),
});
progress.stop();
clearInterval(watching);
const { user, system } = process.cpuUsage(before);
const cost: TickCost = {
  probes: lates.length,
  lateP99Ms: quantile(lates, 0.99) ?? Number.NaN,
  lateMostMs: Math.max(...lates),
  cpuShare: (user + system) / 1_000 / (performance.now() - started),
  rssMb: rss / 1_000_000,
};
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify(cost)}\n`);
process.exit();
