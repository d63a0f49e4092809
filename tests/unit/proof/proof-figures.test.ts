// The figures of the README: what was measured, in words, between two marks, and nowhere else.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { keepFigures, withBlock } from '../../../commands/lib/proof-figures-file.ts';
import { EQUIVALENT } from '../../../proof/mutation/equivalent-mutants.ts';
import { survivorsPage } from '../../../proof/mutation/survivors-page.ts';
import { falseAlarmBound, figuresText } from '../../../proof/proof-figures.ts';

const HTTP = { day: '2026-11-28', faults: 201, withoutCheck: 19, visible: 101, caught: 101, differ: 0 };
const HEALTHY = { day: '2026-11-28', runs: 500, breaches: 0 };

test('the bound of no false alarm in n runs is near three by n', () => {
  assert.ok(Math.abs(falseAlarmBound(3_000) - 3 / 3_000) < 1e-5);
  assert.equal(falseAlarmBound(1).toFixed(2), '0.95');
});

test('the text for all faults caught and no false alarm', () => {
  const text = figuresText({ http: HTTP, healthy: HEALTHY }).join('\n');
  assert.match(text, /201 faults .* 101 can be seen over HTTP, 101 of them were caught/);
  assert.match(text, /19 more faults have no check/);
  assert.match(text, /No fault turned another check red \(2026-11-28/);
  assert.match(text, /0 false alarms in 500 runs .*: at most 0\.60 % of runs at 95 % confidence/);
});

test('a fault that differs and a false alarm are reported, without a bound', () => {
  const text = figuresText({ http: { ...HTTP, caught: 99, differ: 2 }, healthy: { ...HEALTHY, breaches: 1 } }).join(
    '\n',
  );
  assert.match(text, /99 of them were caught/);
  assert.match(text, /2 turned too few or too many checks red/);
  assert.match(text, /1 false alarms in 500 runs/);
  assert.doesNotMatch(text, /confidence|anything else/);
});

test('the whole matrix says how many of its runs turned red what they must', () => {
  assert.deepEqual(figuresText({ whole: { day: '2026-11-28', faults: 224, proved: 223 } }), [
    '- The same with browser, Lighthouse and load: 223 of 224 runs turned red exactly what they must (2026-11-28,',
    '  `npm run prove`, in shards).',
  ]);
});

test('with the matrix and both kinds of healthy runs one sentence comes first', () => {
  const whole = { day: '2026-11-28', faults: 224, proved: 223 };
  const figures = { whole, healthy: HEALTHY, healthyWhole: { ...HEALTHY, runs: 60, breaches: 1 } };
  assert.deepEqual(figuresText(figures).slice(0, 2), [
    '**224 states of the site, 223 judged as they must be; 1 false alarms in 560 healthy runs.**',
    '',
  ]);
});

test('the mutants of each room, with their share', () => {
  const mutation = { load: { day: '2026-11-28', mutants: 400, noticed: 390, equivalent: 0 } };
  assert.deepEqual(figuresText({ mutation }), [
    '- Mistakes put into load, one at a time: 390 of 400 turned a test red (97.5 %; 2026-11-28, `npm run mutate -- --room load`).',
  ]);
});

test('without figures the text is empty', () => assert.deepEqual(figuresText({}), []));

test('the block is replaced, the rest stays, and a text without marks is refused', () => {
  const text = 'a\n<!-- proof figures: made by npm run generate -->\nold\n<!-- end of proof figures -->\nz\n';
  const once = withBlock(text, ['- new']);
  assert.equal(
    once,
    'a\n<!-- proof figures: made by npm run generate -->\n\n- new\n\n<!-- end of proof figures -->\nz\n',
  );
  assert.equal(withBlock(once, ['- new']), once);
  assert.throws(() => withBlock('a', []), /README\.md has no block/);
});

test('one kind of figures does not remove the other, and a foreign file is refused', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'figures-'));
  const file = path.join(folder, 'figures.json');
  try {
    keepFigures(file, { http: HTTP });
    keepFigures(file, { healthy: HEALTHY });
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { http: HTTP, healthy: HEALTHY });
    writeFileSync(file, '{"other":1}');
    assert.throws(() => keepFigures(file, { http: HTTP }));
    assert.equal(readFileSync(file, 'utf8'), '{"other":1}');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the page of survivors names each of them, a sample as such, and what changes nothing with its reason', () => {
  const survivors = [
    { file: 'load/judge.ts', what: 'a || b -> a && b' },
    { file: 'load/judge.ts', what: '0 -> 0 + 1', code: 'return 0;' },
  ];
  const mutation = {
    load: { day: '2026-11-28', mutants: 40, noticed: 39, equivalent: 2, of: 400, seed: 7, survivors },
  };
  const page = survivorsPage({ mutation });
  assert.match(page, /^2026-11-28: 39 of 40 noticed \(97\.5 %\), a sample of 400, seed 7; 2 more change nothing\.$/m);
  assert.ok(page.includes('| load/judge.ts | `a \\|\\| b -> a && b` |  |'), page);
  assert.ok(page.includes('| load/judge.ts | `0 -> 0 + 1` | `return 0;` |'), page);
  assert.doesNotMatch(page, /^## verdict/m);
  const whole = survivorsPage({ mutation: { load: { ...mutation.load, survivors: [] } } });
  assert.match(whole, /^Nothing survived\.$/m);
  const reasons = Object.values(EQUIVALENT).flatMap((of) => Object.values(of));
  for (const reason of reasons) assert.ok(page.includes(`| ${reason} |`), reason);
});
