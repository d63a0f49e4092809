// Runs small scripts on the embedded engine and holds what it did against what the real k6 2.2 did with each (recorded).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import type { SummaryData } from '../../../load/engine/summary.ts';
import { difference } from './conformance-difference.ts';
import { OWN_PROBES } from './own-probes.ts';

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

/** The ports that the scripts name; each run has free ones in their place, so that two runs do not meet. */
const PORTS = [18080, 18081, 18082, 18083, 18084, 18085, 18443, 18444, 18445];
const NAMED = /(?<!\d)18(08[0-5]|44[3-5])(?!\d)/g;
/** Recorded port to this run's. A child gets them by its environment. */
type Ports = Readonly<Record<string, number>>;
let ports = JSON.parse(process.env['PROBE_PORTS'] ?? '{}') as Ports;
const withPorts = (text: string): string => text.replaceAll(NAMED, (port) => String(ports[port] ?? port));
const atOurPorts = (probe: Probe): Probe => JSON.parse(withPorts(JSON.stringify(probe))) as Probe;

async function freePorts(): Promise<Ports> {
  const servers = await Promise.all(
    PORTS.map((port) => {
      const server = createServer().listen(0, '127.0.0.1');
      return once(server, 'listening').then(() => [port, server] as const);
    }),
  );
  const found = Object.fromEntries(servers.map(([port, server]) => [port, (server.address() as AddressInfo).port]));
  await Promise.all(servers.map(([, server]) => new Promise((resolve) => server.close(resolve))));
  return found;
}

/** The common first lines of the scripts stand once in a file of their own. */
function recordedProbes(name: string): Probe[] {
  const heads = JSON.parse(readFileSync(new URL('heads.json', FOLDER), 'utf8')) as Record<string, string>;
  const lines = readFileSync(new URL(name, FOLDER), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const probe = JSON.parse(line) as Probe;
    const source = probe.source.replace(/^@(\w+)\n/, (_all, head: string) => `${heads[head] ?? ''}\n`);
    return atOurPorts({ ...probe, source });
  });
}
/** Those in the style that the engine runs, and our own; call them after startServer. */
export const asyncProbes = (): Probe[] => [...recordedProbes('probes-async.ndjson'), ...OWN_PROBES.map(atOurPorts)];
/** Those with k6's blocking calls. */
export const blockingProbes = (): Probe[] => recordedProbes('probes.ndjson');

/** The server that the scripts talk to, with a certificate of its own. */
export async function startServer(): Promise<{ stop: () => void; env: Readonly<Record<string, string>> }> {
  const dir = mkdtempSync(join(tmpdir(), 'k6-probe-server-'));
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keyType: 'rsa' });
  ports = await freePorts();
  writeFileSync(join(dir, 'key.pem'), key);
  writeFileSync(join(dir, 'cert.pem'), cert);
  writeFileSync(join(dir, 'server.mjs'), withPorts(readFileSync(new URL('server.mjs', FOLDER), 'utf8')));
  const child = spawn(process.execPath, ['server.mjs'], { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = (): void => {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', stop);
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the server of the scripts ended with ${code}`)));
  });
  return { stop, env: { PROBE_PORTS: JSON.stringify(ports) } };
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
