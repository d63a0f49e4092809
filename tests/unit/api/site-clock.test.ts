// Our own wrong clock is never the site's fault; an old answer with the right Date header is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeAnswer } from '../../../checks/api/judge-answer.ts';
import type { Answer } from '../../../checks/api/probe-client.ts';
import { trending } from '../../../contracts/trending.contract.ts';

const SITE = Date.parse('2026-11-28T12:00:00Z');
const promise = trending.cases.find(({ sample, status }) => sample !== undefined && status.includes(200));
const body = JSON.stringify(promise?.sample?.good).replaceAll(
  /"timestamp":"[^"]*"/g,
  `"timestamp":"${new Date(SITE).toISOString()}"`,
);
const judged = (nowMs: number, headers: Record<string, string>) => {
  assert.ok(promise);
  const answer: Answer = { status: 200, headers: { 'content-type': 'application/json', ...headers }, body, phases: {} };
  const { failures, warnings } = judgeAnswer(promise, answer, new Date(nowMs));
  return {
    failures: failures.filter(({ message }) => message.includes('timestamp')).length,
    warnings: warnings.map(({ code }) => code),
  };
};
const date = (ms: number, age = 0): Record<string, string> => ({
  date: new Date(ms - age * 1_000).toUTCString(),
  ...(age === 0 ? {} : { age: String(age) }),
});

test('both clocks are right: no warning', () =>
  assert.deepEqual(judged(SITE, date(SITE)), { failures: 0, warnings: [] }));
for (const hours of [1, -1])
  test(`this machine's clock is ${hours} h off: a warning about the machine, no failure`, () =>
    assert.deepEqual(judged(SITE + hours * 3_600_000, date(SITE)), { failures: 0, warnings: ['machine'] }));
test('an answer of an hour ago is stale: by its Date header of now, by a cache that says its age, and without a header', () => {
  for (const headers of [date(SITE + 3_600_000), date(SITE + 3_600_000, 3_600), {}])
    assert.deepEqual(judged(SITE + 3_600_000, headers), { failures: 1, warnings: [] });
});
