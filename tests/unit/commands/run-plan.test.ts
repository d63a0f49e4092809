import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHECKS } from '../../../checks/index.ts';
import { plan, type Asked } from '../../../commands/lib/run-plan.ts';
import { NEEDS_ALLOW_LOAD } from '../../../load/profiles.ts';

const NIGHTLY: Asked = { profile: 'nightly', noAccount: false, mayLoad: true };
const reasons = (asked: Asked): Map<string, string | undefined> =>
  new Map(plan(CHECKS, asked).checks.map(({ id, reason }) => [id, reason]));

test('the declared checks that need --allow-load are the scripts that do', () => {
  const declared = CHECKS.filter(({ needsAllowLoad }) => needsAllowLoad === true).map(({ id }) => id);
  assert.deepEqual(
    declared,
    NEEDS_ALLOW_LOAD.map((script) => `load.${script}`),
  );
});

test("a check that would exceed the site's limits is left out of a profile with its reason, unless it is selected by name", () => {
  assert.equal(reasons(NIGHTLY).get('load.spike'), undefined);
  const elsewhere = { ...NIGHTLY, mayLoad: false };
  assert.equal(reasons(elsewhere).get('load.spike'), 'above half of the rate limit of the site: needs --allow-load');
  assert.equal(
    reasons({ ...elsewhere, only: ['load'] }).get('load.spike'),
    'above half of the rate limit of the site: needs --allow-load',
  );
  assert.equal(reasons({ ...elsewhere, only: ['load.spike'] }).get('load.spike'), undefined);
  assert.equal(reasons(elsewhere).get('load.browse'), undefined);
});

test('--only with an id runs only that check, in any profile', () => {
  const { selected, stages } = plan(CHECKS, { ...NIGHTLY, profile: 'quick', only: ['load.soak'] });
  assert.deepEqual([...selected], ['load.soak']);
  assert.deepEqual(stages, ['load']);
});

test('--no-account waives the checks that need an account, and no others', () => {
  const waived = plan(CHECKS, { ...NIGHTLY, noAccount: true }).checks.filter(({ reason }) =>
    reason?.includes('waived'),
  );
  assert.deepEqual(
    waived.map(({ id }) => id),
    CHECKS.filter(({ needsAccount }) => needsAccount === true).flatMap(({ id, profiles }) =>
      profiles.includes('nightly') ? [id] : [],
    ),
  );
});
