import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decisive } from '../../../checks/reporter/decisive-fact.ts';

const TIMEOUT = 'locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByRole';

test('An element that covers a button is named before the timeout that followed', () => {
  const log = `${TIMEOUT}\n    - <div class="absolute inset-0">…</div> intercepts pointer events\n    - retrying click action`;
  assert.match(
    decisive(log, {}),
    /^covered by <div class="absolute inset-0">…<\/div> \(intercepts pointer events\); locator\.click/,
  );
});

test('A request that the site failed is named before the assertion', () => {
  const told = decisive('expect(locator).toBeVisible() failed', {
    failedRequests: ['GET /api/search HTTP 500', 'GET /api/search HTTP 500', 'GET /favicon.ico HTTP 404'],
  });
  assert.equal(told, 'GET /api/search HTTP 500; then: expect(locator).toBeVisible() failed');
});

test('A button that stays disabled is named before the timeout that followed', () => {
  const log = `${TIMEOUT}\n    - locator resolved to <button disabled class="vote">…</button>\n    - element is not enabled\n    - retrying click action`;
  assert.match(decisive(log, {}), /^disabled: <button disabled class="vote">; locator\.click/);
});

test('A list of findings needs no other fact, and a request blocked by a policy is never the fact', () => {
  const failedRequests = ['GET /api/search HTTP 500', 'GET /venues/one net::ERR_BLOCKED_BY_RESPONSE'];
  const findings = 'the home page\n\n- a "one" covers a "two"';
  assert.equal(decisive(findings, { failedRequests }), findings);
  assert.equal(decisive('- color-contrast', { failedRequests }), '- color-contrast');
  assert.equal(decisive('expect failed', { failedRequests: failedRequests.slice(1) }), 'expect failed');
});

test('A refused request and one ended by leaving the page are not the deciding fact', () => {
  const failedRequests = ['POST /api/votes HTTP 401', 'GET /api/x net::ERR_ABORTED', 'GET /setlists HTTP 404'];
  assert.equal(decisive('expect failed', { failedRequests }), 'expect failed');
});

test("A failure after the suite's own answer mentions that answer", () => {
  const ownAnswers = ['POST /api/artists/sync'];
  assert.equal(
    decisive('expect failed', { ownAnswers }),
    "expect failed (after the suite's own answer to POST /api/artists/sync)",
  );
});
