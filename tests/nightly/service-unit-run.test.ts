// The systemd unit of docs/monitoring.md, started as systemd starts it: a fresh clone in /opt, an ordinary user, the environment file, everything
// else read-only. Needs root and Linux, for the user and the mounts.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openHistory } from '../../monitoring/history/store.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { ended, ROOT } from '../commands/process.ts';

const RUN_MS = 30_000;
const NOBODY = 65_534;
const MONITORED = '/opt/mysetlist-checks';

const unit = /```ini\n(.*?)```/s.exec(readFileSync(path.join(ROOT, 'docs/monitoring.md'), 'utf8'))?.[1] ?? '';
const settings = (name: string): string[] =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, v = '']) => v);
const setting = (name: string): string => settings(name)[0] ?? '';

/** Reasons why this machine cannot show it. */
function missing(): string | undefined {
  if (process.getuid?.() !== 0) return 'not root';
  const mount = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { encoding: 'utf8' });
  return mount.status === 0 ? undefined : `no private mounts: ${mount.error?.message ?? mount.stderr}`;
}

/** What systemd does with ProtectSystem, PrivateTmp, ReadWritePaths and NoNewPrivileges. `exec` keeps the process id. */
const sandbox = (clone: string, env: readonly string[], command: string): string =>
  [
    'set -e',
    'mount --make-rprivate /',
    'mount -t tmpfs tmpfs /opt',
    `mkdir ${MONITORED}`,
    `mount --bind ${clone} ${MONITORED}`,
    `mount --bind ${MONITORED}/.results ${MONITORED}/.results`,
    'mount -t tmpfs -o mode=1777 tmpfs /tmp',
    `mount -o remount,ro,bind ${MONITORED}`,
    'mount -o remount,ro /opt',
    'mount -o remount,ro,bind /',
    `cd ${setting('WorkingDirectory')}`,
    `exec setpriv --no-new-privs --reuid=${NOBODY} --regid=${NOBODY} --clear-groups env -i ${env.map(quoted).join(' ')} ${command}`,
  ].join('\n');
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

test(
  'the unit runs for 30 s as an ordinary user, writes below .results only, and ends in time at SIGTERM',
  { timeout: 180_000 },
  async (t) => {
    const why = missing();
    if (why !== undefined) return t.skip(why);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'service-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const clone = path.join(folder, 'clone');
    execFileSync('git', ['clone', '-q', ROOT, clone]);
    // Linked, since an installation takes minutes. Nothing of it can be written.
    execFileSync('cp', ['-al', path.join(ROOT, 'node_modules'), path.join(clone, 'node_modules')]);
    execFileSync('chmod', ['755', folder]);
    mkdirSync(path.join(clone, '.results'));
    chownSync(path.join(clone, '.results'), NOBODY, NOBODY);
    const site = await startStandIn();
    const pings: string[] = [];
    const other = createServer((request, response) => {
      pings.push(`${request.method} ${request.url}`);
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const control = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const file = path.join(folder, 'monitor.env');
    writeFileSync(
      file,
      `# as docs/monitoring.md\nTARGET_URL=${site.url}\nCONTROL_URL=${control}\nHEARTBEAT_URL=${control}/beat\n`,
    );
    const env = [
      ...['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', 'HOME=/nonexistent', 'USER=nobody'],
      ...settings('Environment'),
      ...readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => /^\w+=/.test(line)),
    ];
    const child = spawn('unshare', ['--mount', 'sh', '-c', sandbox(clone, env, setting('ExecStart'))], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    t.after(() => child.kill('SIGKILL'));
    const end = ended(child);
    await Promise.race([pause(RUN_MS), end]);
    assert.equal(child.exitCode, null, JSON.stringify(await Promise.race([end, pause(0)])));
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const peakMb = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1_000;
    assert.match(status, new RegExp(`^Uid:\\s+${NOBODY}\\s+${NOBODY}`, 'm'));
    assert.match(status, /^NoNewPrivs:\s+1$/m);
    const stopped = performance.now();
    child.kill(setting('KillSignal') as NodeJS.Signals);
    const { code, stdout, stderr } = await end;
    const tookMs = performance.now() - stopped;
    other.close();
    await site.close();
    t.diagnostic(`exit ${code}, ${Math.round(tookMs)} ms after SIGTERM, at most ${peakMb.toFixed(1)} MB of memory`);
    assert.ok(setting('SuccessExitStatus').split(' ').includes(String(code)), `exit ${code}: ${stdout}${stderr}`);
    assert.ok(tookMs < Number(setting('TimeoutStopSec')) * 1_000, `${tookMs} ms`);
    assert.ok(peakMb < Number.parseInt(setting('MemoryMax'), 10), `${peakMb} MB`);
    assert.equal(stderr, '');
    assert.doesNotMatch(stdout, /EROFS|EACCES|EPERM|read-only|permission/i);
    assert.match(stdout, /^\d+ probes of /m);
    assert.deepEqual(
      pings.filter((line) => line.includes('/beat')),
      ['GET /beat'],
      'the tick that ended was stored',
    );
    const left = execFileSync('git', ['-C', clone, 'status', '--porcelain', '--ignored'], { encoding: 'utf8' });
    assert.deepEqual(left.trim().split('\n').sort(), ['!! .results/', '!! node_modules/']);
    const history = await openHistory({ location: path.join(clone, '.results/private/history.db'), target: site.url });
    const n = (await history.samples(0, Date.now())).length;
    await history.close();
    assert.ok(n >= (RUN_MS / 1_250) * 0.7, `${n} samples`);
  },
);
