// A file has one purpose and fits on a few screens: at most 170 lines, unless it is a table.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const MOST_LINES = 170;
/** Tables: rows of one shape that are read one at a time. Splitting them would only hide where a row stands. */
const TABLES: Readonly<Record<string, string>> = {
  'checks/checks.generated.ts': 'generated: one entry for each check',
  'commands/lib/command-table.ts': 'one row for each command',
  'commands/lib/environment-table.ts': 'one row for each environment variable',
  'commands/lib/runbook-coverage-table.ts': 'one row for each statement of the runbook',
  'judging.ts': 'one entry for each threshold of ours, with its reason',
  'kpis.ts': 'one entry for each number of the runbook',
  'proof/mutation/equivalent-mutants.ts': 'one entry for each mistake that changes nothing',
  'reports/result.ts': 'one schema for each kind of record',
  'stand-in/faults.ts': 'one row for each fault',
  'tests/unit/reports/kpi-table.ts': 'one entry for each judgement of a KPI',
  'tests/unit/repository/workflow-rules.ts': 'one entry for each rule of the workflows',
  'tests/unit/stand-in/browser-faults.ts': 'one entry for each fault that only a browser sees',
  'tests/unit/stand-in/probes.ts': 'one entry for each fault that HTTP shows',
};

const lines = (text: string): number => text.split('\n').length - 1;
/** Test files are tables of cases. Fixtures are recorded, or scripts of somebody else. */
const isJudged = (file: string): boolean => !file.endsWith('.test.ts') && !file.startsWith('tests/fixtures/');

function tooLong(files: readonly string[], lengthOf: (file: string) => number): string[] {
  return files.filter((file) => isJudged(file) && lengthOf(file) > MOST_LINES);
}

const files = globSync('**/*.ts', {
  cwd: ROOT,
  exclude: (name) => ['node_modules', '.results', '.git'].includes(name),
});
const lengthOf = (file: string): number => lines(readFileSync(path.join(ROOT, file), 'utf8'));

test('no file is longer than 170 lines, unless it is a table', () => {
  assert.ok(files.length > 500, `${files.length} files`);
  const found = tooLong(files, lengthOf).filter((file) => !(file in TABLES));
  assert.deepEqual(
    found.map((file) => `${file} has ${lengthOf(file)} lines: split it by purpose`),
    [],
  );
});

test('the list names only files that are too long', () => {
  const long = new Set(tooLong(files, lengthOf));
  assert.deepEqual(
    Object.keys(TABLES).filter((file) => !long.has(file)),
    [],
  );
});

test('171 lines are too long, 170 are not, and cases of tests do not count', () => {
  const lengths: Record<string, number> = { 'a.ts': 170, 'b.ts': 171, 'c.test.ts': 500, 'tests/fixtures/d.ts': 500 };
  assert.deepEqual(
    tooLong(Object.keys(lengths), (file) => lengths[file] ?? 0),
    ['b.ts'],
  );
  assert.equal(lines('one\ntwo\n'), 2);
});
