// Mutants are single mistakes of the code: operators, numbers, conditions, calls. Texts, types and imports stay as they are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutantsOf, mutated } from '../../../proof/mutation/mutants.ts';

const of = (source: string): string[] => mutantsOf('a.ts', source).map((mutant) => mutated(source, mutant));

test('each operator, number, condition and call has its mistakes', () => {
  assert.deepEqual(of('x = a < b'), ['x = a <= b', 'x = a >= b']);
  assert.deepEqual(of('x = a ?? b'), ['x = (a)']);
  assert.deepEqual(of('x = !a'), ['x = (a)']);
  assert.deepEqual(of('x = 0 + n'), ['x = 1 + n', 'x = 0 - n']);
  assert.deepEqual(of('x = 12'), ['x = (12 + 1)']);
  assert.deepEqual(of('x = true'), ['x = false']);
  assert.deepEqual(of('if (a) b;'), ['if (false) b;', 'if (true) b;']);
  assert.deepEqual(of('x = a ? b : c'), ['x = false ? b : c', 'x = true ? b : c']);
  assert.deepEqual(of('x = a && b'), ['x = a || b']);
  assert.deepEqual(of('x = Math.min(a)'), ['x = Math.max(a)']);
  assert.deepEqual(of('count(a);'), [';']);
});

test('texts, types and imports have none', () => {
  assert.deepEqual(of("x = 'a' + b + `c`"), []);
  assert.deepEqual(of('type A = 1 | true; interface B { a: 2 }'), []);
  assert.deepEqual(of("import { a } from './b.ts';"), []);
  assert.deepEqual(of('let a: 1 | undefined;'), []);
});

test('a mutant names its place and what it changes', () => {
  const [first] = mutantsOf('monitoring/a.ts', '\n  x = a >= b;\n');
  assert.deepEqual(
    [first?.file, first?.line, first?.column, first?.what],
    ['monitoring/a.ts', 2, 9, 'a >= b -> a < b'],
  );
});

const weakened = (source: string): string[] =>
  mutantsOf('a.ts', source, { weakened: true }).map((mutant) => mutated(source, mutant));

test('a check is weakened: an assertion removed, a field optional, a limit removed', () => {
  assert.deepEqual(weakened('x = [...atLeast(a), b]'), ['x = [...[], b]']);
  assert.deepEqual(weakened('x = z.object({ a: z.string() })'), ['x = z.object({ a: z.string().optional() })']);
  assert.deepEqual(weakened('x = z.number().positive()'), ['x = z.number()']);
  assert.deepEqual(weakened('x = z.string().regex(a).startsWith(b)'), [
    'x = z.string().startsWith(b)',
    'x = z.string().regex(a)',
  ]);
});

test('a check is weakened: an awaited assertion or a row of a table is gone, a pattern takes anything', () => {
  assert.deepEqual(weakened('await expect(a).toBe(b);'), [';']);
  assert.deepEqual(weakened('await page.click();'), []);
  assert.deepEqual(weakened('x = /a+/'), ['x = /(?:)/']);
  assert.deepEqual(weakened("const PAGES = ['/', '/a'];"), [
    "const PAGES = [...[], '/a'];",
    "const PAGES = ['/', ...[]];",
  ]);
  assert.deepEqual(weakened("const NAMES = new Set(['a', 'b']);"), [
    "const NAMES = new Set([...[], 'b']);",
    "const NAMES = new Set(['a', ...[]]);",
  ]);
  assert.deepEqual(weakened("const KINDS = { a: 'x', b: 'y' };"), [
    "const KINDS = { ...{}, b: 'y' };",
    "const KINDS = { a: 'x', ...{} };",
  ]);
  assert.deepEqual(weakened("const ONE = ['/']; const pages = ['/', '/a'];"), []);
});

test('an optional field and code other than a schema are not weakened', () => {
  assert.deepEqual(weakened('x = z.object({ a: z.string().nullish(), b: z.unknown() })'), []);
  assert.deepEqual(weakened('w = f(...list); x = { a: z.string() }; y = text.includes(a)'), []);
  assert.deepEqual(of('x = [...atLeast(a)]'), []);
});

test('an excluded name and its content get no mutants', () => {
  const source = 'const sampleA = { n: 1 }; const b = { sample: { n: 2 }, n: 3 };';
  const kept = mutantsOf('a.ts', source, { except: /^sample/ }).map(({ what }) => what);
  assert.deepEqual(kept, ['3 -> 3 + 1']);
});
