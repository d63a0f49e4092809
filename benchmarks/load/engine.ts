// Runs the load engine's own entry on a script of text, for the benchmarks.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GeneratorReport } from '../../load/generator.ts';
import type { SummaryData } from '../../load/engine/summary.ts';
import { ENGINE_NODE_FLAGS } from '../../load/engines.ts';
import { LEASHED } from '../leashed.ts';

const MAIN = path.join(import.meta.dirname, '../../load/engine/main.ts');
const SUMMARY = `export function handleSummary(data) { return { 'summary.json': JSON.stringify(data) }; }`;

export type EngineEnd = {
  exitCode: number | null;
  stderr: string;
  /** The most memory the process ever held; NaN where the system does not tell. */
  peakMb: number;
  summary: SummaryData | undefined;
  generator: GeneratorReport | undefined;
};

function peakMb(pid: number | undefined): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line ? Number(line[1]) / 1024 : NaN;
  } catch {
    return NaN;
  }
}

const read = <T>(file: string): T | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined; // the run ended before it wrote one
  }
};

export async function runEngineOn(source: string, env: Readonly<Record<string, string>>): Promise<EngineEnd> {
  const dir = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    writeFileSync(path.join(dir, 'script.ts'), `${source}\n${SUMMARY}\n`);
    const flags = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const child = spawn(
      process.execPath,
      [...ENGINE_NODE_FLAGS, ...LEASHED, MAIN, 'run', 'script.ts', ...flags, '--report', 'report.json'],
      {
        cwd: dir,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let stderr = '';
    let most = NaN;
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    const watch = setInterval(() => {
      const now = peakMb(child.pid);
      if (!Number.isNaN(now)) most = now;
    }, 200);
    const [exitCode] = (await once(child, 'close')) as [number | null];
    clearInterval(watch);
    const report = read<{ generator: GeneratorReport }>(path.join(dir, 'report.json'));
    const summary = read<SummaryData>(path.join(dir, 'summary.json'));
    return { exitCode, stderr, peakMb: most, summary, generator: report?.generator };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
