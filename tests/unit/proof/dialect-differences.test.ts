// Two verdict tables: what only one of them has is shown with its side.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableDifferences, verdictTable } from '../../../proof/dialect-differences.ts';
import type { Verdict } from '../../../reports/verdict/verdict-format.ts';

const verdict = (checks: Record<string, string>, kpis: Record<string, string> = {}): Verdict => {
  const rows = (of: Record<string, string>) => Object.entries(of).map(([id, word]) => ({ id, verdict: word }));
  return { checks: rows(checks), kpis: rows(kpis) } as unknown as Verdict;
};

test('a table has the judged checks, sorted', () => {
  const judged = verdict({ 'contract.b': 'pass', 'contract.a': 'breach', 'audit.x': 'not-selected' }, { lcp: 'pass' });
  assert.deepEqual(verdictTable(judged), ['contract.a breach', 'contract.b pass', 'lcp pass']);
});

test('equal tables have no differences, and a verdict of one side is shown on both', () => {
  assert.deepEqual(tableDifferences(['a pass'], ['a pass']), []);
  assert.deepEqual(tableDifferences(['a pass', 'b pass'], ['a breach', 'b pass']), [
    '- plain a pass',
    '+ react a breach',
  ]);
  assert.deepEqual(tableDifferences([], ['a pass']), ['+ react a pass']);
});
