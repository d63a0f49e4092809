// A fact that reddens several checks is told once, with their ids, in every report.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Stage } from '../../../kpis.ts';
import { annotations } from '../../../reports/formats/annotations.ts';
import { consoleReport } from '../../../reports/formats/console-report.ts';
import { junit } from '../../../reports/formats/junit.ts';
import { summary } from '../../../reports/formats/summary-markdown.ts';
import type { CheckRecord } from '../../../reports/result.ts';
import { decidingFact } from '../../../reports/verdict/deciding-fact.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import type { Verdict } from '../../../reports/verdict/verdict-format.ts';
import { check, failed, healthyBody, probe, whole } from './sample-records.ts';

const FACTS: readonly (readonly [string, string | undefined])[] = [
  ['GET /api/search?q=Taylor%20Swift: status 500 (application/json), expected 200', 'GET /api/search 500'],
  ['GET /api/search HTTP 500; then: expect(locator).toBeVisible() failed', 'GET /api/search 500'],
  ['request failed: GET /api/search HTTP 500', 'GET /api/search 500'],
  ['could not prepare: see contract.search: GET /api/search answered 500', 'GET /api/search 500'],
  ['/artists/abba answered 503: not audited', 'GET /artists/abba 503'],
  ['POST /api/votes net::ERR_CONNECTION_RESET; then: x', 'POST /api/votes net::ERR_CONNECTION_RESET'],
  ['GET /api/trending: deadline passed while waiting for the first byte', 'GET /api/trending timed out'],
  ['GET /: status 401, blocked at the edge by a challenge of Vercel (401); set X', 'blocked at the edge by a challenge of Vercel (401)'], // prettier-ignore
  ['no answer; database unreachable: connection refused', 'database unreachable: connection refused'],
  // A number that is no status of the site, a status that is no fault of it, another path.
  ['GET /api/search took 500 ms', 'GET /api/search took 500 ms'],
  ['GET /api/votes: status 401, expected 200', 'GET /api/votes: status 401, expected 200'],
  ['500', undefined],
];
for (const [message, fact] of FACTS)
  test(`the fact of "${message.slice(0, 60)}"`, () => assert.equal(decidingFact(message), fact));

const red = (id: string, stage: Stage, message: string, more: Partial<CheckRecord> = {}): CheckRecord =>
  check(id, stage, { outcome: 'fail', failures: [{ code: 'assertion', message }], ...more });
const GROUP = ['contract.trending', 'journey.search.hero', 'guard.failed-requests', 'journey.search.header'];
const verdict: Verdict = judge({
  records: whole({
    body: healthyBody()
      .filter((record) => record.kind !== 'check' || record.id !== 'contract.trending')
      .concat(
        red('contract.trending', 'contracts', 'GET /api/search?q=a: status 500 (text/html), expected 200'),
        red('journey.search.hero', 'journeys', 'GET /api/search HTTP 500; then: expect(locator).toBeVisible() failed'),
        red('guard.failed-requests', 'journeys', 'request failed: GET /api/search HTTP 500'),
        red(
          'journey.search.header',
          'journeys',
          'could not prepare: see contract.trending: GET /api/search answered 500',
        ),
        red('journey.other', 'journeys', 'the button "Sign in" is covered by <div>'),
        ...Array.from({ length: 12 }, () => probe('GET /api/search', failed)),
      ),
  }),
  problems: [],
});

test('one cause represents its group; the others name it; different facts stay separate', () => {
  const told = verdict.causes.filter(({ sameAs }) => sameAs === undefined);
  const [shared] = told.filter(({ also }) => also !== undefined);
  assert.equal(shared?.id, 'contract.trending');
  assert.equal(shared.fact, 'GET /api/search 500');
  assert.deepEqual(new Set([shared.id, ...(shared.also ?? [])]), new Set([...GROUP, 'availability', 'error-rate']));
  assert.ok(told.some(({ id }) => id === 'journey.other'));
  // Every red row keeps its entry: who counts them counts as before.
  assert.equal(verdict.causes.filter(({ verdict: word }) => word === 'breach').length, GROUP.length + 3);
});

test('console, summary, annotations and JUnit show it once, with the ids', () => {
  const { stdout, md, lines, xml } = {
    stdout: consoleReport(verdict),
    md: summary(verdict),
    lines: annotations(verdict).trimEnd().split('\n'),
    xml: junit(verdict),
  };
  assert.equal(stdout.match(/✗ breach \S+: GET \/api\/search 500; the cause of 6/g)?.length, 1, stdout);
  assert.equal(md.match(/\*\* GET \/api\/search 500, the cause of 6: /g)?.length, 1, md);
  const about = lines.filter((line) => line.includes('/api/search'));
  assert.equal(about.length, 1, about.join('\n'));
  for (const id of GROUP) assert.ok(about[0]?.includes(id), id);
  const told = /<testcase classname="verdict"[^]*?<\/testcase>/.exec(xml)?.[0] ?? '';
  assert.equal(told.match(/GET \/api\/search 500; the cause of 6/g)?.length, 1);
  for (const id of GROUP.slice(1)) {
    const row = new RegExp(`<testcase [^>]*name="${id.replaceAll('.', '\\.')}:[^]*?</testcase>`).exec(xml)?.[0] ?? '';
    assert.match(row, /same cause as contract\.trending: GET \/api\/search 500/);
    assert.doesNotMatch(row, /toBeVisible/);
    assert.match(row, /rerun: /);
  }
  for (const text of [stdout, md]) assert.equal(text.match(/same cause as /g)?.length, GROUP.length - 1);
});

test('a cause of one check is shown unchanged', () => {
  const alone = verdict.causes.find(({ id }) => id === 'journey.other');
  assert.deepEqual(Object.keys(alone ?? {}).sort(), ['id', 'message', 'verdict']);
});
