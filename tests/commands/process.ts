// Runs the suite's commands as a user does: as processes, with results in a folder of the test's own.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
