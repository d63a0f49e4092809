import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { spawn } from 'node:child_process';
import { endOf, runNode, runProgram } from '../../../commands/lib/child-process.ts';
import { LastWords } from '../../../commands/lib/last-words.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'child-test-'));
after(() => rmSync(dir, { recursive: true, force: true }));
const DEADLINE_MS = 20_000;
const node = (script: string, deadlineMs = DEADLINE_MS) => runNode(['-e', script], { deadlineMs });
const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
};

test('the line that names the cause is reported, without the stack or later lines', async () => {
  const end = await node(`console.log('starting'); throw new Error('EACCES: permission denied, mkdir /x')`);
  assert.match(
    endOf('Playwright', end, DEADLINE_MS),
    /^Playwright ended with exit code 1: .*EACCES: permission denied/,
  );
});

test('a child that printed nothing, was ended by a signal or hung is reported as such', async () => {
  assert.equal(endOf('x', await node('process.exit(7)'), DEADLINE_MS), 'x ended with exit code 7 without any output');
  assert.match(endOf('x', await node(`process.kill(process.pid, 'SIGKILL')`), DEADLINE_MS), /x was ended by SIGKILL/);
  assert.match(
    endOf('x', await node('setInterval(() => {}, 1000)', 300), 300),
    /did not end within 0.3 s and was killed/,
  );
});

test('a last line without a line end is read', async () => {
  const end = await node(`process.stderr.write('FATAL: no line end'); process.exit(1)`);
  assert.equal(end.lastWords.cause, 'FATAL: no line end');
});

test('a missing program and an unknown exit code are reported', async () => {
  const options = { deadlineMs: DEADLINE_MS };
  assert.match(endOf('apt', await runProgram('/no/such/program', [], options), DEADLINE_MS), /cannot start \/no\/such/);
  assert.equal((await runProgram('sh', ['-c', 'exit 5'], options)).code, 5);
});

test('a killed command ends its children, also a program other than Node', async () => {
  const pidFile = path.join(dir, 'pid');
  const lib = path.resolve(import.meta.dirname, '../../../commands/lib/child-process.ts');
  const script = `import { runProgram } from '${lib}'; await runProgram('sh', ['-c', 'echo $$ > ${pidFile}; exec sleep 60'], { deadlineMs: 60000 });`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  const until = async (holds: () => boolean): Promise<void> => {
    const deadline = Date.now() + DEADLINE_MS;
    while (!holds()) {
      assert.ok(Date.now() < deadline, 'it never came to that');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await until(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'));
  const pid = Number(readFileSync(pidFile, 'utf8'));
  assert.ok(isThere(pid));
  parent.kill('SIGKILL');
  await until(() => !isThere(pid));
});

test('the kept output holds the first cause and the newest lines', () => {
  const words = new LastWords();
  assert.equal(words.cause, undefined);
  words.add('one');
  assert.equal(words.cause, 'one');
  for (const line of [
    'Error: first',
    '    at x (y:1)',
    '',
    'Error: second',
    ...Array.from({ length: 20 }, (_, i) => `l${i}`),
  ])
    words.add(line);
  assert.equal(words.cause, 'Error: first');
  assert.equal(words.lines.length, 12);
  assert.equal(words.lines.at(-1), 'l19');
});
