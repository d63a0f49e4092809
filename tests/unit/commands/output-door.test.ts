// What a GitHub runner obeys must not come out of the door, whatever a site sends; what a person reads stays readable.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { withoutWorkflowCommands } from '../../../common/output-door.ts';

/** The lines that actions/runner takes for commands: ReadLine ends at CR, LF and CRLF; Trim; `::NAME ...::` or `##[NAME` anywhere. */
const obeyed = (text: string): string[] =>
  text.split(/\r\n|\n|\r/).filter((line) => /^[\s\u0085]*::.*::/.test(line) || /##\[[^\]]+\]/.test(line));

const EVIL = [
  '::add-mask::e',
  '   ::error file=a::b',
  '\t::stop-commands::x',
  'a\n::set-output name=x::y',
  'a\r::group::b',
  'a\r\n ::debug::b',
  '\u00a0::notice::nbsp',
  '\u0085::warning::next line',
  '\u2028::error::line separator',
  'harmless ##[add-mask]x',
  '##[error]x',
  '::::error::x',
  '::error::\n::error::',
  ' \n \n  ::error::x',
];
for (const text of EVIL)
  test(`${JSON.stringify(text)} is obeyed before the door and not behind it`, () => {
    assert.ok(obeyed(text).length > 0 || /[\u0085\u2028]/.test(text), 'the text is no threat');
    assert.deepEqual(obeyed(withoutWorkflowCommands(text)), []);
  });

test('a workflow command that is split over two writes is neutralised', () => {
  assert.equal(withoutWorkflowCommands('::error::x', '   '), ': :error::x');
  assert.equal(withoutWorkflowCommands('::error::x', 'text '), '::error::x');
});

test('text that is no workflow command is not changed', () => {
  for (const text of ['a :: b\n', 'fe80::1 and [::1]\n', '  : x\n', '## Heading\n', '- ::error::\n', ''])
    assert.equal(withoutWorkflowCommands(text), text);
});

const DOOR = path.resolve(import.meta.dirname, '../../../common/output-door.ts');
const printed = (script: string): string => {
  const code = `import { installOutputDoor, addSecrets, printWorkflowCommand } from '${DOOR}'; ${script}`;
  const end = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8', timeout: 20_000 });
  assert.equal(end.status, 0, end.stderr);
  return `${end.stdout}|${end.stderr}`;
};

test('stdout and stderr are redacted and neutralised; our own workflow commands pass, redacted', () => {
  const out = printed(`
    installOutputDoor(['geheim-1']); addSecrets(['geheim-2']);
    console.log('geheim-1 %s', encodeURIComponent('geheim-2'));
    console.error('::error::geheim-1');
    process.stdout.write('  '); process.stdout.write('::debug::x\\n');
    process.stdout.write(Buffer.from('bytes geheim-2\\n'), () => printWorkflowCommand('::notice::geheim-1 ok\\n'));
  `);
  assert.doesNotMatch(out, /geheim/);
  assert.match(out, /^\[redacted\] \[redacted\]$/m);
  assert.match(out, /\|: :error::\[redacted\]/);
  assert.match(out, /^ {2}: :debug::x$/m);
  assert.match(out, /^::notice::\[redacted\] ok$/m);
});
