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

/** Rows of the alias: `again` for one that became live again. */
const live = (at: number, commit: string, verdict: string | null, again = false): Deployment => ({
  ...row(at, commit, verdict),
  ...(again ? { isReturn: true as const } : {}),
});
const [A, B, C] = ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc'];

test('after a rollback by hand the older deployment is live, and the one that was left is not good', async () => {
  const of = async (...all: Deployment[]) =>
    (await rollbackTarget({ deployments: () => Promise.resolve(all) }, TARGET.origin, 99))?.commit;
  const before = [live(1, C, 'pass'), live(2, A, 'pass'), live(3, B, 'pass')];
  assert.equal(await of(...before), A);
  assert.equal(await of(...before, live(4, A, 'pass', true)), C, 'A is live, B was left: C is the last good one');
  assert.equal(await of(live(2, A, 'pass'), live(3, B, 'pass'), live(4, A, 'pass', true)), undefined);
  // B is tried again: A was not left because it was bad.
  assert.equal(await of(...before, live(4, A, 'pass', true), live(5, B, 'pass', true)), A);
  // The gate judged B once more after the rollback.
  const again = { ...live(3, B, 'pass'), verdictAt: 5 };
  assert.equal(await of(live(2, A, 'pass'), again, live(4, A, 'pass', true)), B);
});

test('the newest verdict of a commit counts, at whatever address it was given', () => {
  const good = row(1, A, 'pass');
  const passed = { ...row(2, B, 'pass'), verdictAt: 2 };
  const breached = { ...row(3, B, 'breach', TARGET.origin), verdictAt: 9 };
  assert.equal(lastGoodOf([good, passed, breached], TARGET, C)?.commit, A);
  const fixed = { ...row(2, B, 'pass'), verdictAt: 10 };
  assert.equal(lastGoodOf([good, fixed, breached], TARGET, C)?.commit, B);
  const unclear = { ...row(3, B, 'inconclusive', TARGET.origin), verdictAt: 9 };
  assert.equal(lastGoodOf([good, passed, unclear], TARGET, C)?.commit, B);
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
