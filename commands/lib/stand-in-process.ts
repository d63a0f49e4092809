// Starts the built-in stand-in as a process of a run.
import path from 'node:path';
import { z } from 'zod';
import { startNode } from './child-process.ts';
import { RUN_MARK } from './marked-processes.ts';
import { endGroup } from './process-groups.ts';
import { ROOT } from './run-folder.ts';

const START_DEADLINE_MS = 10_000;
const ready = z.object({
  ready: z.literal(true),
  url: z.url(),
  controlUrl: z.url(),
  account: z.object({ email: z.string(), password: z.string() }),
});
export type RunningStandIn = z.infer<typeof ready>;

/** Starts it on free ports; it ends with this process. Rejects with its own error if it does not start within 10 s. */
export function startStandInProcess(runId: string, args: readonly string[] = []): Promise<RunningStandIn> {
  return new Promise((resolve, reject) => {
    const child = startNode([path.join(ROOT, 'stand-in/main.ts'), '--json', ...args], {
      cwd: ROOT,
      env: { [RUN_MARK]: runId },
    });
    let out = '';
    let errors = '';
    const timer = setTimeout(() => {
      reject(new Error(`the stand-in did not start within ${START_DEADLINE_MS / 1000} s: ${errors.trim()}`));
      void endGroup(child);
    }, START_DEADLINE_MS);
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout?.on('data', (chunk: Buffer) => {
      if (out.includes('\n')) return;
      out += chunk.toString();
      if (!out.includes('\n')) return;
      clearTimeout(timer);
      const parsed = ready.safeParse(JSON.parse(out.slice(0, out.indexOf('\n'))));
      if (parsed.success) resolve(parsed.data);
      else reject(new Error('the stand-in did not print its address'));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      reject(new Error(`the stand-in ended with ${code}: ${errors.trim()}`));
    });
  });
}
