// What a check needs first: nothing happens where it is there, and the culprit is named where it is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { APIRequestContext, Browser } from '@playwright/test';
import { anArtist } from '../../../checks/visitor/catalogue.ts';
import { atSecondTry } from '../../../checks/fixtures/membership.ts';
import { isPreparation, needs, PreparationError } from '../../../checks/visitor/preparation.ts';
import { openSession } from '../../../checks/visitor/session.ts';
import { PATIENCE } from '../../../judging.ts';

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

for (const [name, failures, tookMs, tries, isReady] of [
  ['ready at once', [], 0, 1, true],
  ['one answer that failed', [new PreparationError('contract.x', 'answered 500')], 10, 2, true],
  ['two that failed', Array(2).fill(new PreparationError('contract.x', 'answered 500')), 10, 2, false],
  ['one that hung', [new PreparationError('contract.x', 'Timeout')], PATIENCE.ms / 2, 1, false],
  ['an error of ours', [new TypeError('x is undefined')], 0, 1, false],
] as const) {
  test(`Preparing with ${name}: ${tries} tries, ${isReady ? '' : 'not '}ready`, async () => {
    let tried = 0;
    let nowMs = 0;
    const run = (): Promise<string> => {
      nowMs += tookMs;
      const failure: unknown = failures[tried++];
      return failure === undefined ? Promise.resolve('ready') : Promise.reject(failure as Error);
    };
    const end = await atSecondTry(run, () => nowMs).catch((error: unknown) => error);
    assert.equal(end === 'ready', isReady);
    assert.equal(tried, tries);
  });
}

test('A sign-in that never ends names the check of the sign-in, within its deadline', async () => {
  const hanging = { newContext: () => new Promise(() => undefined) } as unknown as Browser;
  await assert.rejects(
    openSession(hanging, new URL('http://127.0.0.1:1'), { email: 'a@example.test', password: 'x' }, 20),
    /^PreparationError: could not prepare: see journey\.login\.right-password-and-out: .*no session after 0\.02 s$/,
  );
});

test('Each answer that a check needs first has a deadline below that of the check, and the contract is named', async () => {
  const timeouts: unknown[] = [];
  const request = {
    get: (_: string, options?: { timeout?: number }) => {
      timeouts.push(options?.timeout);
      return Promise.reject(new Error('apiRequestContext.get: Timeout 5000ms exceeded.'));
    },
  } as unknown as APIRequestContext;
  await assert.rejects(anArtist(request), /could not prepare: see contract\.trending: .*Timeout 5000ms exceeded/);
  assert.deepEqual(timeouts, [PATIENCE.ms, PATIENCE.ms]);
});
