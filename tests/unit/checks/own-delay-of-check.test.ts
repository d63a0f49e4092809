// What a browser check knows of its own machine: stalls of its process, and how long its processes waited for a processor.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { test } from 'node:test';
import { processTree } from '../../../checks/audits/cpu-speed.ts';
import { longestWait, startOwnDelay, waitOf } from '../../../checks/measures/own-delay-of-check.ts';

test('the longest wait of one process counts; a new one had waited nothing, an ended one is not seen', () => {
  const before = new Map([
    [1, 5_000],
    [2, 100],
    [3, 9_000],
  ]);
  const after = new Map([
    [1, 5_200],
    [2, 900],
    [4, 700],
  ]);
  assert.equal(longestWait(before, after), 800);
  assert.equal(longestWait(before, new Map([...after, [4, 1_700]])), 1_700);
  assert.equal(longestWait(before, new Map()), 0);
});

test('the wait is the second figure of schedstat, in nanoseconds; a kernel that does not count says 0', () => {
  assert.equal(waitOf('5512799000 2500000000 31\n'), 2_500);
  assert.equal(waitOf('0 0 0\n'), 0);
  assert.equal(waitOf(''), 0);
});

test('the tree of a process holds itself and its children, and no other', async (t) => {
  const child = fork(path.join(import.meta.dirname, '../api/prompt-host.ts'));
  t.after(() => child.kill('SIGKILL'));
  await once(child, 'message');
  const tree = processTree(process.pid);
  assert.ok(tree !== undefined && child.pid !== undefined);
  assert.ok(tree.includes(process.pid) && tree.includes(child.pid));
  assert.equal(tree.includes(process.ppid), false);
});

test('a process that stood still measures the stall', () => {
  const ownDelay = startOwnDelay();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
  const ms = ownDelay();
  assert.ok(ms > 550 && ms < 3_000, `${ms} ms`);
});

test('a machine that slept kept the check from running all the time', (t) => {
  const real = Date.now;
  let slept = 0;
  t.mock.method(Date, 'now', () => real() + slept);
  const started = performance.now();
  const ownDelay = startOwnDelay();
  slept = 60_000;
  while (performance.now() - started < 300);
  const ms = ownDelay();
  assert.ok(ms > 250 && ms <= performance.now() - started, `${ms} ms`);
});
