import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBrowser } from '../../../checks/browser/find-browser.ts';

test('BROWSER_PATH is used, and no other browser replaces it', () => {
  assert.deepEqual(findBrowser({ BROWSER_PATH: process.execPath }), { path: process.execPath, from: 'BROWSER_PATH' });
  assert.equal(findBrowser({ BROWSER_PATH: `${process.execPath}-missing` }), undefined);
});

test('with a visible window, a headless-only browser is not used', () => {
  assert.doesNotMatch(findBrowser({}, true)?.path ?? '', /headless/);
});
