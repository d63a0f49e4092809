// The files that engines leave: of real k6 runs, of the embedded engine, cut, foreign, and random.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { readEngineReport, readK6Export, readSummary } from '../../../load/engine-files.ts';
import { anyText, holds } from '../hostile/read-anything.ts';
import { CALM, HOGGED, summary } from './sample-summaries.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'engine-files-'));
after(() => rmSync(dir, { recursive: true }));
const FILE = path.join(dir, 'left.json');
/** The file with this content. */
const left = (content: unknown): string => {
  writeFileSync(FILE, typeof content === 'string' ? content : JSON.stringify(content));
  return FILE;
};
const K6 = path.resolve(import.meta.dirname, '../../fixtures/k6');

for (const name of readdirSync(K6).filter((one) => one.endsWith('.handleSummary.json')))
  test(`k6's own ${name} is a summary`, () => {
    assert.ok((readSummary(path.join(K6, name))?.metrics['iterations']?.values['count'] ?? -1) >= 0);
  });

test('a summary keeps all that it says', () => {
  assert.deepEqual(readSummary(left(summary())), summary());
});

const NO_SUMMARIES: readonly [string, unknown][] = [
  ['cut', JSON.stringify(summary()).slice(0, 200)],
  ['null', 'null'],
  ['without metrics', {}],
  ['with a list of metrics', { metrics: [] }],
  ['with a metric without values', { metrics: { iterations: {} } }],
  ['with a figure in words', { metrics: { iterations: { values: { count: '12' } } } }],
  ['with a threshold in words', { metrics: { iterations: { values: {}, thresholds: { 'count>0': 'ok' } } } }],
];
for (const [what, content] of NO_SUMMARIES)
  test(`a summary ${what} is none`, () => assert.equal(readSummary(left(content)), undefined));

test('files that were not written are none', () => {
  const none = path.join(dir, 'none.json');
  assert.deepEqual([readSummary(none), readEngineReport(none), readK6Export(none)], [undefined, undefined, {}]);
});

test('the report of the embedded engine, with the figures that a system may not tell', () => {
  const { metrics } = summary();
  for (const generator of [CALM, HOGGED, { ...CALM, runQueueFraction: 0.1, firstException: 'a' }])
    assert.deepEqual(
      readEngineReport(left({ generator, metrics })),
      JSON.parse(JSON.stringify({ generator, metrics })),
    );
});

test('a report without a figure of the machine, or without metrics, is none', () => {
  const { metrics } = summary();
  for (const content of [
    { generator: { ...CALM, machineBusy: undefined }, metrics },
    { generator: { ...CALM, machineBusy: null }, metrics },
    { generator: CALM },
    'null',
  ])
    assert.equal(readEngineReport(left(content)), undefined);
});

test("k6's export: figures beside thresholds", () => {
  const metrics = {
    iterations: { count: 3, rate: 0.5, thresholds: { 'count>0': false } },
    checks: { passes: 1, value: 1 },
  };
  const read = readK6Export(left({ metrics, root_group: {} }));
  assert.deepEqual(
    Object.entries(read).map(([name, { values }]) => [name, values]),
    [
      ['iterations', { count: 3, rate: 0.5 }],
      ['checks', { passes: 1, value: 1 }],
    ],
  );
  assert.deepEqual(readK6Export(left({ metrics: { iterations: 3 } })), {});
});

test('any text is read without an error', () => {
  const cut = fc.nat(3_000).map((length) => JSON.stringify({ ...summary(), generator: CALM }).slice(0, length));
  holds(
    fc.oneof(anyText, cut),
    (text) => {
      for (const read of [readSummary, readEngineReport, readK6Export]) read(left(text));
    },
    300,
  );
});
