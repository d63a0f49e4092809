import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, toRecord, type Context, type Outcome } from '../../../checks/reporter/test-records.ts';
import { resultRecord } from '../../../reports/result.ts';

const passed: Outcome = {
  id: 'journey.search.hero',
  variant: 'phone',
  status: 'passed',
  durationMs: 900,
  errors: [],
  skipReason: undefined,
  attachments: [],
};
const context: Context = {
  at: new Date('2026-01-02T03:04:05Z'),
  resultsDir: '/runs/one',
  secrets: ['Sesame-1'],
  noAccount: false,
  target: undefined,
};
const record = (change: Partial<Outcome>, where: Partial<Context> = {}) =>
  toRecord({ ...passed, ...change }, { ...context, ...where });

test('A passed test is a pass, and the record fits the schema', () => {
  const made = record({});
  assert.equal(made.outcome, 'pass');
  assert.deepEqual(resultRecord.parse(made), made);
});

for (const status of ['failed', 'timedOut', 'skipped', 'interrupted', 'not-run'] as const)
  test(`A test that ended as "${status}" is not green and has a reason`, () => {
    const made = record({ status });
    assert.notEqual(made.outcome, 'pass');
    assert.equal(made.failures.length, 1);
  });

test('A test without an account is inconclusive, and skipped with --no-account', () => {
  const skipped = { status: 'skipped', skipReason: 'no-account: set SYNTHETIC_EMAIL' } as const;
  assert.equal(record(skipped).outcome, 'inconclusive');
  assert.equal(record(skipped).failures[0]?.code, 'no-account');
  assert.equal(record(skipped, { noAccount: true }).outcome, 'skipped');
});

test('A contract as a test keeps each finding with its code', () => {
  const error = 'Error: server-error: GET /api/search: status 500, expected 200\nsemantic: results: none';
  const made = record({ id: 'contract.search', variant: 'desktop', status: 'failed', errors: [error] });
  assert.deepEqual(made.failures, [
    { code: 'server-error', message: 'GET /api/search: status 500, expected 200' },
    { code: 'semantic', message: 'results: none' },
  ]);
  const ours = record({ id: 'contract.search', status: 'failed', errors: ['Error: tool: Sesame-1 is not a function'] });
  assert.deepEqual([ours.outcome, ours.failures[0]?.message.includes('Sesame')], ['broken', false]);
});

test('A test skipped for any other reason stays inconclusive even without an account', () => {
  const made = record({ status: 'skipped', skipReason: 'later' }, { noAccount: true });
  assert.equal(made.outcome, 'inconclusive');
});

test("A page closed at the deadline of a test is not the tool's fault; closed before it, it is", () => {
  const closed = 'Error: locator.click: Target page, context or browser has been closed';
  const late = record({ status: 'timedOut', errors: ['Test timeout of 20000ms exceeded.', closed] });
  assert.deepEqual([late.outcome, late.failures.map(({ code }) => code)], ['fail', ['timeout']]);
  assert.equal(record({ status: 'failed', errors: [closed] }).outcome, 'broken');
});

test('A pass that carries an error is a fail', () => {
  assert.equal(record({ errors: ['Error: teardown'] }).outcome, 'fail');
});

test('A browser that does not start is broken, not a failure of the site', () => {
  const made = record({ status: 'failed', errors: ["Error: browserType.launch: Executable doesn't exist"] });
  assert.equal(made.outcome, 'broken');
});

test('Colours and secrets do not get into a message', () => {
  const made = record({ status: 'failed', errors: ['\u001b[31mfill("Sesame-1")\u001b[39m'] });
  assert.equal(made.failures[0]?.message, 'fill("[redacted]")');
});

test('The log of an assertion’s tries is no part of its message; what an action waited for is', () => {
  const log = '\n\nCall log:\n  - waiting for getByRole(\'alert\')\n    9 × locator resolved to <p role="alert">';
  const failed = 'Error: the alert\n\nexpect(locator).toHaveText(expected) failed\n\nReceived: "x"';
  const made = record({
    status: 'failed',
    errors: [`${failed}${log}\n\nat step 2`, `Error: locator.click: Timeout${log}`],
  });
  assert.deepEqual(
    made.failures.map(({ message }) => message),
    [
      'the alert\n\nexpect(locator).toHaveText(expected) failed\n\nReceived: "x"\n\nat step 2',
      `locator.click: Timeout${log}`,
    ],
  );
});

