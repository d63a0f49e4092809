// Pages and browsers that go wrong: each a clear verdict within its deadline, and no Chrome left behind.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { closedPort, rawSite, site } from '../api/tiny.ts';
import { audit, renderers, told } from './audit-harness.ts';

/** A self-signed certificate for 127.0.0.1 and its key, made for this test and of no use elsewhere. */
const TLS = path.join(import.meta.dirname, '../../fixtures/tls');
const html =
  (body: string): RequestListener =>
  (_, response) =>
    void response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>A page</title>${body}`);

test('a target that is down fails as refused', async () => {
  assert.equal(told((await audit(await closedPort())).check), 'fail refused');
});
test('a self-signed certificate fails as tls', async (t) => {
  const options = { key: readFileSync(path.join(TLS, 'key.pem')), cert: readFileSync(path.join(TLS, 'cert.pem')) };
  const server = createHttps(options, html('<h1>Hello</h1>'));
  t.after(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  assert.equal(told((await audit(url)).check), 'fail tls');
});
test('an endless redirect fails as redirect-loop', async (t) => {
  const url = await site(t, (_, response) => void response.writeHead(307, { Location: '/' }).end());
  assert.equal(told((await audit(url)).check), 'fail redirect-loop');
});
test('a connection that breaks off fails as reset', async (t) => {
  assert.equal(told((await audit(await rawSite(t, (socket) => socket.destroy()))).check), 'fail reset');
});
test('50 MB are not audited', async (t) => {
  const chunk = Buffer.alloc(1_024 * 1_024, 'x');
  const url = await site(t, (_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.write('<!doctype html><title>Large</title><h1>Large</h1><p>');
    let left = 50;
    const more = (): void => {
      if (left === 0 || response.destroyed) return void response.end();
      left -= 1;
      response.write(chunk, more);
    };
    more();
  });
  assert.equal(told((await audit(url)).check), 'fail body-too-large');
});
test('a page that becomes a download fails by its content type, and so does one that is no page', async (t) => {
  const download = await site(t, (_, response) => {
    response
      .writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' })
      .end('x');
  });
  assert.equal(told((await audit(download)).check), 'fail content-type');
  const attached = await site(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-disposition': 'attachment' }).end('<h1>x</h1>');
  });
  assert.equal(told((await audit(attached)).check), 'fail content-type');
});
test('a page that opens a dialog or reloads itself is audited to the end and fails for that', async (t) => {
  const dialog = html(
    '<h1>Hello</h1><script>addEventListener("load", () => setTimeout(() => alert("Join us"), 100))</script>',
  );
  const { check } = await audit(await site(t, dialog));
  assert.equal(told(check), 'fail semantic');
  assert.match(check.failures[0]?.message ?? '', /^\/ opens a dialog \(alert\): Join us$/);
  const reload = html(
    '<h1>Hello</h1><script>addEventListener("load", () => setTimeout(() => location.reload(), 300))</script>',
  );
  const again = await audit(await site(t, reload), { restMs: 3_000 });
  assert.equal(told(again.check), 'fail semantic');
  assert.match(again.check.failures[0]?.message ?? '', /^\/ reloads itself \(\d+ times\)$/);
});
test('a heading with a break is read as it reads', async (t) => {
  const url = await site(t, html('<h1>Crowd-Curated<br/><span>Setlists</span></h1>'));
  assert.doesNotMatch(JSON.stringify((await audit(url)).check.failures), /heading/);
});
test('a page that is never idle fails as timeout, with its figures', async (t) => {
  const url = await site(t, (request, response) => {
    // Whatever else it asks for gets no answer: the network is never quiet.
    if (request.url === '/')
      html('<h1>Busy</h1><script>for (let i = 0; i < 4; i++) fetch("/never?" + i);</script>')(request, response);
  });
  const { check } = await audit(url, { restMs: 1_000 });
  assert.equal(told(check), 'fail timeout');
  assert.match(check.failures[0]?.message ?? '', /was never idle/);
  assert.ok(check.evidence.some((file) => file.endsWith('.html')));
});
test('a page that crashes its renderer twice fails as page-error', async (t) => {
  let crashes = 0;
  const url = await site(t, (request, response) => {
    if (request.url === '/') return html('<h1>Hello</h1><script src="/crash.js"></script>')(request, response);
    crashes += 1;
    for (const { pid } of renderers()) process.kill(pid, 'SIGKILL');
    response.end();
  });
  const { check } = await audit(url);
  assert.equal(told(check), 'fail page-error');
  assert.match(check.failures[0]?.message ?? '', /twice/);
  assert.ok(crashes >= 2);
});
