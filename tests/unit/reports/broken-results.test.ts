// Each way in which trouble leaves a results file has its verdict and its cause in one line; tests/nightly/watcher-breaks.test.ts asks the command.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../../reports/verdict/judge-run.ts';
import { parseResults } from '../../../reports/verdict/read-results.ts';
import { BROKEN_FILES } from './broken-results.ts';
import { check, probe, whole } from './sample-records.ts';

const body = [
  check('front-door.home', 'front-door'),
  probe('GET /', { stage: 'front-door' }),
  probe('GET /trending', { stage: 'front-door' }),
];
const good = whole({ body, stages: ['front-door'] })
  .map((record) => `${JSON.stringify(record)}\n`)
  .join('');

for (const { name, broken, make, code, cause } of BROKEN_FILES)
  test(`${name} (${broken}): exit ${code}, cause in one line`, () => {
    const verdict = judge(parseResults(make(good).toString()));
    assert.equal(verdict.exitCode, code, JSON.stringify(verdict.causes));
    if (code === 0) return assert.deepEqual(verdict.causes, []);
    const causes = verdict.causes.map(({ id, message }) => `${id}: ${message}`);
    assert.ok(
      causes.some((one) => cause.test(one) && !one.includes('\n')),
      causes.slice(0, 4).join('\n'),
    );
  });
