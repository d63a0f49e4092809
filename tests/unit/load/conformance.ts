// Runs small scripts on the embedded engine and holds what it did against what the real k6 2.2 did with each (recorded).
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import type { SummaryData } from '../../../load/engine/summary.ts';
import { difference } from './conformance-difference.ts';

export type Probe = {
  id: string;
  source: string;
  file?: string;
  files?: Record<string, string>;
  flags?: string[];
  env?: Record<string, string>;
  k6: {
    exit: number;
    /** Lines after `OUT `, in order unless `anyOrder`; `dur 2.0` and `metric.value=3` were read off the summary. */
    printed?: string[];
    anyOrder?: boolean;
    checks?: string[];
    metrics?: Record<string, string>;
  };
};
/** How a run ended: its exit code and all that it printed. */
export type Ended = { exit: number | null; log: string };
export type Verdict = { id: string; kind: 'exact' | 'refused' | 'deviating'; why: string };

const MAIN = fileURLToPath(new URL('../../../load/engine/engine-main.ts', import.meta.url));
const FOLDER = new URL('../../fixtures/load/conformance/', import.meta.url);

/** The common first lines of the scripts stand once in a file of their own. */
export function probesOf(name: string): Probe[] {
  const heads = JSON.parse(readFileSync(new URL('heads.json', FOLDER), 'utf8')) as Record<string, string>;
  const lines = readFileSync(new URL(name, FOLDER), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const probe = JSON.parse(line) as Probe;
    return { ...probe, source: probe.source.replace(/^@(\w+)\n/, (_all, head: string) => `${heads[head] ?? ''}\n`) };
  });
}

/** The server that the scripts talk to, on the ports that they name, with a certificate of its own. @returns what ends it. */
export async function startServer(): Promise<() => void> {
  const dir = mkdtempSync(join(tmpdir(), 'k6-probe-server-'));
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keyType: 'rsa' });
  writeFileSync(join(dir, 'key.pem'), key);
  writeFileSync(join(dir, 'cert.pem'), cert);
  const child = spawn(process.execPath, [fileURLToPath(new URL('server.mjs', FOLDER))], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = (): void => {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', stop);
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the probes' server ended with ${code}: are its ports in use?`)));
  });
  return stop;
}

const SHOWN = 'export function handleSummary(d) { return { [__ENV.SUMF]: JSON.stringify(d) } }';
const LIMIT_MS = 40_000;

/** Runs a script on the engine: its arguments and its variables. */
export type RunEngine = (argv: string[], env: NodeJS.ProcessEnv, cwd: string, signal: AbortSignal) => Promise<Ended>;

/** As a process of its own, the way everybody uses the engine. */
export const asProcess: RunEngine = async (argv, env, cwd, signal) => {
  const child = spawn(process.execPath, ['--experimental-vm-modules', '--no-warnings', MAIN, ...argv], { cwd, env });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (log += text.toString()));
  signal.addEventListener('abort', () => child.kill('SIGKILL'));
  const exit = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exit, log };
};

export async function judge(probe: Probe, runEngine: RunEngine): Promise<Verdict> {
  const { id, source, flags = [], files = {} } = probe;
  const dir = mkdtempSync(join(tmpdir(), 'k6-probe-'));
  try {
    const script = join(dir, probe.file ?? 's.js');
    mkdirSync(dirname(script), { recursive: true });
    writeFileSync(script, source.includes('handleSummary') ? source : `${source}\n${SHOWN}`);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    const file = join(dir, 'summary.json');
    const env = { ...process.env, ...probe.env, SUMF: file };
    const { exit, log } = await runEngine(['run', script, ...flags], env, dir, AbortSignal.timeout(LIMIT_MS));
    const refusal = log.split('\n').find((line) => line.includes('the embedded engine has no '));
    if (exit === 104 && refusal !== undefined) return { id, kind: 'refused', why: refusal.replaceAll(dir, '') };
    const printed = log.split('\n').flatMap((line) => /^(?:\w+: )?OUT (.*)$/.exec(line)?.[1] ?? []);
    const summary = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SummaryData) : undefined;
    const why = difference(probe, exit, printed, summary);
    const last = log.trim().split('\n').slice(-3).join('\n    ').slice(0, 500);
    return why === undefined ? { id, kind: 'exact', why: '' } : { id, kind: 'deviating', why: `${why}\n    ${last}` };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
