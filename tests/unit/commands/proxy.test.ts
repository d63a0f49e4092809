// What a command sends to others goes through the proxy that the environment names; a load that cannot is not sent, and blames nobody.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { loadBlock } from '../../../commands/lib/load-block.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const seen: string[] = [];
const server = http.createServer((request, response) => {
  seen.push(request.url ?? '');
  response.end('by the proxy');
});
// Node's fetch asks for a tunnel, also to an http address: what comes through it is answered here.
server.on('connect', (request, socket) => {
  seen.push(request.url ?? '');
  socket.write('HTTP/1.1 200 OK\r\n\r\n');
  server.emit('connection', socket);
});
let proxy = '';
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** What `fetch` of an address gives in a process with these variables. */
const fetched = (url: string, env: Record<string, string>): Promise<string> =>
  new Promise((resolve) => {
    const script = `import { useProxyOfEnvironment } from './commands/lib/proxy-of-process.ts'; useProxyOfEnvironment();
      fetch('${url}').then((r) => r.text()).then(console.log, () => console.log('no answer')).finally(() => process.exit());`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...env },
    });
    let out = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.once('close', () => resolve(out.trim()));
  });

test('fetch goes through HTTP_PROXY, but for NO_PROXY and this machine', { timeout: 30_000 }, async () => {
  assert.equal(await fetched('http://hooks.invalid/x', { HTTP_PROXY: proxy }), 'by the proxy');
  assert.deepEqual(seen.splice(0), ['hooks.invalid:80', '/x']);
  assert.equal(await fetched('http://hooks.invalid/x', { HTTP_PROXY: proxy, NO_PROXY: 'hooks.invalid' }), 'no answer');
  assert.equal(await fetched(`${proxy}/own`, { HTTP_PROXY: 'http://127.0.0.1:9' }), 'by the proxy');
  assert.equal(await fetched('http://hooks.invalid/x', { HTTP_PROXY: 'not an address' }), 'no answer');
});

test('the embedded engine cannot go through a proxy: the load is not sent, and the text says what to do', async (t) => {
  process.env['HTTPS_PROXY'] = proxy;
  t.after(() => delete process.env['HTTPS_PROXY']);
  let sent = 0;
  const send = () => {
    sent += 1;
    return Promise.resolve({ error: { code: 'refused' as const, message: 'refused' }, phases: {} });
  };
  const site = new URL('https://mysetlist.example');
  const block = await loadBlock(site, 'embedded', send);
  assert.match(`${block?.code} ${block?.message}`, /^own-network could not prepare: .*Install k6, or .*NO_PROXY/);
  assert.equal(sent, 0);
  // k6 reads the same variables itself; and a site that does not answer is the load's own finding.
  assert.equal(await loadBlock(site, 'k6', send), undefined);
  assert.equal(await loadBlock(new URL('http://127.0.0.1:1'), 'embedded', send), undefined);
});
