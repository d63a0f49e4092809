// The bank of recorded runs, and that verdicts drawn from it do not flap.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLUMNS, readBank, rowOf } from '../../../benchmarks/audits/bank.ts';
import { verdictsOfBank } from '../../../benchmarks/audits/verdicts.ts';

const bank = readBank();

test('a row of the bank is read as it was written', () => {
  const text = [COLUMNS.join('\t'), ...bank.slice(0, 5).map(rowOf)].join('\n');
  assert.deepEqual(readBank(text), bank.slice(0, 5));
});
test('a bank with other columns, an unknown scenario or a missing figure is refused', () => {
  const row = rowOf(bank[0] as (typeof bank)[number]);
  assert.throws(() => readBank(`scenario\tlcp\n${row}`), /other columns/);
  assert.throws(() => readBank(`${COLUMNS.join('\t')}\n${row.replace(/^[^\t]+/, 'elsewhere')}`), /no scenario/);
  assert.throws(
    () => readBank(`${COLUMNS.join('\t')}\n${row.replace(/\t[^\t]+/, '\t')}`),
    /line 2 of the bank has no lcp/,
  );
});
test('of 100 verdicts on an unchanged page none is a breach, of 100 on a worse one at least 99 are', () => {
  const [unchanged, worse] = verdictsOfBank(() => undefined);
  assert.equal(unchanged?.value, 0);
  assert.ok((worse?.value ?? 0) >= 99, `${worse?.value} caught`);
});
