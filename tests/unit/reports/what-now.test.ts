import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import formatsOf from 'ajv-formats';
import { consoleReport } from '../../../reports/formats/console-report.ts';
import { ctrf } from '../../../reports/formats/ctrf.ts';
import { summary } from '../../../reports/formats/summary-markdown.ts';
import { wantsColour } from '../../../reports/formats/terminal-colour.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import type { Verdict } from '../../../reports/verdict/verdict-format.ts';
import { whatNow, type AdviceFacts } from '../../../reports/verdict/what-now.ts';
import type { ResultRecord } from '../../../reports/result.ts';
import { check, CHECK_OF, healthyBody, metric, probe, whole } from './sample-records.ts';

const TARGET = 'https://mysetlist-sonnet.vercel.app';
const verdictOf = (body: ResultRecord[]): Verdict =>
  judge({ records: whole({ body, run: { target: TARGET } }), problems: [] });
const without = (stage: string): ResultRecord[] =>
  healthyBody().filter((r) => !(r.kind === 'check' && r.stage === stage));
const failing = (stage: keyof typeof CHECK_OF): Verdict =>
  verdictOf([
    ...without(stage),
    check(CHECK_OF[stage], stage, { outcome: 'fail', failures: [{ code: 'assertion', message: 'no' }] }),
  ]);
const slow = verdictOf([...healthyBody(), metric('lcp', [9_000, 9_000, 9_000])]);
const twice = verdictOf([
  ...without('journeys'),
  check(CHECK_OF.journeys, 'journeys', {
    outcome: 'fail',
    attempts: 2,
    earlier: [{ outcome: 'fail', durationMs: 1, failures: [{ code: 'assertion', message: 'no' }] }],
    failures: [{ code: 'assertion', message: 'no' }],
  }),
]);
const FACTS: AdviceFacts = {
  lastGood: {
    commit: 'abcdef0123456789',
    address: 'https://mysetlist-abc-swbams-projects.vercel.app',
    at: '2026-01-01T10:00:00.000Z',
  },
  contacts: { by: (severity) => [`on-call for ${severity}`], security: ['security@mysetlist.com'] },
};

test('a breach of an essential function is rolled back to the last deployment that passed the gate', () => {
  const advice = whatNow(failing('journeys'), FACTS);
  assert.equal(advice.decision, 'roll back');
  assert.match(
    advice.text,
    /^P1, respond within 15 min\. Roll back to commit abcdef0, which passed the gate at 2026-01-01 10:00 UTC\. Then run the gate again\.$/,
  );
  assert.deepEqual(advice.commands, [
    'vercel alias set mysetlist-abc-swbams-projects.vercel.app mysetlist-sonnet.vercel.app',
    `npm run gate -- --target ${TARGET}`,
  ]);
  assert.deepEqual(advice.tell, ['on-call for P1']);
});

test('if the history has only the alias, or no deployment, the list command comes first', () => {
  const own = whatNow(failing('journeys'), {
    lastGood: { commit: 'abcdef012', address: TARGET, at: '2026-01-01T10:00:00.000Z' },
  });
  const list = 'vercel ls --scope swbams-projects | grep mysetlist-sonnet';
  const byHand =
    /: run "vercel alias set", then its address from the list, then mysetlist-sonnet\.vercel\.app\. Then run/;
  assert.deepEqual(own.commands, [list, `npm run gate -- --target ${TARGET}`]);
  assert.match(own.text, byHand);
  const none = whatNow(failing('journeys'));
  assert.match(
    none.text,
    /The history has no deployment that passed the gate\. Roll back to the newest deployment from before this one: /,
  );
  assert.match(none.text, byHand);
  assert.deepEqual(none.commands, own.commands);
});

test('each verdict has its own next step', () => {
  assert.equal(whatNow(verdictOf(healthyBody())).decision, 'proceed');
  assert.equal(whatNow(slow).decision, 'hold', 'a slow page is no reason to roll back');
  assert.equal(whatNow(failing('security'), FACTS).tell.join(), 'on-call for P0,security@mysetlist.com');
  assert.equal(whatNow(failing('journeys'), { isLocal: true }).commands.length, 0);
  const open = verdictOf([...without('journeys'), check(CHECK_OF.journeys, 'journeys', { outcome: 'inconclusive' })]);
  assert.deepEqual([open.verdict, whatNow(open).decision], ['inconclusive', 'hold']);
  const broken = verdictOf(without('journeys'));
  assert.deepEqual([broken.verdict, whatNow(broken).decision], ['broken', 'hold']);
});

test('the console and the summary end with it, the commands whole', () => {
  const verdict = failing('journeys');
  const advice = whatNow(verdict, FACTS);
  const text = consoleReport(verdict, { advice });
  assert.match(text, /What now: roll back\n {2}P1, respond/);
  assert.match(
    text,
    /\n {2}\$ vercel alias set mysetlist-abc-swbams-projects\.vercel\.app mysetlist-sonnet\.vercel\.app\n/,
  );
  assert.match(text, /tell: on-call for P1/);
  const markdown = summary(verdict, undefined, advice);
  assert.ok(markdown.indexOf('What now') < markdown.indexOf('### Causes'));
  assert.ok(markdown.indexOf('journey.voting.signed-in') < markdown.indexOf('### KPIs'), 'the failing come first');
  assert.doesNotMatch(markdown, /KPIs that need attention/);
  assert.match(summary(slow), /### KPIs that need attention[\s\S]*lcp[\s\S]*### KPIs\n/);
});

test('a KPI that fails for one endpoint shows the figure of that endpoint', () => {
  const late = { ttfb: { n: 1, sumMs: 9_000, p95Ms: 9_000, maxMs: 9_000 } };
  const verdict = verdictOf([...healthyBody(), ...Array.from({ length: 12 }, () => probe('GET /slow', late))]);
  const row =
    consoleReport(verdict)
      .split('\n')
      .find((line) => line.includes(' response-time ')) ?? '';
  assert.match(row, /9,000 ms/);
});

for (const [env, isTerminal, wanted] of [
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '' }, false, false],
  [{ CI: 'true' }, false, false],
  [{ TERM: 'dumb' }, true, false],
  [{ GITHUB_ACTIONS: 'true' }, false, true],
] as const)
  test(`colours: ${JSON.stringify(env)} ${isTerminal ? 'on a terminal' : 'in a pipe'}: ${wanted}`, () => {
    assert.equal(wantsColour(env, isTerminal), wanted);
  });

test('ctrf.json matches the published schema and contains the number of failures', () => {
  const require = createRequire(import.meta.url);
  const file = path.join(path.dirname(require.resolve('ctrf')), 'ctrf-schema-0.0.json');
  const ajv = new Ajv({ strict: false });
  formatsOf.default(ajv);
  const isValid = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  for (const verdict of [verdictOf(healthyBody()), failing('journeys'), slow, twice, verdictOf([])]) {
    const report = JSON.parse(ctrf(verdict)) as {
      results: { summary: { failed: number; tests: number; other: number } };
    };
    assert.ok(isValid(report), JSON.stringify(isValid.errors));
    const failed = [...verdict.kpis, ...verdict.checks].filter((row) => row.verdict === 'breach').length;
    assert.equal(report.results.summary.failed, failed);
  }
  assert.equal(isValid({ reportFormat: 'CTRF' }), false);
});
