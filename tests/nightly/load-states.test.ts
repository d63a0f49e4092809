// Every load script on eight states of the site, and through a proxy that drops idle connections once a second, on the embedded
// engine. The verdicts are those that the rules of kpis.ts ask for. A machine that is busy with other work gives "inconclusive", and
// this test fails then: it shows verdicts only on a quiet machine. About 80 s for each state.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { runLoad, SCRIPTS, type ScriptName } from '../../load/load-run.ts';
import { startStandIn } from '../../stand-in/server.ts';

const SEARCHING: readonly ScriptName[] = ['latency', 'browse', 'spike', 'soak', 'breakpoint'];
/** By the fault of the site: the scripts that must fail. All others must pass. */
const STATES: Readonly<Record<string, readonly ScriptName[]>> = {
  healthy: [],
  'trending-slow': SEARCHING,
  'search-slow': SEARCHING,
  'search-500': SEARCHING,
  'intermittent-500': SCRIPTS,
  'connection-reset': SCRIPTS,
  'all-500': SCRIPTS,
  'votes-not-persisted': ['voting'],
};

/** Forwards to the site, and once a second ends every connection that waits for a request. */
async function dropsIdle(t: TestContext, site: URL): Promise<{ url: string; dropped: () => number }> {
  const idle = new Set<Socket>();
  let dropped = 0;
  const server = createServer((incoming, outgoing) => {
    idle.delete(incoming.socket);
    outgoing.on('close', () => idle.add(incoming.socket));
    const { method, url, headers } = incoming;
    const forwarded = ask({ host: site.hostname, port: site.port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  server.on('connection', (socket: Socket) => socket.on('close', () => idle.delete(socket)));
  const timer = setInterval(() => {
    dropped += idle.size;
    for (const socket of idle) socket.destroy();
  }, 1_000);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    clearInterval(timer);
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, dropped: () => dropped };
}

/** One script after the other: side by side they would take each other's cores, and say so. */
async function outcomes(t: TestContext, target: string, account: { email: string; password: string }) {
  const dir = mkdtempSync(join(tmpdir(), 'load-states-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const found: Record<string, string> = {};
  for (const script of SCRIPTS) {
    const said: string[] = [];
    const { outcome } = await runLoad({
      target: new URL(target),
      script,
      profile: 'smoke',
      engine: 'embedded',
      signal: t.signal,
      outDir: join(dir, script),
      allowLoad: false,
      account,
      sink: (record) => record.kind === 'check' && said.push(...record.failures.map(({ message }) => message)),
      log: (line) => said.push(line),
    });
    t.diagnostic(`${script}: ${outcome}: ${said.join(' | ')}`);
    found[script] = outcome;
  }
  return found;
}

const wanted = (failing: readonly ScriptName[]): Record<string, string> =>
  Object.fromEntries(SCRIPTS.map((script) => [script, failing.includes(script) ? 'fail' : 'pass']));

for (const [state, failing] of Object.entries(STATES)) {
  test(`the six scripts on the site with ${state}`, async (t) => {
    const site = await startStandIn({ faults: state === 'healthy' ? [] : [state] });
    t.after(() => site.close());
    assert.deepEqual(await outcomes(t, site.url, site.account), wanted(failing));
  });
}

test('the six scripts pass through a proxy that drops idle connections once a second', async (t) => {
  const site = await startStandIn();
  t.after(() => site.close());
  const proxy = await dropsIdle(t, new URL(site.url));
  assert.deepEqual(await outcomes(t, proxy.url, site.account), wanted([]));
  assert.ok(proxy.dropped() > 20, `${proxy.dropped()} connections were dropped`);
});