test('Evidence paths are relative to the run’s folder; files outside of it are not listed', () => {
  const made = record({ attachments: ['/runs/one/playwright/x/trace.zip', '/tmp/other.png'] });
  assert.deepEqual(made.evidence, ['playwright/x/trace.zip']);
});

test('The rerun names project, check and, where it is not our own stand-in, the target', () => {
  const rerun = 'npx playwright test --project=phone --grep "@journey.search.hero" --trace=on';
  assert.equal(record({}).rerun, rerun);
  assert.equal(record({}, { target: 'https://site.example' }).rerun, `TARGET_URL=https://site.example ${rerun}`);
});

for (const [message, code] of [
  ['PreparationError: could not prepare: see contract.setlists: GET /api/setlists/1 answered 500', 'no-data'],
  ['Error: page.goto: net::ERR_CONNECTION_REFUSED at http://127.0.0.1:1/', 'refused'],
  ['Error: page.goto: net::ERR_NAME_NOT_RESOLVED at http://x.invalid/', 'dns'],
  ['Error: apiRequestContext.get: connect ECONNREFUSED 127.0.0.1:1', 'refused'],
  ['TypeError: x is not a function', 'tool'],
  [`SyntaxError: Unexpected token '<', "<!doctype "... is not valid JSON`, 'not-json'],
  ['Test timeout of 20000ms exceeded.', 'timeout'],
  ['Test timeout of 20000ms exceeded while setting up "page".', 'tool'],
  ['Test timeout of 20000ms exceeded while setting up "artist".', 'timeout'],
  ['Fixture "session" timeout of 15000ms exceeded during setup.', 'tool'],
  ['Error: expect(locator).toBeVisible() failed', 'assertion'],
] as const)
  test(`"${message.split('\n')[0] ?? ''}" has code ${code}`, () => {
    assert.equal(codeOf(message), code);
  });

test('A check with a failed precondition is inconclusive, even after a failed request; with its own finding it fails', () => {
  const prepared = 'PreparationError: could not prepare: see journey.search.header: expect failed';
  const failedRequests = ['GET /api/search HTTP 500'];
  const made = record({ status: 'failed', errors: [prepared], failedRequests });
  assert.equal(made.outcome, 'inconclusive');
  assert.deepEqual(made.failures, [
    { code: 'no-data', message: 'could not prepare: see journey.search.header: expect failed' },
  ]);
  assert.equal(record({ status: 'failed', errors: ['Error: no alert', prepared], failedRequests }).outcome, 'fail');
});

test('A failure that does not repeat is a warning with its cause, both times and both pieces of evidence', () => {
  const before: Outcome = {
    ...passed,
    status: 'failed',
    errors: ['Error: no result'],
    attachments: ['/runs/one/a.png'],
  };
  const made = record({ before, attachments: ['/runs/one/b.png'] });
  assert.deepEqual([made.outcome, made.attempts, made.durationMs], ['warn', 2, 1_800]);
  assert.deepEqual(made.failures, [{ code: 'assertion', message: 'failed once and passed when run again: no result' }]);
  assert.deepEqual(made.evidence, ['a.png', 'b.png']);
  assert.deepEqual(resultRecord.parse(made), made);
});

test('A repeated failure has the message of the second run', () => {
  const before: Outcome = { ...passed, status: 'failed', errors: ['Error: no result'] };
  const failed = record({ before, status: 'failed', errors: ['Error: no result at all'] });
  assert.deepEqual([failed.outcome, failed.attempts], ['fail', 2]);
  assert.deepEqual(
    failed.failures.map(({ message }) => message),
    ['no result at all'],
  );
  assert.deepEqual(failed.earlier, [
    { outcome: 'fail', durationMs: 900, failures: [{ code: 'assertion', message: 'no result' }] },
  ]);
  assert.equal(record({ before, status: 'skipped', skipReason: 'no-data: none' }).outcome, 'inconclusive');
});

test('Where many checks have failed the first run counts', () => {
  const before: Outcome = { ...passed, status: 'failed', errors: ['Error: no result'] };
  const made = record({ before, status: 'failed', errors: ['Error: not run again: 9 checks have failed'] });
  assert.deepEqual([made.outcome, made.attempts, made.failures[0]?.message], ['fail', undefined, 'no result']);
});

test('a failed check records how long this machine kept it from running, whole milliseconds', () => {
  const failed = { status: 'failed', errors: ['Error: no result'] } as const;
  assert.equal(record({ ...failed, ownDelayMs: 1_234.4 }).ownDelayMs, 1_234);
  assert.equal('ownDelayMs' in record(failed), false);
});
