import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBrowser } from '../../../checks/browser/find-browser.ts';

test('a browser that was asked for is taken, and another is not taken in its place', () => {
  assert.deepEqual(findBrowser({ BROWSER_PATH: process.execPath }), { path: process.execPath, from: 'BROWSER_PATH' });
  assert.equal(findBrowser({ BROWSER_PATH: `${process.execPath}-missing` }), undefined);
});

test('whoever wants to watch gets no browser without a window', () => {
  assert.doesNotMatch(findBrowser({}, true)?.path ?? '', /headless/);
});
