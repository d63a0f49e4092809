// npm test [-- --nightly]: everything that proves the suite itself. Every step runs, so that one run shows all that is wrong.
import path from 'node:path';
import { runCommand } from './lib/run-command.ts';

/** A step that hangs must not hang the whole: generous, since a timing is no test. The long tests take 85 min on two cores. */
const STEP_DEADLINE_MS = { usual: 1_500_000, nightly: 9_000_000 };
/** Tests of CI: one that hangs is named, and the others still run. */
const TESTS = ['--test', '--test-timeout=240000'];
/** Two cores. What starts whole commands runs one by one: each of them looks at the machine that it is on. */
const UNITS = [...TESTS, '--test-concurrency=2', '--test-reporter=dot', 'tests/unit/**/*.test.ts'];
const ONE_BY_ONE = [...TESTS, '--test-concurrency=1', '--test-reporter=spec'];
const LONG = ['--test', '--test-timeout=1200000', '--test-concurrency=1', '--test-reporter=spec'];

/** The stand-in's other markup. Its pages react sooner than by default (300 to 2,000 ms), since every page view waits for it. */
const REACT = { STAND_IN_MARKUP: 'react', STAND_IN_HYDRATION_MS: '100-400' };

type Step = { name: string; args: string[]; env?: Record<string, string> };

await runCommand('test', async ({ flags }) => {
  const { showSpan } = await import('../common/number-text.ts');
  const { say } = await import('./lib/say.ts');
  const { endOf, runNode } = await import('./lib/child-process.ts');
  const { ensureBrowser } = await import('./lib/ensure-browser.ts');
  const { watchLifetime } = await import('./lib/lifetime.ts');
  const { ROOT } = await import('./lib/run-folder.ts');
  const bin = (name: string): string => path.join(ROOT, 'node_modules', '.bin', name);
  const usual: Step[] = [
    { name: 'types', args: [bin('tsc')] },
    { name: 'format', args: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
    { name: 'lint', args: [bin('eslint'), '.'] },
    { name: 'unused code', args: [bin('knip'), '--no-config-hints'] },
    { name: 'units', args: UNITS },
    { name: 'browser checks on the stand-in', args: [bin('playwright'), 'test', '--reporter=dot'] },
    {
      name: 'journeys on pages that react late',
      args: [bin('playwright'), 'test', 'checks/journeys', '--reporter=dot'],
      env: REACT,
    },
    { name: 'commands from outside', args: [...ONE_BY_ONE, 'tests/commands/**/*.test.ts'] },
  ];
  /** What CI has no time for. */
  const nightly: Step[] = [
    { name: 'long tests', args: [...LONG, 'tests/nightly/**/*.test.ts'] },
    { name: 'kills', args: [...LONG, 'tests/unit/monitoring/history-kill.test.ts'], env: { KILLS: '200' } },
    { name: 'bodies', args: [...LONG, 'tests/unit/contracts/agreement.test.ts'], env: { BODIES: '10000' } },
    { name: 'workflows', args: [...LONG, 'tests/workflows/*.test.ts'] },
  ];
  const set = flags.nightly === true ? 'nightly' : 'usual';
  const deadlineMs = STEP_DEADLINE_MS[set];
  const { signal, reason } = watchLifetime(() => {});
  const browser = await ensureBrowser(say, signal);
  const failed: string[] = browser ? [] : ['browser'];
  for (const { name, args, env = {} } of { usual, nightly }[set]) {
    if (signal.aborted) break;
    const started = Date.now();
    const end = await runNode(args, { cwd: ROOT, env, inherit: true, deadlineMs, signal });
    const ok = end.code === 0;
    if (!ok) failed.push(name);
    const why = ok || end.code === 1 ? '' : `: ${endOf(name, end, deadlineMs)}`;
    say(`${ok ? 'ok    ' : 'FAILED'} ${name} (${showSpan(Date.now() - started)})${why}`);
  }
  const stopped = reason();
  if (stopped !== undefined) say(`not all steps: ${stopped}`);
  say(failed.length === 0 ? 'all steps passed' : `failed: ${failed.join(', ')}`);
  process.exitCode = stopped !== undefined ? 3 : failed.length === 0 ? 0 : 1;
});
