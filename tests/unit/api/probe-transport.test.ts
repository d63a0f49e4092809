// What a browser can do, the probe can: content codings, encodings, large headers, proxies, kept connections, HTTP/2, both families.
import assert from 'node:assert/strict';
import { createSecureServer } from 'node:http2';
import { createServer as createHttp, request as httpRequest } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import zlib from 'node:zlib';
import { generate } from 'selfsigned';
import { withFirstPartyHeaders } from '../../../checks/api/first-party-send.ts';
import { BODY_CAP_BYTES, Connection, probe } from '../../../checks/api/probe-client.ts';
import { proxyFor } from '../../../checks/api/proxy-setting.ts';
import { timedConnector, type Opening } from '../../../checks/api/connect.ts';
import { closedPort, rawSite, site } from './tiny.ts';

const get = (url: URL, path = '/') => probe({ method: 'GET', url: new URL(path, url) });
const TEXT = JSON.stringify({ name: 'Beyoncé at Garden Dome', list: Array.from({ length: 200 }, (_, i) => i) });

const PACK: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: zlib.gzipSync,
  'x-gzip': zlib.gzipSync,
  GZIP: zlib.gzipSync,
  deflate: zlib.deflateSync,
  'deflate ': zlib.deflateRawSync,
  br: zlib.brotliCompressSync,
  zstd: zlib.zstdCompressSync,
  identity: (bytes) => bytes,
  'gzip, br': (bytes) => zlib.brotliCompressSync(zlib.gzipSync(bytes)),
  'deflate,gzip , zstd': (bytes) => zlib.zstdCompressSync(zlib.gzipSync(zlib.deflateSync(bytes))),
};
for (const [coding, pack] of Object.entries(PACK)) {
  test(`a body in ${coding.trim()} is read, requested or not`, async (t) => {
    const url = await site(t, (_request, response) => {
      response.setHeader('content-encoding', coding.trim()).end(pack(Buffer.from(TEXT)));
    });
    const answer = await get(url);
    assert.equal(answer.error, undefined, answer.error?.message);
    assert.equal(answer.body, TEXT);
  });
}

const BAD_CODINGS: readonly [what: string, coding: string, bytes: Buffer, code: string][] = [
  ['a coding that nobody knows', 'rot13', Buffer.from('x'), 'content-type'],
  ['a body that is not what it says', 'gzip', Buffer.from('{"plain":true}'), 'content-type'],
  ['a body that breaks off', 'gzip', zlib.gzipSync(TEXT).subarray(0, 60), 'truncated'],
  ['a small body that becomes a large one', 'gzip', zlib.gzipSync(Buffer.alloc(BODY_CAP_BYTES + 1)), 'body-too-large'],
];
for (const [what, coding, bytes, code] of BAD_CODINGS) {
  test(`${what} is the site's fault and has a name`, async (t) => {
    const url = await site(t, (_request, response) => {
      response.setHeader('content-encoding', coding).end(bytes);
    });
    const answer = await get(url);
    assert.equal(answer.error?.code, code, answer.error?.message);
    assert.equal(answer.status, 200);
  });
}

test('a HEAD response and a 204 with a content coding have no body to decode', async (t) => {
  const url = await site(t, (_request, response) => {
    response.writeHead(204, { 'content-encoding': 'gzip' }).end();
  });
  assert.equal((await get(url)).error, undefined);
  assert.equal((await probe({ method: 'HEAD', url })).error, undefined);
});

const HTML = (charset: string) => `<!doctype html><meta charset="${charset}"><h1>Beyoncé</h1>`;
const ENCODED: readonly [what: string, type: string, bytes: Buffer, encoding: string][] = [
  ['UTF-8', 'text/html; charset=UTF-8', Buffer.from(HTML('utf-8')), 'utf-8'],
  ['UTF-8 with a mark', 'text/html', Buffer.from(`\ufeff${HTML('x')}`), 'utf-8'],
  ['UTF-16 by its mark', 'text/html', Buffer.from(`\ufeff${HTML('x')}`, 'utf16le'), 'utf-16le'],
  ['UTF-16 by its type', 'text/html; charset=utf-16le', Buffer.from(HTML('x'), 'utf16le'), 'utf-16le'],
  ['windows-1252 by its type', 'text/html; charset="ISO-8859-1"', Buffer.from(HTML('utf-8'), 'latin1'), 'windows-1252'],
  ['windows-1252 by its meta tag', 'text/html', Buffer.from(HTML('latin1'), 'latin1'), 'windows-1252'],
];
for (const [what, type, bytes, encoding] of ENCODED) {
  test(`a page in ${what} is read as a browser reads it`, async (t) => {
    const url = await site(t, (_request, response) => {
      response.setHeader('content-type', type).end(bytes);
    });
    const answer = await get(url);
    assert.equal(answer.error, undefined);
    assert.equal(answer.encoding, encoding);
    assert.match(answer.body, /^<!doctype html>.*<h1>Beyoncé<\/h1>$/);
  });
}

