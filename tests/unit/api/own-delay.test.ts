// A process that could not run measures itself: the time is written down, deadlines wait for it, and it never counts against the site.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { probe } from '../../../checks/api/probe-client.ts';
import { startDeadline, startDelayMeter } from '../../../common/own-delay.ts';
import { classOf, isAboutSite } from '../../../monitoring/sample.ts';

/** Blocks this whole process, as a neighbour that takes the processor does. */
const block = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const DEADLINES = { connect: 150, firstByte: 150, download: 150, whole: 450 };

async function promptHost(t: TestContext): Promise<URL> {
  const host = fork(path.join(import.meta.dirname, 'prompt-host.ts'));
  t.after(() => host.kill('SIGKILL'));
  const [port] = (await once(host, 'message')) as [number];
  return new URL(`http://127.0.0.1:${port}`);
}

test('a meter counts the time in which the process was blocked, and not the time in which it waited', async () => {
  const meter = startDelayMeter();
  block(400);
  meter.end();
  const blocked = meter.soFar();
  assert.ok(blocked > 350, `${blocked} ms`);
  await once(AbortSignal.timeout(50), 'abort');
  block(100);
  assert.equal(meter.soFar(), blocked, 'an ended meter counts no more');
  const waiting = startDelayMeter();
  const started = performance.now();
  await once(AbortSignal.timeout(50), 'abort');
  assert.ok(waiting.soFar() <= performance.now() - started - 40, 'a wait is no delay');
  waiting.end();
});

test('meters that overlap count the same delay once each', () => {
  const [one, two] = [startDelayMeter(), startDelayMeter()];
  block(400);
  one.end();
  block(400);
  assert.ok(one.soFar() > 350 && one.soFar() < 600, `${one.soFar()} ms`);
  assert.ok(two.soFar() > 750, `${two.soFar()} ms`);
  two.end();
});

test('a loop that is often late by some milliseconds is no stall: it reads every answer in time', async () => {
  const meter = startDelayMeter();
  const spin = setInterval(() => block(60), 1);
  await once(AbortSignal.timeout(600), 'abort');
  clearInterval(spin);
  assert.equal(meter.soFar(), 0);
  meter.end();
});

test('an answer that came in time and was read late is an answer, with the delay beside its time', async (t) => {
  const url = await promptHost(t);
  // The first request of a process compiles the client.
  await probe({ method: 'GET', url });
  const answer = probe({ method: 'GET', url, deadlines: DEADLINES });
  // Whatever phase the request is in, it is read only after each deadline has passed.
  const spin = setInterval(() => block(500), 1);
  setTimeout(() => clearInterval(spin), 20);
  const { error, phases } = await answer;
  clearInterval(spin);
  assert.equal(error, undefined, JSON.stringify(error));
  assert.ok((phases.firstByte ?? 0) - (phases.ownDelay ?? 0) < 100, JSON.stringify(phases));
});

test('a site that never answers times out as before', async (t) => {
  const server = net.createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  const open: net.Socket[] = [];
  server.on('connection', (socket) => open.push(socket));
  t.after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const answer = await probe({ method: 'GET', url: new URL(`http://127.0.0.1:${port}`), deadlines: DEADLINES });
  assert.deepEqual([answer.error?.code, answer.error?.phase], ['timeout', 'first byte']);
  assert.equal(answer.error?.notAsked, undefined);
});

test('a process that never gets to run for as long as the deadline has measured nothing', async () => {
  const spin = setInterval(() => block(300), 1);
  const outcome = await new Promise((resolve) => startDeadline(300, resolve));
  clearInterval(spin);
  assert.equal(outcome, 'delayed');
});

test('a deadline that is cancelled does not pass', async () => {
  let passed = 0;
  startDeadline(30, () => (passed += 1))();
  await new Promise((resolve) => startDeadline(60, resolve));
  assert.equal(passed, 0);
});

test('in the monitor, a sample that this machine delayed is not about the site', () => {
  assert.equal(isAboutSite(classOf('machine', null)), false);
});
