// Which mistakes of a journey are not tried in a browser: a rule for each reason, and its border.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEFT_ALONE, leftAloneWhy } from '../../../proof/mutation/journey-mutants.ts';
import { mutantsOf } from '../../../proof/mutation/mutants.ts';

/** What of the mistakes of a journey's body is tried. */
const tried = (body: string): string[] =>
  mutantsOf('a.ts', `async () => { ${body} };`, { weakened: true, leftAlone: leftAloneWhy }).map(({ what }) => what);

test('an assertion is tried; one that the next action on the same element repeats is not', () => {
  assert.equal(tried('await expect(a.b).toBeVisible();').length, 1);
  assert.deepEqual(tried('await expect(a.b).toBeVisible(); await a.b.click();'), []);
  assert.deepEqual(tried('await expect(a.b).toBeEnabled(); await expect(c).toBeVisible(); await c.click();'), [
    'await expect(a.b).toBeEnabled(); -> nothing',
  ]);
  assert.deepEqual(tried('await expect(a.b).toBeVisible(); warnUnless(n === m, x); await a.b.fill(y);'), [
    'warnUnless(n === m, x); -> nothing',
    'n === m -> n !== m',
  ]);
});

test('an assertion is tried if another element, another step or another question comes next', () => {
  assert.equal(tried('await expect(a).toBeVisible(); await b.click();').length, 1);
  assert.equal(tried('await expect(a).toBeVisible(); await b.click(); await a.click();').length, 1);
  assert.equal(tried('await expect(a).toBeVisible(); await a.count();').length, 1);
  assert.equal(tried("await expect(a).toHaveText('x'); await a.click();").length, 1);
  assert.equal(tried('for (const x of y) await expect(x).toBeVisible(); await x.click();').length, 1);
  assert.equal(tried('await expect.poll(() => a).toBe(b); await a.click();').length, 1);
});

test('the focus is not tried where Enter goes to it', () => {
  assert.deepEqual(tried("await expect(a).toBeFocused(); await page.keyboard.press('Enter');"), []);
  assert.equal(tried("await expect(a).toBeFocused(); await page.keyboard.press('Tab');").length, 1);
  assert.equal(tried("await expect(a).toBeFocused(); await a.press('Enter');").length, 1);
});

test('numbers of assertions are tried, settings and limits of what is measured are not', () => {
  assert.deepEqual(tried('await expect(a).toHaveCount(1);').slice(1), ['1 -> 1 + 1']);
  assert.deepEqual(tried('warnUnless(n === 1, x);'), ['warnUnless(n === 1, x); -> nothing', 'n === 1 -> n !== 1', '1 -> 1 + 1']); // prettier-ignore
  assert.deepEqual(tried('const WAIT_MS = 400; await page.wait(5);'), []);
  assert.equal(tried('expect(a).toBeLessThan(64);').length, 1);
  assert.deepEqual(tried('expect(n + 1).toBeGreaterThanOrEqual(2);').slice(1), ['n + 1 -> n - 1', '1 -> 1 + 1']);
});

test('rows of tables, more time and whole journeys are not tried, parts of a list are', () => {
  assert.deepEqual(tried("const PAGES = ['/', '/a'] as const;"), []);
  assert.deepEqual(tried('test.slow();'), []);
  assert.deepEqual(mutantsOf('a.ts', "test('x', async () => {});", { leftAlone: leftAloneWhy }), []);
  assert.deepEqual(tried('const found = [...cut, ...small];'), ['...cut -> nothing', '...small -> nothing']);
});

test('each rule says why', () => {
  for (const { why } of LEFT_ALONE) assert.ok(why.split(' ').length > 5, why);
  assert.equal(new Set(LEFT_ALONE.map(({ why }) => why)).size, LEFT_ALONE.length);
});
