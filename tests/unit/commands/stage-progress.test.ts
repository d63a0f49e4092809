// What the console shows of a stage while it runs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { mock, test } from 'node:test';
import { countedLog } from '../../../checks/audits/audits-stage.ts';
import { stillRunning } from '../../../commands/lib/stage-progress.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** What a stage prints, in a process of its own: stdout is what GitHub reads. */
function printed(github: string): string {
  const script = `import { installOutputDoor } from './common/output-door.ts';
import { foldOutput } from './commands/lib/stage-progress.ts';
installOutputDoor([]);
const say = (line) => void process.stdout.write(line + '\\n');
const fold = foldOutput('contracts', process.env, say);
say('  ::error::of the site');
fold.end('done in 1.0 s');`;
  const env = { ...process.env, GITHUB_ACTIONS: github };
  const args = ['--input-type=module', '-e', script];
  return spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8', timeout: 20_000 }).stdout;
}

test('on GitHub a stage is a group, its result is outside the group, and a line of the site cannot open one', () => {
  assert.equal(
    printed('true'),
    '::group::contracts\n  : :error::of the site\n::endgroup::\ncontracts: done in 1.0 s\n',
  );
  assert.equal(printed(''), 'contracts\n  : :error::of the site\n  done in 1.0 s\n');
});

test('a stage without output for 15 s prints how long it has been running', () => {
  mock.timers.enable({ apis: ['setInterval'] });
  const lines: string[] = [];
  const progress = stillRunning((line) => void lines.push(line), 210_000);
  mock.timers.tick(15_000);
  assert.match(lines.join(), /^still running: \d+ s of at most 3\.5 min$/);
  progress.end();
  mock.timers.tick(60_000);
  assert.equal(lines.length, 1);
  mock.timers.reset();
});

test('audits say how far they are, as the journeys do', () => {
  const lines: string[] = [];
  const log = countedLog((line) => void lines.push(line), 3, 16);
  log('✓ / mobile: lcp 1,354 ms (n 1)');
  log('/ mobile, run 1 of 1');
  assert.deepEqual(lines, ['✓ 3/16 / mobile: lcp 1,354 ms (n 1)', '3/16 / mobile, run 1 of 1']);
});
