// What a command's end means, and what the runner is told: never greener than what was proved.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { outcomeOfCode, outcomeOfGate } from '../../../actions/outcome.ts';
import { formsOf } from '../../../actions/runner-files.ts';
import { outcomeOfTicks } from '../../../actions/tick-loop.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'outcome-'));
after(() => rmSync(root, { recursive: true, force: true }));
const results = (name: string, verdict?: object): string => {
  mkdirSync(path.join(root, name, 'latest'), { recursive: true });
  if (verdict) writeFileSync(path.join(root, name, 'latest/verdict.json'), JSON.stringify(verdict));
  return path.join(root, name);
};

test('a gate without a verdict is broken, with any exit code', () => {
  for (const code of [0, 1, 2, 3, 137]) assert.equal(outcomeOfGate(results('none'), code).code, 3);
  assert.equal(outcomeOfGate(results('none'), 4).code, 4);
});

test('a verdict that contradicts the exit code is broken', () => {
  const dir = results('other', { verdict: 'pass', exitCode: 0, kpis: [], checks: [] });
  assert.deepEqual([outcomeOfGate(dir, 0).verdict, outcomeOfGate(dir, 1).verdict], ['pass', 'broken']);
});

test('the summary names the first cause in one line, and the failed KPIs', () => {
  const dir = results('breach', {
    verdict: 'breach',
    exitCode: 1,
    kpis: [
      { id: 'availability', verdict: 'breach' },
      { id: 'lcp', verdict: 'pass' },
    ],
    checks: [],
    causes: [
      { verdict: 'breach', id: 'availability', message: '90 %\nsecond line' },
      { verdict: 'breach', id: 'x', message: 'y' },
    ],
  });
  const outcome = outcomeOfGate(dir, 1);
  assert.equal(outcome.summary, 'breach: availability: 90 % (and 1 more)');
  assert.deepEqual(outcome.failedKpis, ['availability']);
});

test('an unknown exit code is broken', () => {
  assert.deepEqual(
    [1, 5, 127, 137].map((code) => outcomeOfCode('x', code).code),
    [1, 3, 3, 3],
  );
});

for (const [codes, code] of [
  [[], 3],
  [[0, 0], 0],
  [[2, 2], 2],
  [[2, 0], 0],
  [[0, 2], 2],
  [[0, 1, 0], 1],
  [[1, 3], 1],
  [[0, 3, 0], 3],
  [[4], 4],
] as const)
  test(`ticks that end with ${codes.join(', ') || 'nothing'} end the loop with ${code}`, () =>
    assert.equal(outcomeOfTicks(codes).code, code));

test('a secret is masked in each form that a log can show', () => {
  const secret = 'p"w%1 +ä/x';
  const forms = formsOf([secret], [['ada@x.example', secret]]);
  for (const shown of [
    secret,
    encodeURIComponent(secret),
    'p%22w%251+%2B%C3%A4%2Fx',
    'p\\"w%1 +ä/x',
    Buffer.from(secret).toString('base64'),
    Buffer.from(`ada@x.example:${secret}`).toString('base64'),
  ])
    assert.ok(forms.includes(shown), shown);
  // A short one would blank out ordinary words.
  assert.deepEqual(
    formsOf(['abc']).filter((form) => form === 'abc'),
    [],
  );
});

test('the deployment to go back to is the one of advice.json, never the alias itself', () => {
  const breach = { verdict: 'breach', exitCode: 1, kpis: [], checks: [], target: 'https://site.example' };
  const lastGoodOf = (name: string, advice?: object): object | undefined => {
    const dir = results(name, breach);
    if (advice) writeFileSync(path.join(dir, 'latest/advice.json'), JSON.stringify(advice));
    return outcomeOfGate(dir, 1).lastGood;
  };
  const commit = 'abcdef0';
  assert.deepEqual(lastGoodOf('own', { lastGood: { address: 'https://site-abc.example/', commit } }), {
    url: 'https://site-abc.example',
    commit,
  });
  assert.equal(lastGoodOf('alias', { lastGood: { address: 'https://site.example', commit } }), undefined);
  assert.equal(lastGoodOf('nothing', { lastGood: null }), undefined);
  assert.equal(lastGoodOf('no-advice'), undefined);
});
