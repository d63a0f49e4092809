// What the console shows of a line of Playwright's list reporter.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { journeyLines } from '../../../commands/lib/stages/journey-lines.ts';

test('a line shows the progress, the browser, the check and the duration, without tags and places', () => {
  const shown = journeyLines();
  assert.equal(shown('Running 52 tests using 1 worker'), undefined);
  assert.equal(
    shown(
      '  ✓   1 [desktop] › checks/journeys/home.check.ts:13:1 › The home page shows shows @journey.home.content @journey @gate (1.1s)',
    ),
    '✓ 1/52 desktop The home page shows shows (1.1s)',
  );
  assert.equal(
    shown('  ✘   2 [phone] › checks/journeys/search/search-boxes.check.ts:9:1 › Search (all) finds @gate (980ms)'),
    '✘ 2/52 phone Search (all) finds (980ms)',
  );
});

test('a second run is marked and not counted', () => {
  const shown = journeyLines();
  shown('Running 2 tests using 1 worker');
  shown('  ✘  1 [desktop] › checks/journeys/a.check.ts:1:1 › A @gate (2s)');
  assert.equal(
    shown('  ✓  2 [desktop] › checks/journeys/a.check.ts:1:1 › A @gate (retry #1) (1s)'),
    '✓ 1/2 desktop A (run again) (1s)',
  );
  assert.equal(shown('  -  3 [phone] › checks/journeys/b.check.ts:1:1 › B @gate'), '- 2/2 phone B');
});

test('other lines are not shown, and without a total only the count is shown', () => {
  const shown = journeyLines();
  for (const line of ['', '    Error: expect(locator)', '  1) [desktop] › a.check.ts:1:1 › A'])
    assert.equal(shown(line), undefined);
  assert.equal(shown('  ✓  7 [desktop] › checks/journeys/a.check.ts:1:1 › A (1s)'), '✓ 1 desktop A (1s)');
});