test('JSON with a byte order mark is JSON', async (t) => {
  const url = await site(t, (_request, response) => {
    response.setHeader('content-type', 'application/json').end('\ufeff{"n":1}');
  });
  const answer = await get(url);
  assert.equal(answer.error ? '' : answer.body, '{"n":1}');
});

test('several Set-Cookie lines are kept apart, also with a comma in a date', async (t) => {
  const lines = ['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly', 'b=2; Path=/'];
  const url = await site(t, (_request, response) => {
    response.setHeader('set-cookie', lines).end();
  });
  const answer = await get(url);
  assert.deepEqual(answer.error ? [] : answer.setCookies, lines);
});

test('100 kB of headers are read; more than a browser reads is an error', async (t) => {
  const url = await rawSite(t, (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-long: ${'a'.repeat(100_000)}\r\n\r\nOK`),
  );
  assert.equal((await get(url)).status, 200);
  const huge = await rawSite(t, (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-long: ${'a'.repeat(400_000)}\r\n\r\nOK`),
  );
  assert.match((await get(huge)).error?.message ?? '', /headers of the answer are larger than 262144 bytes/);
});

test('a GET on a kept-alive connection that the server closed is sent once more, a POST never', async (t) => {
  let asked = 0;
  const perSocket = new WeakMap<net.Socket, number>();
  const url = await site(t, ({ socket }, response) => {
    asked += 1;
    const nth = (perSocket.get(socket) ?? 0) + 1;
    perSocket.set(socket, nth);
    if (nth === 2) socket.destroy();
    else response.end('hello');
  });
  const connection = new Connection(url);
  t.after(() => connection.close());
  assert.equal((await probe({ method: 'GET', url, connection })).status, 200);
  assert.equal((await probe({ method: 'GET', url, connection })).status, 200);
  assert.equal(asked, 3);
  const { error } = await probe({ method: 'POST', url, connection, body: '{}' });
  assert.deepEqual([error?.code, asked], ['reset', 4]);
});

test('a closed fresh connection is not retried, since visitors would have seen it', async (t) => {
  let asked = 0;
  const url = await site(t, ({ socket }) => {
    asked += 1;
    socket.destroy();
  });
  assert.equal((await get(url)).error?.code, 'reset');
  assert.equal(asked, 1);
});

