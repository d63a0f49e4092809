// The action starts the suite's commands as npm would: with the flags for Node that package.json has, and with flags that exist.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { COMMANDS } from '../../../actions/action-inputs.ts';
import { SUITE } from '../../../actions/packages.ts';
import { nodeArguments } from '../../../actions/suite-command.ts';
import { COMMANDS as TABLE } from '../../../commands/lib/command-table.ts';

/** Its commands but `acknowledge`, which is a flag of `incidents`; and `history`, which adds a finished run. */
const STARTED = [...COMMANDS.filter((name) => name !== 'acknowledge'), 'history'];

test('each command of the action is a script that Node can be given', () => {
  for (const name of STARTED) {
    const args = nodeArguments(name);
    assert.ok(existsSync(path.join(SUITE, args.at(-1) ?? '')), `${name}: ${args.join(' ')}`);
    assert.equal(args.at(-1), `commands/${name}.ts`);
  }
  assert.ok(nodeArguments('monitor').includes('--optimize-for-size'), 'the flags for Node are kept');
});

test('an unknown script name is an error with that name', () =>
  assert.throws(() => nodeArguments('gatte'), /no script "gatte" of the form "node FILE"/));

test('the flags that the action adds by itself exist', () => {
  assert.ok(TABLE.history.flags.includes('ingest'));
  for (const flag of ['acknowledge', 'by', 'note', 'history'] as const) assert.ok(TABLE.incidents.flags.includes(flag));
});
