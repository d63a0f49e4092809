import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { markedProcesses } from '../../commands/lib/children.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { ended, Workplace } from './process.ts';

const place = new Workplace();
after(() => place.remove());
const marked = (): number[] => markedProcesses((id) => readdirSync(place.results).includes(id));
const isChrome = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--remote-debugging-pipe');
const QUICK = ['--runs', '1', '--form-factor', 'mobile', '--only', 'performance'];

test('the profile with a session is audited as itself, and no report holds the session or the password', async () => {
  const site = await startStandIn();
  const account = { SYNTHETIC_EMAIL: site.account.email, SYNTHETIC_PASSWORD: site.account.password };
  const { code, stdout } = await place.run(
    'audit',
    ['--target', site.url, '--runs', '1', '--form-factor', 'mobile', '--only', 'audit.profile,performance'],
    account,
  );
  await site.close();
  // A busy machine may leave timings unjudged (2); the page itself must have been the right one.
  assert.ok(code === 0 || code === 2, stdout);
  assert.match(stdout, /\/profile mobile: lcp/);
  const files = readdirSync(place.latest, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  assert.ok(files.some((name) => name.endsWith('audit.profile-mobile.html')));
  for (const name of files) {
    const text = readFileSync(path.join(place.latest, name), 'latin1');
    assert.ok(!text.includes(site.account.password), `${name} holds the password`);
    assert.ok(!/base64-[A-Za-z0-9_-]{40}/.test(text), `${name} holds the session cookie`);
  }
});

test('the profile without a session is not scored as the sign-in page', async () => {
  const site = await startStandIn();
  const { code, stdout } = await place.run('audit', ['--target', site.url, '--page', '/profile', ...QUICK]);
  await site.close();
  assert.equal(code, 1, stdout);
  assert.match(stdout, /unexpected-status: \/profile answered 307 and led to \/auth\/sign-in: not audited/);
  assert.doesNotMatch(stdout, /lcp/);
});

test('Chrome killed in the middle of a run is our own trouble: exit 3, and none is left', async () => {
  const site = await startStandIn();
  const child = place.start('audit', ['--target', site.url, '--page', '/', ...QUICK]);
  child.stdout?.on('data', (chunk: Buffer) => {
    if (chunk.includes('run 1 of 1')) for (const pid of marked().filter(isChrome)) process.kill(pid, 'SIGKILL');
  });
  const { code, stdout } = await ended(child);
  await site.close();
  assert.equal(code, 3, stdout);
  assert.match(stdout, /tool: Chrome ended in the middle of auditing \//);
  assert.deepEqual(marked(), []);
});
