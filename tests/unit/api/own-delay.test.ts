// A process that could not run measures itself: the time is written down, deadlines wait for it, and it never counts against the site.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { probe } from '../../../checks/api/probe-client.ts';
import { isUnansweredByUs, startDeadline, startDelayMeter } from '../../../common/own-delay.ts';
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

/** A server that accepts and never answers. */
async function deafHost(t: TestContext): Promise<URL> {
  const server = net.createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  const open: net.Socket[] = [];
  server.on('connection', (socket) => open.push(socket));
  t.after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as net.AddressInfo).port}`);
}

test('a site that never answers times out as before', async (t) => {
  const answer = await probe({ method: 'GET', url: await deafHost(t), deadlines: DEADLINES });
  assert.deepEqual([answer.error?.code, answer.error?.phase], ['timeout', 'first byte']);
  assert.equal(answer.error?.notAsked, undefined);
});

test('a connection that was closed while this process could not run for long is no failure of the site', async (t) => {
  const url = new URL('/closes', await promptHost(t));
  const prompt = await probe({ method: 'GET', url });
  assert.deepEqual([prompt.error?.code, prompt.error?.notAsked], ['reset', undefined]);
  const answer = probe({ method: 'GET', url });
  // At once: the meter is on, and nothing has been sent yet.
  block(1_300);
  const { error } = await answer;
  assert.deepEqual([error?.code, error?.notAsked], ['machine', true]);
  assert.match(error?.message ?? '', /^this machine could not run for \d{4} ms meanwhile: the connection broke off/);
});

test('a stall of a second and half of the time excuses a closed connection, a deadline only a sleeping machine', () => {
  const meter = (delay: number, sleep = 0) => ({ soFar: () => delay, slept: () => sleep });
  assert.deepEqual(
    [
      [1_000, 1_000],
      [1_001, 1_000],
      [4_000, 8_000],
      [4_001, 8_000],
    ].map(([delay = 0, took = 0]) => isUnansweredByUs(meter(delay), took, false)),
    [false, true, false, true],
  );
  assert.equal(isUnansweredByUs(meter(9_000), 19_000, true), false, 'a deadline counts only the time in which we ran');
  assert.equal(isUnansweredByUs(meter(0, 60_000), 19_000, true), true);
});

/** Lets the clock on the wall go on by `ms`, as it does while a machine sleeps. The clock of the process stands still. */
const sleepingMachine = (t: TestContext): ((ms: number) => void) => {
  const real = Date.now;
  let slept = 0;
  t.mock.method(Date, 'now', () => real() + slept);
  return (ms) => void (slept += ms);
};

test('a machine that slept while it waited has measured nothing: neither a timeout nor a time', async (t) => {
  const sleep = sleepingMachine(t);
  const answer = probe({ method: 'GET', url: await deafHost(t), deadlines: DEADLINES });
  setTimeout(() => sleep(3_600_000), 50);
  const { error } = await answer;
  assert.deepEqual([error?.code, error?.notAsked], ['machine', true]);
  const server = net.createServer((socket) => {
    setTimeout(() => {
      sleep(60_000);
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    }, 50);
  });
  t.after(() => server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as net.AddressInfo).port}`);
  const { phases, status } = await probe({ method: 'GET', url });
  assert.equal(status, 200);
  assert.equal(phases.ownDelay, phases.firstByte);
  assert.ok((phases.firstByte ?? 0) > 40);
});

test('a clock that is corrected by a little is no sleep, nor is one that is set back', async (t) => {
  const sleep = sleepingMachine(t);
  const meter = startDelayMeter();
  sleep(200);
  assert.equal(meter.slept(), 0);
  sleep(-3_600_000);
  assert.equal(meter.slept(), 0);
  sleep(3_700_000);
  meter.end();
  assert.ok(meter.slept() > 99_000, `${meter.slept()} ms`);
  sleep(60_000);
  assert.ok(meter.slept() < 101_000, 'an ended meter counts no more');
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
