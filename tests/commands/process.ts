// Runs the suite's commands as a user does: as processes, with results in a folder of the test's own.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { verdictSchema, failingIds, type Verdict } from '../../reports/verdict/verdict-format.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export type Ended = { code: number | null; stdout: string; stderr: string };

export class Workplace {
  readonly results = mkdtempSync(path.join(os.tmpdir(), 'suite-test-'));

  start(command: string, args: readonly string[] = [], env: Record<string, string> = {}): ChildProcess {
    return this.#spawn(process.execPath, [path.join('commands', `${command}.ts`), ...args], env);
  }

  /** As a person types it: npm, its shell, and the command below them. */
  startByNpm(command: string, args: readonly string[] = []): ChildProcess {
    return this.#spawn('npm', ['run', command, '--', ...args], {});
  }

  /** `npx playwright ...` to its end. */
  playwright(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
    const bin = path.join(ROOT, 'node_modules/.bin/playwright');
    return ended(this.#spawn(bin, args, { RESULTS_DIR: this.results, ...env }));
  }

  #spawn(file: string, args: readonly string[], env: Record<string, string>): ChildProcess {
    return spawn(file, args, {
      cwd: ROOT,
      env: {
        ...process.env,
        SYNTHETIC_EMAIL: '',
        SYNTHETIC_PASSWORD: '',
        TARGET_URL: '',
        CONTROL_URL: '',
        // The stand-in's faults fail each time: a second run would only take its time.
        CONFIRM_FAILURES: '0',
        RESULTS_ROOT: this.results,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs a command to its end. */
  run(command: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ended> {
    return ended(this.start(command, args, env));
  }

  get latest(): string {
    return path.join(this.results, 'latest');
  }

  verdict(): Verdict {
    return verdictSchema.parse(JSON.parse(readFileSync(path.join(this.latest, 'verdict.json'), 'utf8')));
  }

  failing(): string[] {
    return failingIds(this.verdict()).sort();
  }

  remove(): void {
    rmSync(this.results, { recursive: true, force: true });
  }
}

export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

/** A webhook on loopback. `told`: the first line of each notice, in order. */
export async function startWebhook(): Promise<{ url: string; told: string[]; close: () => void }> {
  const told: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      told.push((JSON.parse(body) as { text: string }).text.split('\n', 1)[0] ?? '');
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, told, close: () => void server.close() };
}
