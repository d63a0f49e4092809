// The signed-in page: audited as itself or not at all, and the session stands in no report.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { AUDIT_PAGES, ownPage } from '../../../checks/audits/audited-pages.ts';
import { startStandIn, type StandIn } from '../../../stand-in/server.ts';
import { audit, OUT, told } from './audit-harness.ts';

const profile = AUDIT_PAGES.filter((page) => page.id === 'audit.profile');
let site: StandIn;
before(async () => {
  site = await startStandIn();
});
after(() => site.close());

test('the profile is audited with the session of the account, which no report holds', async () => {
  const { check, records } = await audit(new URL(site.url), { pages: profile, account: site.account });
  // A busy machine may leave a timing unjudged; the page itself must be the right one.
  assert.ok(['pass', 'inconclusive'].includes(check.outcome), told(check));
  assert.ok(records.some((record) => record.kind === 'budget' && record.audit === 'lcp' && record.median !== null));
  const texts = [
    JSON.stringify(records),
    ...readdirSync(OUT).map((name) => readFileSync(path.join(OUT, name), 'latin1')),
  ];
  assert.equal(texts.length, 4);
  assert.ok(texts.some((text) => text.includes('/profile')));
  for (const text of texts) {
    assert.ok(!text.includes(site.account.password));
    assert.doesNotMatch(text, /base64-[A-Za-z0-9_-]{40}/);
  }
});
test('without a session the profile leads to the sign-in page, which is not scored in its place', async () => {
  const { check, records } = await audit(new URL(site.url), { pages: [ownPage('/profile')] });
  assert.equal(told(check), 'fail unexpected-status');
  assert.equal(check.failures[0]?.message, '/profile answered 307 and led to /auth/sign-in: not audited');
  assert.ok(!records.some((record) => record.kind === 'budget'));
  assert.ok(records.every((record) => record.kind !== 'metric' || record.samples.length === 0));
});
test('without an account, or with one that is refused, the profile is inconclusive and never scored', async () => {
  for (const account of [undefined, { email: site.account.email, password: 'not the password' }]) {
    const { check, records } = await audit(new URL(site.url), { pages: profile, account });
    assert.equal(told(check), 'inconclusive no-account');
    assert.ok(!JSON.stringify(records).includes('not the password'));
  }
});
test('a soft 404 fails as that', async () => {
  site.setFaults(['soft-404-known']);
  const { check } = await audit(new URL(site.url), { pages: AUDIT_PAGES.filter(({ id }) => id === 'audit.artist') });
  site.setFaults([]);
  assert.equal(told(check), 'fail soft-404');
});
test('a refresh tag and an error screen fail with their own codes', async () => {
  site.setFaults(['soft-redirect']);
  assert.equal(told((await audit(new URL(site.url), { pages: [ownPage('/my-artists')] })).check), 'fail soft-redirect');
  site.setFaults(['database-down']);
  assert.equal(told((await audit(new URL(site.url), { pages: [ownPage('/setlists')] })).check), 'fail semantic');
  site.setFaults([]);
});
