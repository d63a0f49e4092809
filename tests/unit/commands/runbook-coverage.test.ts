import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coverageMistakes, readRunbook, statementsOf } from '../../../commands/lib/runbook-coverage.ts';
import { RUNBOOK_COVERAGE } from '../../../commands/lib/runbook-coverage-table.ts';

test('every statement of the runbook has its row, and every name in it exists', () => {
  assert.deepEqual(coverageMistakes(readRunbook(), RUNBOOK_COVERAGE), []);
  assert.equal(readRunbook().length, 181);
});

test('a statement without a row, a row without a statement and a wrong name are found', () => {
  const statements = statementsOf(
    '## S\n### H\n1. **Do** it\n   - first\n```\n- no item\n```\n#### Deeper\n- [ ] done\n',
  );
  assert.deepEqual(
    statements.map(({ heading, statement }) => `${heading}: ${statement}`),
    ['H: Do it', 'H: Do it / first', 'Deeper: done'],
  );
  assert.deepEqual(
    coverageMistakes(statements, [
      [
        'S',
        'H',
        'Do it',
        ['check contract.health', 'KPI availability', 'rule budget-burn', 'clock recover', 'command gate'],
      ],
      ['S', 'H', 'Do it / first', ['check contract.none', 'rule nothing', 'contract.health']],
      ['S', 'H', 'gone', 'a reason'],
    ]),
    [
      'no row for: S | Deeper | done',
      'not in the runbook: S | H | gone',
      '"check contract.none" does not exist (Do it / first)',
      '"rule nothing" does not exist (Do it / first)',
      '"contract.health" does not exist (Do it / first)',
    ],
  );
});
