// No reader of somebody else's text needs the square of its length: 2 MB of the wrong text would hold a gate up for hours, and no deadline
// ends what does not yield. Here the texts that once did; tests/nightly/hostile-readers.test.ts has 900 for each reader.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folded } from '../../../reports/formats/fold-line.ts';
import { readJson } from '../../../checks/api/strict-json.ts';
import { readsInTime } from './read-anything.ts';
import { READERS } from './readers.ts';

const ONCE_SLOW = [
  '"\\\\\\""',
  '"\\""',
  '"a."',
  '" "',
  '"\\t"',
  '"<"',
  '"\\u001b]"',
  '"eyJ"',
  '"base64-eyJ"',
  '"<h1>a"',
  '"<script>"',
  '"PK\\u0003\\u0004"',
];
for (const [name, read] of Object.entries(READERS))
  test(`${name}: input that once took quadratic time is read in time`, () =>
    readsInTime(read, (piece) => ONCE_SLOW.some((one) => piece === `"" ${one}` || piece === `"<p title=\\"" ${one}`)));

test('two megabytes of unclosed quotes are rejected as JSON within a second', () => {
  const began = performance.now();
  assert.equal(readJson(`["${'\\"'.repeat(1_000_000)}`).problem, 'the JSON breaks off after 2000002 characters');
  assert.ok(performance.now() - began < 3_000);
});

test('a line of blanks alone is one line of progress', () => assert.ok(folded(' '.repeat(5_000)).length < 400));
