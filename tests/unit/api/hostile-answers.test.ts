// Answers made to hurt: each ends within its deadline and a bounded memory, and the site's fault has its name.
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { judgeAnswer } from '../../../checks/api/judge-answer.ts';
import { probe } from '../../../checks/api/probe-client.ts';
import { trending } from '../../../contracts/trending.contract.ts';
import { rawSite, site } from './tiny.ts';

const DEADLINES = { firstByte: 400, download: 400, whole: 800 };
const get = (url: URL) => probe({ method: 'GET', url, deadlines: DEADLINES, redirects: 5 });
/** Far above what reading 2 MB needs, far below what any of these answers would unpack to. */
const MOST_MEMORY = 250_000_000;
const ZEROS = Buffer.alloc(100_000_000);
const endless = (piece: string | Buffer, head: string) => (socket: Socket) => {
  socket.on('error', () => {});
  socket.write(head);
  const send = (): void => {
    while (!socket.destroyed && socket.write(piece));
    if (!socket.destroyed) socket.once('drain', send);
  };
  send();
};
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const CHUNK = `10000\r\n${'x'.repeat(0x10000)}\r\n`;

type Raw = (socket: Socket) => void;
const RAW: readonly [what: string, answer: Raw, code: string][] = [
  ['a body without end', endless(CHUNK, `${HEAD}transfer-encoding: chunked\r\n\r\n`), 'body-too-large'],
  ['headers without end', endless('x-a: b\r\n'.repeat(1_000), 'HTTP/1.1 200 OK\r\n'), 'header'],
  ['100,000 headers', (socket) => socket.on('error', () => {}).end(`HTTP/1.1 200 OK\r\n${Array.from({ length: 100_000 }, (_, i) => `x${i}: y\r\n`).join('')}\r\nOK`), 'header'],
  ['a status line without end', endless('A'.repeat(1_000), 'HTTP/1.1 200 '), 'timeout'],
  ['informational answers without end', endless('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100), ''), 'timeout'],
  ['one byte a moment', (socket) => { socket.on('error', () => {}); socket.write(`${HEAD}content-length: 1000\r\n\r\n`); const timer = setInterval(() => socket.write('x'), 20); socket.on('close', () => clearInterval(timer)); }, 'timeout'],
  ['a body shorter than it says', (socket) => socket.end(`${HEAD}content-length: 1000\r\n\r\n{}`), 'truncated'],
  ['a length that is none', (socket) => socket.end(`${HEAD}content-length: -5\r\n\r\n{}`), 'reset'],
  ['an answer that is no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'), 'reset'],
]; // prettier-ignore
const PACKED: readonly [what: string, coding: string, body: Buffer, code: string][] = [
  ['a bomb in gzip', 'gzip', zlib.gzipSync(ZEROS, { level: 1 }), 'body-too-large'],
  ['a bomb in deflate', 'deflate', zlib.deflateSync(ZEROS, { level: 1 }), 'body-too-large'],
  ['a bomb in brotli', 'br', zlib.brotliCompressSync(ZEROS, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }), 'body-too-large'],
  ['a bomb in zstd', 'zstd', zlib.zstdCompressSync(ZEROS), 'body-too-large'],
  ['a bomb in a bomb', 'gzip, gzip', zlib.gzipSync(zlib.gzipSync(ZEROS, { level: 1 })), 'body-too-large'],
  ['fifty layers of gzip', Array.from({ length: 50 }, () => 'gzip').join(','), Array.from({ length: 50 }).reduce<Buffer>((all) => zlib.gzipSync(all), Buffer.from('{}')), 'content-type'],
  ['a thousand codings', Array.from({ length: 1_000 }, () => 'gzip').join(','), zlib.gzipSync('{}'), 'content-type'],
]; // prettier-ignore

async function bounded(url: URL, code: string): Promise<void> {
  const before = process.memoryUsage().rss;
  const began = performance.now();
  const answer = await get(url);
  assert.equal(answer.error?.code, code, answer.error?.message ?? `status ${answer.status}`);
  assert.ok(performance.now() - began < DEADLINES.whole + 20_000);
  assert.ok(process.memoryUsage().rss - before < MOST_MEMORY, 'memory');
}
for (const [what, answer, code] of RAW) test(`${what}: ${code}`, async (t) => bounded(await rawSite(t, answer), code));
for (const [what, coding, body, code] of PACKED)
  test(`${what}: ${code}`, async (t) =>
    bounded(await site(t, (_, response) => response.setHeader('content-encoding', coding).end(body)), code));

test('redirects in a loop, endless new ones, and one to an invalid address', async (t) => {
  const to = (location: (path: string) => string) => site(t, ({ url = '' }, response) => response.writeHead(302, { location: location(url) }).end()); // prettier-ignore
  assert.equal((await get(await to(() => '/a'))).error?.code, 'redirect-loop');
  assert.equal((await get(await to((path) => `${path}x`))).error?.code, 'redirect-loop');
  // Node says of this one that it can be parsed, and then cannot.
  const unreadable = await get(await to(() => `http://${'base64-eyJ'.repeat(20_000)}`));
  assert.equal(unreadable.status, 302);
});

const BODIES: readonly [what: string, body: Buffer | string, code: string][] = [
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 'not-json'],
  ['half a surrogate pair in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'not-json'],
  ['500,000 brackets', '['.repeat(500_000), 'not-json'],
  ['500,000 objects in each other', '{"a":'.repeat(300_000), 'not-json'],
  ['a million quotes that nothing closes', `["${'\\"'.repeat(900_000)}`, 'truncated'],
  ['a million keys', `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":0`).join()}}`, 'contract'],
  ['a key twice', '{"data":[],"data":[]}', 'not-json'],
  ['a key that changes every object', '{"__proto__":{"polluted":true}}', 'contract'],
];
const promise = trending.cases.find(({ json, status }) => json !== undefined && status.includes(200));
for (const [what, body, code] of BODIES)
  test(`${what}: ${code}`, async (t) => {
    const url = await site(t, (_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, s-maxage=60' }).end(body),
    );
    const answer = await probe({ method: 'GET', url });
    const began = performance.now();
    assert.ok(promise);
    const { failures } = judgeAnswer(promise, answer, new Date());
    assert.equal(failures[0]?.code, code, failures[0]?.message);
    assert.ok(failures.every(({ message }) => message.length < 1_000));
    assert.ok(performance.now() - began < 20_000);
    assert.equal(({} as { polluted?: true }).polluted, undefined);
  });
