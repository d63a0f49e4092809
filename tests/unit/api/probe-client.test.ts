import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { BODY_CAP_BYTES, Connection, probe, USER_AGENT } from '../../../checks/api/probe-client.ts';
import type { Socket } from 'node:net';
import { closedPort, rawSite, site } from './tiny.ts';

const SHORT = { connect: 300, firstByte: 300, download: 300, whole: 900 };
const get = (url: URL, path = '/') => probe({ method: 'GET', url: new URL(path, url), deadlines: SHORT });

test('an answer comes with status, headers, body and the phases of its own connection', async (t) => {
  const agents: (string | undefined)[] = [];
  const url = await site(t, (request, response) => {
    agents.push(request.headers['user-agent']);
    response.setHeader('X-Thing', 'Yes').end('hello');
  });
  const answer = await get(url);
  assert.equal(answer.error, undefined);
  assert.deepEqual([answer.status, answer.body, answer.headers['x-thing']], [200, 'hello', 'Yes']);
  assert.ok((answer.phases.connect ?? -1) >= 0 && (answer.phases.firstByte ?? -1) >= 0);
  assert.deepEqual(agents, [USER_AGENT]);
});

test('every probe opens a connection of its own', async (t) => {
  const ports = new Set<number | undefined>();
  const url = await site(t, (request, response) => {
    ports.add(request.socket.remotePort);
    response.end();
  });
  await Promise.all([get(url), get(url), get(url)]);
  assert.equal(ports.size, 3);
});

test('the first byte is timed from the sent request and apart from the download', async (t) => {
  const url = await site(t, (_request, response) => {
    void pause(120)
      .then(() => response.write('first'))
      .then(() => pause(80))
      .then(() => response.end('last'));
  });
  const { phases } = await get(url);
  // Lower bounds alone: a busy machine adds to each phase, and a phase never holds less than its own wait.
  assert.ok((phases.firstByte ?? 0) >= 115, `first byte ${phases.firstByte} ms`);
  assert.ok((phases.download ?? 0) >= 70, `download ${phases.download} ms`);
});

test('a kept-alive connection is reused, and its set-up is timed once', async (t) => {
  const ports = new Set<number | undefined>();
  const url = await site(t, (request, response) => {
    ports.add(request.socket.remotePort);
    response.end('hello');
  });
  const connection = new Connection(url);
  t.after(() => connection.close());
  const first = await probe({ method: 'GET', url, connection });
  const second = await probe({ method: 'GET', url, connection });
  assert.equal(ports.size, 1);
  assert.deepEqual([first.status, second.status], [200, 200]);
  assert.deepEqual([first.phases.connect === undefined, second.phases.connect === undefined], [false, true]);
  assert.ok((second.phases.firstByte ?? -1) >= 0);
});

test('redirects are followed up to the limit; a loop or one too many is reported', async (t) => {
  const url = await site(t, (request, response) => {
    const to = { '/a': '/b', '/b': '/c', '/loop': '/loop' }[request.url ?? ''];
    if (to === undefined) response.end('there');
    else response.writeHead(302, { location: to }).end();
  });
  const follow = (path: string, redirects: number) => probe({ method: 'GET', url: new URL(path, url), redirects });
  const there = await follow('/a', 2);
  assert.deepEqual([there.status, there.error ?? there.url?.pathname], [200, '/c']);
  assert.equal((await follow('/a', 1)).error?.code, 'redirect-loop');
  assert.equal((await follow('/loop', 5)).error?.code, 'redirect-loop');
});

test('a redirect is an answer and is not followed', async (t) => {
  const paths: (string | undefined)[] = [];
  const url = await site(t, (request, response) => {
    paths.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  assert.equal((await get(url)).status, 302);
  assert.deepEqual(paths, ['/']);
});

const head = (lines: string) => `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${lines}\r\n`;
const BROKEN: readonly [title: string, say: (socket: Socket) => void, code: string][] = [
  [
    'a body shorter than its length is truncated',
    (s) => s.end(`${head('content-length: 100\r\n')}{"half":`),
    'truncated',
  ],
  [
    'a body shorter than its length is truncated, also when the server meant to close',
    (s) => s.end(`${head('content-length: 100\r\nconnection: close\r\n')}{"half":`),
    'truncated',
  ],
  [
    'a chunked body without its end is truncated',
    (s) => s.end(`${head('transfer-encoding: chunked\r\nconnection: close\r\n')}5\r\n{"hal\r\n`),
    'truncated',
  ],
  ['a connection closed before any answer is a reset', (s) => s.destroy(), 'reset'],
  ['something that is not HTTP is a reset', (s) => s.end('SSH-2.0-OpenSSH_9.2\r\n'), 'reset'],
  ['silence is a timeout', () => {}, 'timeout'],
  ['headers that never end are a timeout', (s) => s.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n'), 'timeout'],
  ['a body that stalls is a timeout', (s) => s.write(`${head('content-length: 100\r\n')}{"half":`), 'timeout'],
];
for (const [title, say, code] of BROKEN) {
  test(title, async (t) => {
    const answer = await get(await rawSite(t, say));
    assert.equal(answer.error?.code, code, answer.error?.message);
    assert.ok((answer.error?.message ?? '').length < 200);
  });
}

test('a body that never ends is cut at the overall deadline', async (t) => {
  const url = await rawSite(t, (socket) => {
    socket.write(head('content-length: 100000\r\n'));
    const trickle = setInterval(() => socket.write('x'), 50);
    socket.once('close', () => clearInterval(trickle));
  });
  const started = performance.now();
  const answer = await get(url);
  assert.equal(answer.error?.code, 'timeout');
  // Sent to its end, it would take over an hour.
  assert.ok(performance.now() - started < 20_000);
});

test('a body over the cap is cut off', async (t) => {
  let sent = 0;
  const url = await site(t, (_request, response) => {
    const chunk = Buffer.alloc(256 * 1024);
    const more = () => {
      while (sent < 5 * BODY_CAP_BYTES && !response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  });
  const answer = await get(url);
  assert.equal(answer.error?.code, 'body-too-large');
  assert.equal(answer.status, 200);
  assert.ok(sent < 5 * BODY_CAP_BYTES, 'the rest is not fetched');
});

test('a port at which nothing listens is refused, at once', async () => {
  // A wait would end as a timeout.
  const answer = await get(await closedPort());
  assert.equal(answer.error?.code, 'refused');
});

test('a host name that does not exist is a dns failure', async () => {
  const answer = await get(new URL('http://no-such-host.invalid'));
  assert.equal(answer.error?.code, 'dns');
});

test('plain HTTP where TLS is expected is a tls failure', async (t) => {
  const url = await site(t, (_request, response) => response.end());
  const answer = await get(new URL(`https://127.0.0.1:${url.port}`));
  assert.equal(answer.error?.code, 'tls', answer.error?.message);
});

test('a stopped run is not reported as a slow site', async (t) => {
  const url = await rawSite(t, () => {});
  const stop = new AbortController();
  const asked = probe({ method: 'GET', url, signal: stop.signal });
  stop.abort();
  assert.equal((await asked).error?.code, 'tool');
});
