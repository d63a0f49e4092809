// The deadlines of a connection that does not come to be: no answer of the resolver, none to the SYN, none to the hello.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import test from 'node:test';
import { PhaseTimeout, timedConnector, type Opening, type Phase } from '../../../checks/api/connect.ts';

const LIMITS = { dns: 60, connect: 60, tls: 60 };
type Resolver = NonNullable<Parameters<typeof timedConnector>[1]['lookup']>;

/** Tries to connect; the phase whose deadline passed. */
async function latePhase(url: URL, lookup?: Resolver): Promise<Phase> {
  const opening: Opening = { phases: {}, phase: 'connect' };
  const error = await new Promise<Error | null>((resolve) =>
    timedConnector(() => opening, { limits: LIMITS, lookup })(
      { hostname: url.hostname, port: url.port, protocol: url.protocol } as never,
      (...[failed]) => resolve(failed),
    ),
  );
  assert.ok(error instanceof PhaseTimeout, String(error));
  assert.equal(error.phase, opening.phase);
  return error.phase;
}

test('a resolver that never answers times out in phase dns', async () => {
  assert.equal(await latePhase(new URL('http://site.test'), () => undefined), 'dns');
});

test(
  'a host that accepts no connection times out in phase connect',
  { skip: process.platform !== 'linux' },
  async (t) => {
    const host = fork(path.join(import.meta.dirname, 'deaf-host.ts'));
    t.after(() => host.kill('SIGKILL'));
    const [port] = (await once(host, 'message')) as [number];
    // Stopped, it accepts nobody: the kernel completes as many connections as its backlog holds, and no more.
    host.kill('SIGSTOP');
    const held = Array.from({ length: 8 }, () => net.connect(port, '127.0.0.1').on('error', () => undefined));
    t.after(() => held.forEach((socket) => socket.destroy()));
    await Promise.all(held.slice(0, 2).map((socket) => once(socket, 'connect')));
    assert.equal(await latePhase(new URL(`http://127.0.0.1:${port}`)), 'connect');
  },
);

test('a host that never answers TLS times out in phase tls', async (t) => {
  const open: net.Socket[] = [];
  const server = net.createServer((socket) => void open.push(socket)).listen(0, '127.0.0.1');
  t.after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  assert.equal(await latePhase(new URL(`https://127.0.0.1:${port}`)), 'tls');
});
