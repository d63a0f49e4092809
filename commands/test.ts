// npm test: everything that proves the suite itself. Every step runs, so that one run shows all that is wrong.
import path from 'node:path';
import { runCommand } from './lib/run-command.ts';

/** A step that hangs must not hang the whole: generous, since a timing is no test. */
const STEP_DEADLINE_MS = 1_500_000;
/** One test that hangs is named, and the others still run. */
const TESTS = ['--test', '--test-concurrency=1', '--test-timeout=240000'];

await runCommand('test', async () => {
  const { endOf, runNode } = await import('./lib/child-process.ts');
  const { ensureBrowser } = await import('./lib/ensure-browser.ts');
  const { watchLifetime } = await import('./lib/lifetime.ts');
  const { ROOT } = await import('./lib/run-folder.ts');
  const bin = (name: string): string => path.join(ROOT, 'node_modules', '.bin', name);
  const steps: [name: string, args: string[]][] = [
    ['types', [bin('tsc')]],
    ['format', [bin('prettier'), '--check', '--log-level', 'warn', '.']],
    ['lint', [bin('eslint'), '.']],
    ['unused code', [bin('knip'), '--no-config-hints']],
    ['units', [...TESTS, '--test-reporter=dot', 'tests/unit/**/*.test.ts']],
    ['browser checks on the stand-in', [bin('playwright'), 'test', '--reporter=dot']],
    ['commands from outside', [...TESTS, '--test-reporter=spec', 'tests/commands/**/*.test.ts']],
  ];
  const { signal, reason } = watchLifetime(() => {});
  const browser = await ensureBrowser((line) => console.log(line), signal);
  const failed: string[] = browser ? [] : ['browser'];
  for (const [name, args] of steps) {
    if (signal.aborted) break;
    const started = Date.now();
    const end = await runNode(args, { cwd: ROOT, inherit: true, deadlineMs: STEP_DEADLINE_MS, signal });
    const ok = end.code === 0;
    if (!ok) failed.push(name);
    const why = ok || end.code === 1 ? '' : `: ${endOf(name, end, STEP_DEADLINE_MS)}`;
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)${why}`);
  }
  const stopped = reason();
  if (stopped !== undefined) console.log(`not all steps: ${stopped}`);
  console.log(failed.length === 0 ? 'all steps passed' : `failed: ${failed.join(', ')}`);
  process.exitCode = stopped !== undefined ? 3 : failed.length === 0 ? 0 : 1;
});
