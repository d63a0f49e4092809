// Runs the engine as a process, and a tiny server to run it against.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';
import type { SummaryData } from '../../../load/engine/summary.ts';

const MAIN = fileURLToPath(new URL('../../../load/engine/engine-main.ts', import.meta.url));
export const fixture = (path: string): string => fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/** Listens on a free port of the loopback until the test ends. */
export async function serve(t: TestContext, handler: Handler): Promise<string> {
  const server: Server = createServer((request, response) =>
    handler(request, response, new URL(request.url ?? '/', 'http://127.0.0.1')),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function tempDir(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'load-test-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A script in a folder of its own. */
export function scriptFile(t: TestContext, source: string): string {
  const file = join(tempDir(t), 'script.ts');
  writeFileSync(file, source);
  return file;
}

export type Ended = { code: number | null; stdout: string; stderr: string; dir: string; ms: number };

export async function engine(
  t: TestContext,
  script: string,
  env: Record<string, string> = {},
  flags: string[] = [],
  onStart: (child: ReturnType<typeof spawn>) => void = () => {},
): Promise<Ended> {
  const dir = tempDir(t);
  const pairs = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const started = performance.now();
  const child = spawn(process.execPath, [MAIN, 'run', script, ...pairs, ...flags], { cwd: dir });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  onStart(child);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr, dir, ms: performance.now() - started };
}

export const readSummary = (file: string): SummaryData => JSON.parse(readFileSync(file, 'utf8')) as SummaryData;
