// Which deployment a rollback names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastGoodOf, rollbackTarget } from '../../../monitoring/last-good.ts';
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

test('a rollback names the newest deployment that passed, except the judged one (short commit ids allowed)', () => {
  const all = [row(1, 'aaaaaaaaaa', 'pass'), row(2, 'bbbbbbbbbb', 'warn'), row(3, 'cccccccccc', 'pass')];
  assert.equal(addressOf(all, 'cccccccccc'), own('bbbbbbbbbb'));
  assert.equal(addressOf(all, 'ccccccc'), own('bbbbbbbbbb'));
  assert.equal(addressOf(all), own('cccccccccc'));
});

test('a rollback never names a deployment that failed, was not judged or was inconclusive', () => {
  const all = ['breach', null, 'inconclusive', 'broken'].map((verdict, i) => row(i, `${i}aaaaaaa`, verdict));
  assert.equal(addressOf(all), undefined);
  assert.equal(addressOf([]), undefined);
});

test('a rollback names the own address of a commit that was also judged through the alias', () => {
  const all = [row(1, 'aaaaaaaaaa', 'pass'), row(2, 'aaaaaaa', 'pass', TARGET.origin)];
  assert.equal(addressOf(all), own('aaaaaaaaaa'));
  assert.equal(addressOf([row(2, 'aaaaaaa', 'pass', TARGET.origin)]), TARGET.origin);
});

test('a notice names the good deployment before the live one, never the live one itself', async () => {
  const of = (...all: Deployment[]) => rollbackTarget({ deployments: () => Promise.resolve(all) }, TARGET.origin, 9);
  const good = row(1, 'aaaaaaaaaa', 'pass');
  assert.equal((await of(good, row(2, 'bbbbbbbbbb', 'breach')))?.commit, 'aaaaaaaaaa');
  assert.equal((await of(good, row(2, 'bbbbbbbbbb', 'pass')))?.commit, 'aaaaaaaaaa');
  assert.equal(await of(good), undefined);
  assert.equal(await of(), undefined);
});

test('a gate stores the deployment address that it was given', () => {
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
