import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileSink, type ResultRecord } from '../../../reports/result.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import { integrity, parseResults, readResults } from '../../../reports/verdict/read-results.ts';
import { probe, whole } from './sample-records.ts';

const text = (records: ResultRecord[]): string => records.map((r) => `${JSON.stringify(r)}\n`).join('');
const problems = (of: string): string[] => {
  const results = parseResults(of);
  return [...results.problems, ...integrity(results.records)];
};

test('written records are read back whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'results-'));
  try {
    const path = join(folder, 'results.ndjson');
    whole().forEach(fileSink(path));
    assert.deepEqual(readResults(path), { records: whole(), problems: [] });
    assert.equal(judge(readResults(path)).verdict, 'pass');
    assert.match(readResults(folder).problems[0] ?? '', /cannot be read/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a missing and an empty results file are both broken, each with its own message', () => {
  assert.deepEqual(readResults('/nowhere/results.ndjson').problems, ['the results file is missing']);
  assert.deepEqual(parseResults('\n').problems, ['the results file is empty']);
  for (const r of [readResults('/nowhere/results.ndjson'), parseResults('')]) assert.equal(judge(r).exitCode, 3);
});

test('a file cut off at any byte is never green', () => {
  const all = text(whole());
  for (let i = 0; i < all.length; i += 97) {
    assert.notEqual(problems(all.slice(0, i)).length, 0, `cut at byte ${i}`);
  }
  assert.match(problems(all.slice(0, -1))[0] ?? '', /cut off/);
});

test('each lost line is detected', () => {
  const records = whole();
  for (let i = 0; i < records.length; i += 1) {
    assert.notEqual(integrity(records.toSpliced(i, 1)).length, 0, `line ${i + 1}`);
  }
});

test('a line that is not JSON and one that is not a record are named by number', () => {
  const lines = text(whole()).split('\n');
  assert.match(problems(lines.with(1, '{"kind":').join('\n'))[0] ?? '', /line 2 .* is not JSON/);
  assert.match(problems(lines.with(2, '{"kind":"guess"}').join('\n'))[0] ?? '', /line 3 .* is not a record: kind/);
  assert.match(problems(lines.with(2, '7').join('\n'))[0] ?? '', /line 3 .* is not a record/);
});

test('two runs in one file, lines after the end and impossible counts are problems', () => {
  assert.match(integrity([...whole(), ...whole()]).join(), /2 run records/);
  assert.match(integrity([...whole(), probe('GET /')]).join(), /continue after their end/);
  const impossible = whole({ body: [probe('GET /', { serverErrors: 1 })] });
  assert.match(integrity(impossible).join(), /more answers than its 1 requests/);
});

test('of many foreign lines the first twenty are listed, with the number of the others', () => {
  const foreign = (n: number): string[] => parseResults('x\n'.repeat(n)).problems;
  assert.deepEqual([foreign(20).length, foreign(20).at(-1)], [20, 'line 20 of the results is not JSON']);
  assert.deepEqual([foreign(21).length, foreign(21).at(-1)], [21, '1 more lines of the results are not records']);
  assert.equal(foreign(23).at(-1), '3 more lines of the results are not records');
});

test('a cut line is named by its number, and a run record that is not the first line is a problem', () => {
  assert.equal(parseResults('x\nx\nhalf').problems[0], 'the results file is cut off: line 3 has no end');
  const [run, first, ...rest] = whole() as [ResultRecord, ResultRecord, ...ResultRecord[]];
  assert.deepEqual(integrity([first, run, ...rest]), ['the run record is not the first line of the results']);
});
