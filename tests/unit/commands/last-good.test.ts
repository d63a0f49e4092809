// Which deployment a rollback names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastGoodOf } from '../../../commands/lib/last-good.ts';
import { entriesOfRun } from '../../../commands/lib/remember-run.ts';
import type { Deployment } from '../../../monitoring/window-source.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import { healthyBody, whole } from '../reports/sample-records.ts';

const TARGET = new URL('https://mysetlist-sonnet.vercel.app');
const own = (name: string): string => `https://mysetlist-${name}.vercel.app`;
const row = (at: number, commit: string, verdict: string | null, address = own(commit)): Deployment => ({
  at,
  commit,
  verdict,
  address,
});
const addressOf = (all: Deployment[], judged?: string): string | undefined => lastGoodOf(all, TARGET, judged)?.address;

test('the newest that the gate passed, not the one under judgement, whose id may be given short', () => {
  const all = [row(1, 'aaaaaaaaaa', 'pass'), row(2, 'bbbbbbbbbb', 'warn'), row(3, 'cccccccccc', 'pass')];
  assert.equal(addressOf(all, 'cccccccccc'), own('bbbbbbbbbb'));
  assert.equal(addressOf(all, 'ccccccc'), own('bbbbbbbbbb'));
  assert.equal(addressOf(all), own('cccccccccc'));
});

test('none that failed, was only seen, or could not be judged', () => {
  const all = ['breach', null, 'inconclusive', 'broken'].map((verdict, i) => row(i, `${i}aaaaaaa`, verdict));
  assert.equal(addressOf(all), undefined);
  assert.equal(addressOf([]), undefined);
});

test('where the same commit was judged by the alias, too, its own address is given', () => {
  const all = [row(1, 'aaaaaaaaaa', 'pass'), row(2, 'aaaaaaa', 'pass', TARGET.origin)];
  assert.equal(addressOf(all), own('aaaaaaaaaa'));
  assert.equal(addressOf([row(2, 'aaaaaaa', 'pass', TARGET.origin)]), TARGET.origin);
});

test('a gate keeps the address that it was given beside the commit', () => {
  const body = healthyBody();
  for (const [deployment, address] of [
    [own('abc'), own('abc')],
    [undefined, TARGET.origin],
  ]) {
    const records = whole({ body, run: { target: TARGET.origin, ...(deployment ? { deployment } : {}) } });
    const end = records.find((record) => record.kind === 'end');
    if (end?.kind === 'end') end.liveCommit = 'abcdef0';
    const entries = entriesOfRun(TARGET.origin, judge({ records, problems: [] }), records);
    const kept = entries.find((entry) => entry.kind === 'deployment');
    assert.deepEqual(kept?.kind === 'deployment' && [kept.commit, kept.address, kept.verdict], [
      'abcdef0',
      address,
      'pass',
    ]);
  }
});
