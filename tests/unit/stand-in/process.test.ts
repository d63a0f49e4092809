import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readCommand } from '../../../stand-in/main.ts';
import { startStandIn } from '../../../stand-in/server.ts';

const MAIN = fileURLToPath(new URL('../../../stand-in/main.ts', import.meta.url));
const run = (...args: string[]) => spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

async function output(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (err += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const data of child.stdout as AsyncIterable<Buffer>) {
    text += data.toString();
    if (text.includes('\n')) break;
  }
  return text.slice(0, text.indexOf('\n'));
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends the process with code 0, even with a page waiting and a live connection open`, async () => {
    const child = run('--json', '--fault', 'trending-slow');
    const { url } = JSON.parse(await firstLine(child)) as { url: string };
    const socket = new WebSocket(`${url.replace('http', 'ws')}/realtime/v1/websocket`);
    await once(socket, 'message');
    const waiting = fetch(`${url}/api/trending`).catch(() => 'broken off');
    const closed = once(child, 'close');
    child.kill(signal);
    assert.deepEqual(await closed, [0, null]);
    assert.equal(await waiting, 'broken off', 'the slow answer was not waited for');
    await assert.rejects(fetch(url), 'the port is free again');
  });
}

test('every error of the command line is listed, nothing starts, exit code 4', async () => {
  const { code, out, err } = await output(
    run('--port', 'x', '--preset', 'r9', '--fault', 'nope,all-500', '--limiter', 'maybe', '--what', 'stray'),
  );
  assert.equal(code, 4);
  assert.equal(out, '');
  for (const mistake of ['--port x', '--preset r9', 'no such fault: nope', '--limiter maybe', '--what', '"stray"']) {
    assert.ok(err.includes(mistake), `${mistake} in ${err}`);
  }
  assert.ok(!err.includes('no such fault: all-500'));
});

test('--list-faults prints the table as JSON and ends', async () => {
  const { code, out } = await output(run('--list-faults'));
  assert.equal(code, 0);
  const faults = JSON.parse(out) as { id: string }[];
  assert.deepEqual(
    faults.find(({ id }) => id === 'nav-gap'),
    {
      id: 'nav-gap',
      source: '3.2',
      description: 'Between 768 and 1023 px wide the page has no navigation and no search',
    },
  );
});

test('without --json the output has the address, the account and the active faults', async () => {
  const child = run('--fault', 'nav-gap');
  const text = await firstLine(child);
  assert.match(text, /http:\/\/127\.0\.0\.1:\d+/);
  child.kill();
  await once(child, 'close');
});

test('flags may be given as --name=value and faults more than once', () => {
  const read = readCommand([
    '--port=8123',
    '--fault',
    'nav-gap',
    '--fault=all-500, login-broken',
    '--limiter=enforced',
  ]);
  assert.ok('command' in read);
  assert.equal(read.command.options.port, 8123);
  assert.deepEqual(read.command.options.faults, ['nav-gap', 'all-500', 'login-broken']);
  assert.equal(read.command.options.limiter, 'enforced');
});

test('two stand-ins at once have ports, votes and faults of their own', async () => {
  const [one, two] = [await startStandIn(), await startStandIn({ faults: ['all-500'] })];
  try {
    assert.notEqual(one.url, two.url);
    assert.equal((await fetch(one.url)).status, 200);
    assert.equal((await fetch(two.url)).status, 500);
    assert.equal(one.votesHash(), two.votesHash());
  } finally {
    await Promise.all([one.close(), two.close()]);
  }
});

test('a port in use is an error, and no server keeps running', async () => {
  const first = await startStandIn();
  try {
    const port = Number(new URL(first.controlUrl).port);
    await assert.rejects(startStandIn({ port }), { code: 'EADDRINUSE' });
    await assert.rejects(startStandIn({ controlPort: port }), { code: 'EADDRINUSE' });
  } finally {
    await first.close();
  }
});

test('an unknown fault is refused at the start and over the control address', async () => {
  await assert.rejects(startStandIn({ faults: ['nope'] }), /no such fault: nope/);
  const site = await startStandIn();
  try {
    const put = (body: string) => fetch(`${site.controlUrl}/faults`, { method: 'PUT', body });
    assert.equal((await put('["nope"]')).status, 400);
    assert.equal((await put('not json')).status, 400);
    assert.equal((await put('["all-500"]')).status, 200);
    assert.equal((await fetch(site.url)).status, 500);
    assert.equal((await put('[]')).status, 200);
    assert.equal((await fetch(site.url)).status, 200);
    const log = (await (await fetch(`${site.controlUrl}/log`)).json()) as { path: string; status: number }[];
    assert.deepEqual(
      log.map(({ path, status }) => [path, status]),
      [
        ['/', 500],
        ['/', 200],
      ],
    );
  } finally {
    await site.close();
  }
});

test('the dialect and its delays come from flags, from the environment, or from the preset', async () => {
  const read = (args: string[], env: Record<string, string> = {}) => {
    const result = readCommand(args, env);
    assert.ok('command' in result);
    const { markup, hydrationMs, seed } = result.command.options;
    return { markup, hydrationMs, seed };
  };
  const unset = { markup: undefined, hydrationMs: undefined, seed: undefined };
  const env = { STAND_IN_MARKUP: 'react', STAND_IN_HYDRATION_MS: '800', STAND_IN_SEED: '7' };
  assert.deepEqual(read([]), unset);
  assert.deepEqual(read([], { STAND_IN_MARKUP: '', STAND_IN_SEED: '' }), unset);
  assert.deepEqual(read([], env), { markup: 'react', hydrationMs: [800, 800], seed: 7 });
  assert.deepEqual(read(['--markup', 'plain', '--hydration', '1-9', '--seed=2'], env), {
    markup: 'plain',
    hydrationMs: [1, 9],
    seed: 2,
  });
  for (const [options, markup] of [
    [{}, 'plain'],
    [{ preset: 'r1' }, 'react'],
    [{ preset: 'r1', markup: 'plain' }, 'plain'],
  ] as const) {
    const site = await startStandIn(options);
    assert.equal(site.markup, markup);
    await site.close();
  }
});

test('an invalid dialect, delay or seed is rejected, as a flag and as a variable', async () => {
  const { code, err } = await output(run('--markup', 'vue', '--hydration', 'soon', '--seed', 'x'));
  assert.equal(code, 4);
  for (const mistake of ['--markup vue', '--hydration soon', '--seed x']) assert.ok(err.includes(mistake), err);
  const read = readCommand([], { STAND_IN_MARKUP: 'vue' });
  assert.deepEqual('mistakes' in read && read.mistakes, ['--markup vue is not one of plain, react']);
});
