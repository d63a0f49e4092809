// A check that ran twice shows both runs in verdict.json, JUnit and CTRF.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ctrf } from '../../../reports/formats/ctrf.ts';
import { junit } from '../../../reports/formats/junit.ts';
import { FAILED_ONCE, passedAgain, type CheckRecord } from '../../../reports/result.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import { verdictSchema, type Verdict } from '../../../reports/verdict/verdict-format.ts';
import { check, CHECK_OF, healthyBody, whole } from './sample-records.ts';

const first = { code: 'server-error', message: 'status 500 & more' } as const;
const earlier: CheckRecord['earlier'] = [{ outcome: 'fail', durationMs: 300, failures: [first] }];

/** The verdict of a healthy run whose journey ran twice. */
function verdictOf(more: Partial<CheckRecord>): Verdict {
  const others = healthyBody().filter((r) => !(r.kind === 'check' && r.stage === 'journeys'));
  const twice = check(CHECK_OF.journeys, 'journeys', { attempts: 2, durationMs: 500, earlier, ...more });
  return judge({ records: whole({ body: [...others, twice] }), problems: [] });
}
const passedLater = verdictOf({
  outcome: 'warn',
  failures: [{ ...first, message: FAILED_ONCE + first.message }],
});
const failedTwice = verdictOf({ outcome: 'fail', failures: [{ code: 'assertion', message: 'no result' }] });

type Test = { name: string; status: string; flaky?: boolean; retries?: number; retryAttempts?: object[] };
const ctrfTest = (verdict: Verdict): Test | undefined =>
  (JSON.parse(ctrf(verdict)) as { results: { tests: Test[] } }).results.tests.find(({ name }) =>
    name.startsWith(CHECK_OF.journeys),
  );

test('verdict.json contains the attempts and the failures of the first', () => {
  const row = failedTwice.checks.find(({ id }) => id === CHECK_OF.journeys)?.variants[0];
  assert.deepEqual([row?.attempts, row?.earlier], [2, earlier]);
  assert.deepEqual(verdictSchema.parse(failedTwice), failedTwice);
});

test('JUnit has a flaky failure for a run that passed later, and a rerun failure for one that failed twice', () => {
  assert.match(
    junit(passedLater),
    /<flakyFailure type="fail" message="server-error: status 500 &amp; more" time="0\.300">run 1\n/,
  );
  assert.doesNotMatch(junit(passedLater), /<failure|<rerunFailure/);
  assert.match(junit(failedTwice), /<failure type="breach" message="no result">[^<]*<\/failure>\n +<rerunFailure /);
});

test('CTRF counts the attempts, with the outcome and the time of each', () => {
  const flaky = ctrfTest(passedLater);
  assert.deepEqual([flaky?.status, flaky?.flaky, flaky?.retries], ['passed', true, 1]);
  assert.deepEqual(flaky?.retryAttempts, [
    { attempt: 1, status: 'failed', duration: 300, message: 'server-error: status 500 & more' },
    { attempt: 2, status: 'passed', duration: 200 },
  ]);
  const failed = ctrfTest(failedTwice);
  assert.deepEqual([failed?.status, failed?.flaky, failed?.retryAttempts?.length], ['failed', false, 2]);
});

test('what only earlier runs met is no failure of the last one, whether it failed once, twice, or could not be judged', () => {
  for (const outcomes of [['fail'], ['inconclusive'], ['fail', 'inconclusive']] as const) {
    const flaky = ctrfTest(
      verdictOf({ outcome: 'warn', failures: [{ ...first, message: passedAgain(outcomes) + first.message }] }),
    );
    assert.deepEqual(flaky?.retryAttempts?.at(-1), { attempt: 2, status: 'passed', duration: 200 });
  }
});
