// npm test: everything that proves the suite itself. Every step runs, so that one run shows all that is wrong.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from './lib/ensure-browser.ts';
import { ROOT } from './lib/run-folder.ts';

/** A step that hangs must not hang the whole: generous, since a timing is no test. */
const STEP_DEADLINE_MS = 900_000;
/** One test that hangs is named, and the others still run. */
const TEST_DEADLINE = '--test-timeout=240000';

const bin = (name: string): string => path.join(ROOT, 'node_modules', '.bin', name);
const steps: [name: string, command: string, args: string[]][] = [
  ['types', bin('tsc'), []],
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
  ['lint', bin('eslint'), ['.']],
  ['unused code', bin('knip'), ['--no-config-hints']],
  [
    'units',
    process.execPath,
    ['--test', '--test-concurrency=1', TEST_DEADLINE, '--test-reporter=dot', 'tests/unit/**/*.test.ts'],
  ],
  ['browser checks on the stand-in', bin('playwright'), ['test', '--reporter=dot']],
  [
    'commands from outside',
    process.execPath,
    ['--test', '--test-concurrency=1', TEST_DEADLINE, '--test-reporter=spec', 'tests/commands/**/*.test.ts'],
  ],
];

const browser = ensureBrowser((line) => console.log(line));
const failed: string[] = browser ? [] : ['browser'];
for (const [name, command, args] of steps) {
  const started = Date.now();
  const end = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    timeout: STEP_DEADLINE_MS,
    killSignal: 'SIGKILL',
  });
  const ok = end.status === 0 && existsSync(ROOT);
  if (!ok) failed.push(name);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
console.log(failed.length === 0 ? 'all steps passed' : `failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
