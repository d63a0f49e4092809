// A real Alertmanager (Debian's prometheus-alertmanager) on a free port: an alert opens, gets worse and is resolved.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { exampleChange } from '../../../monitoring/notify/example-notices.ts';
import type { Notice } from '../../../monitoring/notify/notice.ts';
import { writeNotice } from '../../../monitoring/notify/write-notice.ts';
import { channelOf, soon } from './receivers.ts';
import { BASES, TARGET } from './sample-notices.ts';

const START_MS = 20_000;
const isInstalled = (): boolean => {
  try {
    execFileSync('prometheus-alertmanager', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts Alertmanager and returns its address when it is ready. It ends with the test file. */
async function startAlertmanager(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'alertmanager-'));
  const config = path.join(folder, 'alertmanager.yml');
  writeFileSync(config, 'route: { receiver: none }\nreceivers: [{ name: none }]\n');
  const port = await freePort();
  const child = spawn(
    'prometheus-alertmanager',
    [
      `--config.file=${config}`,
      `--storage.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  );
  after(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + START_MS;
  for (;;) {
    const isReady = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return url;
    if (performance.now() > deadline) throw new Error('Alertmanager was not ready in time');
    await pause(50);
  }
}

type Alert = {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  endsAt: string;
  status: { state: string };
  fingerprint: string;
};

test('a real Alertmanager shows the alert opened once, worse, acknowledged, resolved, reopened and resolved', async (t) => {
  if (!isInstalled())
    return t.skip('prometheus-alertmanager is not installed: apt-get install prometheus-alertmanager');
  const url = await startAlertmanager();
  const channel = channelOf('alertmanager', { NOTIFY_ALERTMANAGER_URL: url });
  const opened = Date.now() - 60_000;
  const notice = (kind: Parameters<typeof exampleChange>[1], more: Parameters<typeof exampleChange>[2] = {}): Notice =>
    writeNotice(
      { target: TARGET, bases: BASES, secrets: [] },
      exampleChange(Date.now(), kind, { id: 'availability-7', openedMs: opened, ...more }),
      [],
    );
  const send = (one: Notice): Promise<void> => channel.send(one, soon());
  const active = async (): Promise<Alert[]> =>
    (await (await fetch(`${url}/api/v2/alerts?active=true`)).json()) as Alert[];
  const shown = async (): Promise<string[]> =>
    (await active()).map(({ labels, status }) => `${labels['priority']} ${labels['severity']} ${status.state}`);

  assert.deepEqual(await shown(), []);
  await send(notice('opened', { severity: 'P2', level: 'warning' }));
  assert.deepEqual(await shown(), ['P2 warning active']);
  const [first] = await active();
  assert.match(first?.annotations['summary'] ?? '', /^P2 opened: GET \/api\/search fails|^P2 opened: Requests fail/);
  assert.equal(first?.annotations['runbook_url'], 'https://docs.example/runbook#disaster-recovery');
  assert.ok(Date.parse(first.endsAt) > Date.now() + 86_400_000, 'it does not end by itself');
  await send({ ...notice('opened', { severity: 'P2', level: 'warning' }), isRepeat: true });
  assert.deepEqual(
    [await shown(), (await active())[0]?.fingerprint],
    [['P2 warning active'], first.fingerprint],
    'shown once',
  );
  await send(notice('grew', { severity: 'P0' }));
  assert.deepEqual(await shown(), ['P0 critical active'], 'worse is another alert, and the earlier one is over');
  await send(notice('acknowledged', { severity: 'P0', acknowledgedBy: 'ada' }));
  assert.deepEqual(
    [await shown(), (await active())[0]?.annotations['acknowledged_by']],
    [['P0 critical active'], 'ada'],
  );
  await send(notice('resolved', { severity: 'P0' }));
  assert.deepEqual(await shown(), []);
  await send(notice('reopened', { severity: 'P0' }));
  assert.deepEqual(await shown(), ['P0 critical active']);
  await send(notice('resolved', { severity: 'P0' }));
  await send({ ...notice('resolved', { severity: 'P0' }), isRepeat: true });
  assert.deepEqual(await shown(), []);
});
