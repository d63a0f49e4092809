import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, test } from 'node:test';
import { markedProcesses } from '../../commands/lib/marked-processes.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { ended, Workplace } from './process.ts';

const place = new Workplace();
after(() => place.remove());
const marked = (): number[] => markedProcesses((id) => readdirSync(place.results).includes(id));
const isChrome = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--remote-debugging-pipe');
const QUICK = ['--runs', '1', '--form-factor', 'mobile', '--only', 'performance'];

test('Chrome killed during a run is exit 3, and no process is left', async () => {
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
