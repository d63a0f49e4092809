// Where pages of several addresses cannot be used, the journeys that are left are not waited for: they say at once which guard is red.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { TestInfo } from '@playwright/test';
import { leaveOutIfUnusable, noteUnusablePages } from '../../../checks/reporter/confirmation.ts';

const ENVIRONMENT = 'SITE_IS_UNUSABLE';
afterEach(() => delete process.env[ENVIRONMENT]);

/** What became of a test with this id: skipped with a reason, ended with an error, or run. */
function outcomeOf(id: string, retry = 0): string {
  let skipped = '';
  const info = {
    retry,
    annotations: [{ type: 'check', description: id }],
    skip: (_: boolean, reason: string) => (skipped = reason),
  } as unknown as TestInfo;
  try {
    leaveOutIfUnusable(info);
  } catch (error) {
    return String(error);
  }
  return skipped === '' ? 'run' : skipped;
}

test('three pages with an error screen end the journeys only', () => {
  noteUnusablePages(['guard.error-texts: / shows "Something went wrong"']);
  noteUnusablePages(['guard.error-texts: / shows "Something went wrong"', 'guard.reactions: /a did not react']);
  noteUnusablePages(['guard.error-texts: /artists shows "Something went wrong"', 'guard.reactions: /b did not react']);
  assert.equal(outcomeOf('journey.home.content'), 'run', 'one page twice and another one are two');
  noteUnusablePages(['guard.error-texts: /trending shows "Something went wrong"']);
  assert.match(
    outcomeOf('journey.home.content'),
    /^could not prepare: see guard\.error-texts: \/ shows "Something went wrong",.*\/trending/,
  );
  assert.match(outcomeOf('journey.home.content', 1), /^Error: not run again: could not prepare/);
  assert.equal(outcomeOf('contract.search'), 'run');
});
