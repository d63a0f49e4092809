// What every command prints for people: at most 80 columns on a terminal (here by COLUMNS), colours by the usual variables only. What is
// copied (commands, addresses, paths) stays whole, and so are lists for programs (`--json`, `--export`, `--list-faults`, `prove --list`).
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { COMMANDS, type CommandName } from '../../commands/lib/command-table.ts';
import { helpText } from '../../commands/lib/help-text.ts';
import { check, CHECK_OF, healthyBody, whole } from '../unit/reports/sample-records.ts';
import { Workplace } from './process.ts';

const TARGET = 'https://mysetlist-sonnet.vercel.app';
const COPIED = /^\s*(?:\$ |rerun: |Reproduce: |Acknowledge by command: |\d+\. [a-z])/;
const ADDRESS = /^\s*\S*\/\S*$/;
const tooLong = (text: string): string[] =>
  text.split('\n').filter((line) => [...line].length > 80 && !COPIED.test(line) && !ADDRESS.test(line));
const hasColour = (text: string): boolean => text.includes('\u001b[');

const place = new Workplace();
after(() => place.remove());
const message = 'expected the list of results, the page shows "Something went wrong" instead, '.repeat(4);
const failed = check(CHECK_OF.journeys, 'journeys', { outcome: 'fail', failures: [{ code: 'assertion', message }] });
const body = [...healthyBody().filter((r) => !(r.kind === 'check' && r.stage === 'journeys')), failed];
const records = whole({ body, run: { target: TARGET } });
/** A folder with these results. A verdict writes into it. */
function runFolder(name: string): string {
  const dir = path.join(place.results, name);
  mkdirSync(dir);
  writeFileSync(path.join(dir, 'results.ndjson'), records.map((record) => JSON.stringify(record)).join('\n') + '\n');
  return dir;
}

/** The test's own runner may have them. */
const NEUTRAL = { FORCE_COLOR: '', NO_COLOR: '', CI: '', GITHUB_ACTIONS: '', GITLAB_CI: '', COLUMNS: '' };
const history = ['--history', path.join(place.results, 'history.db')];
/** Each needs no site. `code`: what it ends with; `shows`: the output is the one that is meant. */
const OUTPUTS: readonly { command: string; args: string[]; code: number; shows: RegExp }[] = [
  { command: 'verdict', args: ['--run', runFolder('plain')], code: 1, shows: /What now: roll back/ },
  { command: 'notify', args: ['--test', 'console', '--target', TARGET], code: 0, shows: /Evidence: GET/ },
  { command: 'notify', args: ['--target', TARGET], code: 0, shows: /not configured/ },
  { command: 'doctor', args: [], code: 0, shows: /account/ },
  { command: 'silence', args: ['--target', TARGET, ...history, '--for', '30m', '--reason', 'a move '.repeat(20), '--by', 'ada'], code: 0, shows: /no notices about/ }, // prettier-ignore
  { command: 'incidents', args: ['--target', TARGET, '--history', path.join(place.results, 'none.db')], code: 4, shows: /incidents: / }, // prettier-ignore
  { command: 'mutate', args: ['--room', 'nowhere'], code: 4, shows: /there is no room/ },
  { command: 'gate', args: ['--target', TARGET, '--only', 'nothing', '--profile', 'x'], code: 4, shows: /2 mistakes/ },
];
/** A verdict in a pipe. The other variables: tests/unit/reports/what-now.test.ts. */
const COLOURS: readonly { env: Record<string, string>; isColoured: boolean }[] = [
  { env: { FORCE_COLOR: '1' }, isColoured: true },
  { env: { FORCE_COLOR: '1', NO_COLOR: '1' }, isColoured: false },
];
const [outputs, coloured] = await Promise.all([
  Promise.all(
    OUTPUTS.map(({ command, args }) =>
      place.run(command, args, { ...NEUTRAL, COLUMNS: command === 'verdict' ? '' : '80' }),
    ),
  ),
  Promise.all(
    COLOURS.map(({ env }, i) => place.run('verdict', ['--run', runFolder(`coloured-${i}`)], { ...NEUTRAL, ...env })),
  ),
]);

for (const name of Object.keys(COMMANDS) as CommandName[])
  test(`${name} --help fits into 80 columns`, () => {
    const text = helpText(name);
    assert.ok(text.split('\n').length > 5);
    assert.deepEqual(
      text.split('\n').filter((line) => [...line].length > 80),
      [],
    );
    assert.equal(hasColour(text), false);
  });

for (const [i, { command, args, code, shows }] of OUTPUTS.entries())
  test(`${command} ${args[0] ?? ''}: 80 columns, and no colours in a pipe`, () => {
    const end = outputs[i];
    const text = `${end?.stdout}${end?.stderr}`;
    assert.equal(end?.code, code, text);
    assert.match(text, shows);
    assert.deepEqual(tooLong(text), []);
    assert.equal(hasColour(text), false);
  });

for (const [i, { env, isColoured }] of COLOURS.entries())
  test(`a verdict in a pipe with ${JSON.stringify(env)} is ${isColoured ? '' : 'not '}coloured`, () => {
    assert.equal(hasColour(coloured[i]?.stdout ?? ''), isColoured);
    assert.equal(coloured[i]?.stderr, '', 'no warning of Node about two variables that contradict each other');
  });

test('a line that is too long is found, a command and an address are not', () => {
  const long = 'word '.repeat(20);
  assert.deepEqual(tooLong(`${long}\n  $ vercel ${long}\n  https://site.example/${'a'.repeat(90)}\nshort`), [long]);
});
