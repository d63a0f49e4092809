// Pages and browsers that go wrong: each a clear verdict within its deadline, and no Chrome left behind.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { ownPage } from '../../../checks/audits/pages.ts';
import { runAudits, type AuditContext } from '../../../checks/audits/run.ts';
import { findBrowser } from '../../../commands/lib/browser.ts';
import type { CheckRecord, ResultRecord } from '../../../reports/result.ts';
import { closedPort, rawSite, site } from '../api/tiny.ts';
import { processes, type Process } from './processes.ts';

const TLS = path.join(import.meta.dirname, '../../fixtures/tls');
const dir = mkdtempSync(path.join(os.tmpdir(), 'audits-test-'));
// Chrome's profile lies here, so that every one of its processes can be told from those of others.
process.env['TMPDIR'] = dir;
after(() => rmSync(dir, { recursive: true, force: true }));

const browsers = (): Process[] => processes().filter(({ command }) => command.includes(`--user-data-dir=${dir}`));
/** Our Chrome's renderers: the zygote, its child, starts them. */
const renderers = (): Process[] => {
  const all = processes();
  const parents = new Set(browsers().map(({ pid }) => pid));
  for (const { pid, parent } of all) if (parents.has(parent)) parents.add(pid);
  return all.filter(({ parent, command }) => parents.has(parent) && command.includes('--type=renderer'));
};

async function audit(target: URL, more: Partial<AuditContext> = {}): Promise<CheckRecord> {
  const records: ResultRecord[] = [];
  await runAudits({
    target,
    pages: [ownPage('/')],
    formFactors: ['mobile'],
    categories: ['performance'],
    runs: { least: 1, most: 1, extra: 0 },
    account: undefined,
    past: [],
    browserPath: findBrowser()?.path ?? '',
    outDir: path.join(dir, 'lighthouse'),
    sink: (record) => void records.push(record),
    log: () => undefined,
    ...more,
  });
  assert.deepEqual(browsers(), [], 'no Chrome is left');
  const checks = records.filter((record) => record.kind === 'check');
  assert.equal(checks.length, 1);
  return checks[0] as CheckRecord;
}
const told = ({ outcome, failures }: CheckRecord): string => `${outcome} ${failures.map((f) => f.code).join()}`;
const html =
  (body: string): RequestListener =>
  (_, response) =>
    void response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>A page</title>${body}`);

test('a target that is down fails as refused', async () => {
  assert.equal(told(await audit(await closedPort())), 'fail refused');
});
test('a self-signed certificate fails as tls', async (t) => {
  const options = { key: readFileSync(path.join(TLS, 'key.pem')), cert: readFileSync(path.join(TLS, 'cert.pem')) };
  const server = createHttps(options, html('<h1>Hello</h1>'));
  t.after(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  assert.equal(told(await audit(url)), 'fail tls');
});
test('an endless redirect fails as redirect-loop', async (t) => {
  const url = await site(t, (_, response) => void response.writeHead(307, { Location: '/' }).end());
  assert.equal(told(await audit(url)), 'fail redirect-loop');
});
test('a connection that breaks off fails as reset', async (t) => {
  assert.equal(told(await audit(await rawSite(t, (socket) => socket.destroy()))), 'fail reset');
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
  assert.equal(told(await audit(url)), 'fail body-too-large');
});
test('a page that never comes to rest fails as timeout and keeps its figures', async (t) => {
  const url = await site(t, (request, response) => {
    // Whatever else it asks for gets no answer: the network is never quiet.
    if (request.url === '/')
      html('<h1>Busy</h1><script>for (let i = 0; i < 4; i++) fetch("/never?" + i);</script>')(request, response);
  });
  const check = await audit(url, { restMs: 3_000 });
  assert.equal(told(check), 'fail timeout');
  assert.match(check.failures[0]?.message ?? '', /never came to rest/);
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
  const check = await audit(url);
  assert.equal(told(check), 'fail page-error');
  assert.match(check.failures[0]?.message ?? '', /twice/);
  assert.ok(crashes >= 2);
});
