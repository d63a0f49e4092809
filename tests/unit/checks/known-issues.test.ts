import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortFindings, type KnownIssue } from '../../../checks/guards/known-issues.ts';

const NOW = new Date('2026-03-10T23:59:00Z');
const issue: KnownIssue = {
  check: 'journey.home.content',
  finding: /React error #418/,
  hosts: ['site.example'],
  reason: 'nested forms',
  owner: 'web team',
  expires: '2026-03-10',
};
const sort = (findings: string[], change: Partial<KnownIssue> = {}, host = 'site.example') =>
  sortFindings('journey.home.content', host, findings, NOW, [{ ...issue, ...change }]);

test('A known finding does not fail its check on the last day of its entry', () => {
  assert.deepEqual(sort(['page error: React error #418']), {
    open: [],
    known: ['page error: React error #418'],
    stale: [],
  });
});

test('The day after, the finding fails and the entry is called stale', () => {
  const sorted = sort(['page error: React error #418'], { expires: '2026-03-09' });
  assert.deepEqual(sorted.open, ['page error: React error #418']);
  assert.equal(sorted.stale.length, 1);
});

test('An entry that nothing matches is stale, because the flaw is gone', () => {
  assert.equal(sort([]).stale.length, 1);
});

test('Another finding stays open beside a known one', () => {
  assert.deepEqual(sort(['React error #418', 'GET /api/search 500']).open, ['GET /api/search 500']);
});

test('An entry of another check or another host does not count', () => {
  assert.deepEqual(sort(['React error #418'], { check: 'journey.show.content' }).open, ['React error #418']);
  assert.deepEqual(sort(['React error #418'], {}, 'localhost').open, ['React error #418']);
});

test('The message of a failed assertion can be known, too', () => {
  const message = 'Error: buttons without a name\n\nexpect(locator).toHaveCount(expected) failed';
  assert.deepEqual(sort([message], { finding: /buttons without a name/ }).known, [message]);
  assert.deepEqual(sort([message], { finding: /something else/ }).open, [message]);
});
