// A wall before the site says nothing about the site: every command that would ask it ends with 2, names the wall, and reddens nothing.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { BLOCKING_FAULTS } from '../../proof/quiet-faults.ts';
import { startStandIn } from '../../stand-in/server.ts';
import type { FaultId } from '../../stand-in/faults.ts';
import { Workplace } from '../commands/process.ts';

const place = new Workplace();
after(() => place.remove());

const NAMED = /blocked at the edge by|rate-limited|429/;
const gate = (only: string): readonly [string, readonly string[]] => [
  'gate',
  ['--profile', 'nightly', ...(only === '' ? [] : ['--only', only])],
];
/** Command and flags, beside the target. */
const COMMANDS: readonly (readonly [string, readonly string[]])[] = [
  ...['', 'front-door', 'contracts', 'security', 'journeys', 'audits', 'load'].map(gate),
  gate('security.headers'),
  gate('journey.home.content'),
  gate('audit.home'),
  ['load', ['--script', 'latency']],
  ['load', ['--script', 'voting']],
  ['load', ['--script', path.resolve(import.meta.dirname, '../fixtures/k6/pass.ts')]],
  ['audit', ['--page', '/', '--runs', '1', '--form-factor', 'mobile']],
  ['audit', ['--only', 'audit.artist', '--runs', '1', '--form-factor', 'mobile']],
];

for (const fault of BLOCKING_FAULTS)
  test(`${fault}: exit code 2 from every command, and nothing red`, { timeout: 200_000 }, async () => {
    const site = await startStandIn({ faults: [fault as FaultId] });
    const env = { SYNTHETIC_EMAIL: site.account.email, SYNTHETIC_PASSWORD: site.account.password };
    try {
      for (const [command, flags] of COMMANDS) {
        const end = await place.run(command, ['--target', site.url, ...flags], env);
        const what = `${command} ${flags.join(' ')}\n${end.stdout}${end.stderr}`;
        assert.equal(end.code, 2, what);
        assert.match(`${end.stdout}${end.stderr}`, NAMED, what);
        if (command === 'gate') assert.deepEqual(place.failing(), [], what);
        if (command === 'load') assert.match(end.stdout, /could not prepare: /, what);
      }
      const history = path.join(place.results, `${fault}.db`);
      const watched = await place.run('monitor', ['--target', site.url, '--for', '5s', '--history', history], env);
      assert.equal(watched.code, 2, watched.stdout);
      assert.doesNotMatch(watched.stdout, /opened/);
    } finally {
      await site.close();
    }
  });