/** A proxy of this machine; `seen` are the request lines that it got. */
async function proxy(
  t: TestContext,
  to: URL,
  refusal?: number,
): Promise<{ url: URL; seen: string[]; authorizations: unknown[] }> {
  const seen: string[] = [];
  const authorizations: unknown[] = [];
  const server = createHttp((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    authorizations.push(request.headers['proxy-authorization']);
    if (refusal !== undefined) return void response.writeHead(refusal).end();
    const asked = new URL(request.url ?? '/');
    const onward = httpRequest(
      new URL(asked.pathname, to),
      { headers: { ...request.headers, host: to.host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    authorizations.push(request.headers['proxy-authorization']);
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
    const onward = net.connect(Number(to.port), to.hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const one of [onward, socket]) one.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: new URL(`http://me:secret@127.0.0.1:${(server.address() as AddressInfo).port}`), seen, authorizations };
}
function setProxy(t: TestContext, value: string): void {
  for (const name of ['http_proxy', 'https_proxy']) {
    const before = process.env[name];
    process.env[name] = value;
    t.after(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
}

test('requests to a site behind a proxy use it: http with the whole address, https through a tunnel', async (t) => {
  const plain = await site(t, (request, response) => response.end(`host ${request.headers.host}`));
  const forPlain = await proxy(t, plain);
  setProxy(t, forPlain.url.href);
  const answer = await get(new URL('http://mysetlist.invalid'), '/trending?x=1');
  assert.equal(answer.status, 200, answer.error?.message);
  assert.deepEqual(forPlain.seen, ['GET http://mysetlist.invalid/trending?x=1']);
  assert.deepEqual(forPlain.authorizations, [`Basic ${Buffer.from('me:secret').toString('base64')}`]);
  const secure = await http2Site(t, true, 'mysetlist.invalid');
  const forSecure = await proxy(t, secure.url);
  setProxy(t, forSecure.url.href);
  const through = await probe({ method: 'GET', url: new URL('https://mysetlist.invalid/'), ca: secure.ca });
  assert.equal(through.status, 200, through.error?.message);
  assert.deepEqual(forSecure.seen, ['CONNECT mysetlist.invalid:443']);
});

test('a proxy that refuses, is missing or is misconfigured is our own fault, not the site’s', async (t) => {
  const refusing = await proxy(t, await closedPort(), 407);
  setProxy(t, refusing.url.href);
  const refused = await get(new URL('https://mysetlist.invalid'));
  assert.equal(refused.error?.code, 'own-network');
  assert.match(refused.error?.message ?? '', /the proxy 127\.0\.0\.1:\d+ .*it answered 407/);
  assert.doesNotMatch(refused.error?.message ?? '', /secret/);
  setProxy(t, (await closedPort()).href);
  assert.equal((await get(new URL('http://mysetlist.invalid'))).error?.code, 'own-network');
  setProxy(t, 'socks5://127.0.0.1:1080');
  const odd = await get(new URL('http://mysetlist.invalid'));
  assert.deepEqual([odd.error?.code, odd.error?.notAsked], ['own-network', true]);
});

test('which addresses go through a proxy', () => {
  const env = { HTTPS_PROXY: 'proxy.example:3128', no_proxy: '.internal.example, api.example:8443 10.0.0.7,*.test' };
  const through = (url: string) => proxyFor(new URL(url), env)?.href;
  assert.equal(through('https://site.example'), 'http://proxy.example:3128/');
  for (const straight of [
    'http://site.example',
    'https://localhost:3000',
    'https://127.0.0.1',
    'https://[::1]:3000',
    'https://internal.example',
    'https://a.internal.example',
    'https://api.example:8443',
    'https://10.0.0.7',
    'https://a.test',
  ])
    assert.equal(through(straight), undefined, straight);
  for (const far of ['https://api.example', 'https://notinternal.example', 'https://10.0.0.71'])
    assert.ok(through(far), far);
  assert.equal(proxyFor(new URL('https://a.example'), { ALL_PROXY: 'http://p.example', NO_PROXY: '*' }), undefined);
  assert.throws(
    () => proxyFor(new URL('https://a.example'), { HTTPS_PROXY: 'ftp://u:secret@p' }),
    /^TypeError: HTTPS_PROXY is not/,
  );
});

async function http2Site(t: TestContext, allowHTTP1: boolean, host = 'localhost'): Promise<{ url: URL; ca: string }> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ],
  });
  const server = createSecureServer({ key, cert, allowHTTP1 }, (request, response) => {
    response.end(`HTTP/${request.httpVersion}`);
  });
  const sockets = new Set<net.Socket>();
  server.on('secureConnection', (socket) => sockets.add(socket));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: new URL(`https://localhost:${(server.address() as AddressInfo).port}`), ca: cert };
}

test('an HTTP/2-only host gets HTTP/2, a host with both gets HTTP/1.1', async (t) => {
  const both = await http2Site(t, true);
  const answer = await probe({ method: 'GET', ...both });
  assert.equal(answer.error ? answer.error.message : answer.body, 'HTTP/1.1');
  const alone = await http2Site(t, false);
  const second = await probe({ method: 'GET', ...alone });
  assert.equal(second.error ? second.error.message : second.body, 'HTTP/2.0');
  assert.ok((second.phases.firstByte ?? -1) >= 0);
});

test('a host with one dead address is reached by its other address', async (t) => {
  const url = await site(t, (_request, response) => response.end('hello'));
  const opening: Opening = { phases: {}, phase: 'connect' };
  const error = await new Promise<Error | null>((resolve) =>
    timedConnector(() => opening, {
      limits: { dns: 3_000, connect: 3_000, tls: 3_000 },
      // Nothing answers at the first: the documentation's own network (RFC 3849).
      lookup: (_name, _options, callback) =>
        (callback as (error: null, addresses: { address: string; family: number }[]) => void)(null, [
          { address: '2001:db8::1', family: 6 },
          { address: '127.0.0.1', family: 4 },
        ]),
    })({ hostname: 'site.test', port: url.port, protocol: 'http:' } as never, (...[failed, socket]) => {
      socket?.destroy();
      resolve(failed);
    }),
  );
  assert.equal(error, null);
});

test('an IPv6 address works as a target', async (t) => {
  const server = createHttp((_request, response) => response.end('six'));
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(0, '::1', () => resolve(true));
  });
  t.after(() => server.close());
  if (!listens) return t.skip('this machine has no IPv6');
  const answer = await get(new URL(`http://[::1]:${(server.address() as AddressInfo).port}`));
  assert.equal(answer.error ? answer.error.message : answer.body, 'six');
});

test('headers for the site are sent to its own origin only, also after a redirect, and never appear in a message', async (t) => {
  const seen: (string | undefined)[] = [];
  const elsewhere = await site(t, (request, response) => {
    seen.push(`elsewhere ${String(request.headers['x-vercel-protection-bypass'])}`);
    response.end();
  });
  const own = await site(t, (request, response) => {
    seen.push(`own ${String(request.headers['x-vercel-protection-bypass'])}`);
    response.writeHead(302, { location: request.url === '/away' ? elsewhere.href : '/away' }).end();
  });
  const send = withFirstPartyHeaders(own, { 'x-vercel-protection-bypass': 'letmein' });
  await send({ method: 'GET', url: own, redirects: 3 });
  assert.deepEqual(seen, ['own letmein', 'own letmein', 'elsewhere undefined']);
  const refused = await withFirstPartyHeaders(await closedPort(), { 'x-a': 'letmein' })({
    method: 'GET',
    url: await closedPort(),
  });
  assert.doesNotMatch(JSON.stringify(refused), /letmein/);
});
