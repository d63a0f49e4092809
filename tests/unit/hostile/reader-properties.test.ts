// What holds for every text that somebody else may write, tried on random ones by fast-check: seeded, each property for a tenth of a second
// (tests/nightly/hostile-readers.test.ts has seconds).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readJson } from '../../../checks/api/strict-json.ts';
import { readConfig } from '../../../commands/lib/config.ts';
import { COMMANDS, commandOf, type CommandName } from '../../../commands/lib/command-table.ts';
import { withoutWorkflowCommands } from '../../../common/output-door.ts';
import { redactBytes } from '../../../common/redact-bytes.ts';
import { redactText } from '../../../common/redact-text.ts';
import { annotations } from '../../../reports/formats/annotations.ts';
import { consoleReport } from '../../../reports/formats/console-report.ts';
import { ctrf } from '../../../reports/formats/ctrf.ts';
import { markdown, markup } from '../../../reports/formats/escape.ts';
import { junit } from '../../../reports/formats/junit.ts';
import { prometheus } from '../../../reports/formats/prometheus.ts';
import { summary } from '../../../reports/formats/summary-markdown.ts';
import { EXIT_CODES } from '../../../reports/verdict/exit-codes.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import { parseResults } from '../../../reports/verdict/read-results.ts';
import { check, whole } from '../reports/sample-records.ts';
import { PLANTS } from '../secrets/secret-plants.ts';
import { anyText, holds } from './read-anything.ts';
import { READERS } from './readers.ts';

const MS = 100;
for (const [name, read] of Object.entries(READERS))
  test(`${name}: any text is read or refused`, () => holds(anyText, read, MS / 2));

test('strict JSON equals the result of JSON.parse, or reports an error', () =>
  holds(
    anyText,
    (text) => {
      const read = readJson(text);
      if (read.problem === undefined) assert.deepEqual(read.value, JSON.parse(text));
      else assert.ok(read.problem.length < 200 && read.code.length > 0);
    },
    MS,
  ));

test('results with anything in them are judged: pass only where all lines are whole, and each format can be written', () =>
  holds(
    fc.record({ at: fc.nat(), cut: fc.nat(80), put: anyText }),
    ({ at, cut, put }) => {
      const good = `${whole().map((record) => JSON.stringify(record)).join('\n')}\n`; // prettier-ignore
      const from = at % good.length;
      const text = good.slice(0, from) + put + good.slice(from + cut);
      const verdict = judge(parseResults(text));
      assert.equal(verdict.exitCode, EXIT_CODES[verdict.verdict]);
      // A line that another program could have written as well is no damage; a line that is lost or broken is.
      if (parseResults(text).problems.length > 0) assert.equal(verdict.verdict, 'broken');
      for (const write of [consoleReport, summary, junit, prometheus, ctrf, annotations]) write(verdict);
    },
    MS * 3,
  ));

test('a failure with any text in it breaks no format: no command for the runner, no markup, no control character', () =>
  holds(
    anyText,
    (message) => {
      const body = [check('journey.home.content', 'journeys', { outcome: 'fail', failures: [{ code: 'assertion', message }] })]; // prettier-ignore
      const verdict = judge({ records: whole({ body }), problems: [] });
      for (const line of annotations(verdict).split('\n'))
        assert.match(line, /^(::(error|warning)( title=[^:,\r\n]*)?::[^\r\n]*)?$/);
      const printed = withoutWorkflowCommands(consoleReport(verdict));
      assert.doesNotMatch(printed, /^\s*::|##\[/m);

      assert.doesNotMatch(printed, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
      const xml = junit(verdict);

      assert.doesNotMatch(xml, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u);
      assert.doesNotMatch(markup(message), /[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      assert.doesNotMatch(markdown(message), /[\r\n<>@]|(?<!\\)[`|]/);
      JSON.parse(ctrf(verdict));
    },
    MS * 3,
  ));

test('any flags are taken, or refused with a line each; never a crash', () =>
  holds(
    fc.record({
      command: fc.constantFrom(...(Object.keys(COMMANDS) as CommandName[])),
      argv: fc.array(fc.oneof(fc.constantFrom('--target', '--only', '--for', '--profile', '--run', '--days', '--seed', '--', '-h=', '--=', 'http://127.0.0.1:1', 'https://[', '1e9', '-1', '٣', '0x10', ','), anyText), { maxLength: 6 }), // prettier-ignore
      env: fc.dictionary(fc.constantFrom('TARGET_URL', 'EXTRA_HEADERS', 'HEARTBEAT_URL', 'SYNTHETIC_EMAIL', 'SYNTHETIC_PASSWORD', 'NOTIFY_SLACK_WEBHOOK_URL', 'NOTIFY_EMAIL_SERVER', 'CONTROL_URL', 'HISTORY_URL'), anyText), // prettier-ignore
    }),
    ({ command, argv, env }) => {
      const entry = commandOf(command);
      const read = readConfig(argv, env, entry.flags, entry.required, { checks: ['journey.home.content'], faults: ['all-500'] }, entry);
      if (!read.ok && !read.help) assert.ok(read.mistakes.length > 0 && read.mistakes.every((one) => one.length > 5));
    },
    MS * 3,
  )); // prettier-ignore

test('any secret in any two of the encodings is removed, and a second search finds nothing', () => {
  const ways = Object.entries(PLANTS).filter(([how]) => !/zip|gzip|deflate|zstd|tar|long text|UTF-16|no text/.test(how));
  const secrets = fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 30 }).filter((one) => /\w{6}/.test(one) && one.trim() === one);
  holds(
    fc.record({ secret: secrets, way: fc.constantFrom(...ways) }),
    ({ secret, way: [how, plant] }) => {
      const { bytes, hits } = redactBytes(plant(secret), [secret]);
      assert.ok(hits > 0, how);
      assert.equal(redactBytes(bytes, [secret]).hits, 0, how);
    },
    MS * 5,
  );
}); // prettier-ignore

test('redaction changes no text without a secret, and is done at once', () =>
  holds(
    anyText,
    (text) => {
      const once = redactText(text, ['correct-horse-battery']);
      assert.equal(redactText(once, ['correct-horse-battery']), once);
    },
    MS * 2,
  ));
