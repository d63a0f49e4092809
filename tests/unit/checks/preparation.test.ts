// What a check needs first: nothing happens where it is there, and the culprit is named where it is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPreparation, needs } from '../../../checks/visitor/preparation.ts';

test('A step that succeeds is no preparation error', async () => {
  await needs('contract.search', () => Promise.resolve('anything'));
});

test('A step that fails names the culprit, the first line and the locator, without colours', async () => {
  const message =
    '\u001b[2mexpect(locator).toBeVisible() failed\u001b[22m\n\nLocator: getByRole("option").first()\nTimeout: 5000ms';
  await assert.rejects(
    needs('journey.search.hero', () => Promise.reject(new Error(message))),
    (error: Error) => {
      assert.equal(
        error.message,
        'could not prepare: see journey.search.hero: expect(locator).toBeVisible() failed: getByRole("option").first()',
      );
      return isPreparation(error.message) && isPreparation(String(error));
    },
  );
});
