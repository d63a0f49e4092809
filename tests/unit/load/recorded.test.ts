// The cases recorded from the real k6 2.2 end in the same exit code, metrics and threshold verdicts.
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import type { SummaryData } from '../../../load/engine/summary.ts';
import { engine, fixture, readSummary, scriptFile, serve, type Ended } from './harness.ts';

type Case = { name: string; exit: number; status?: number; delayMs?: number; sum: number };
const CASES: readonly Case[] = [
  { name: 'pass', exit: 0, sum: 121 },
  { name: 'threshold-breach', exit: 99, status: 503, sum: 121 },
  { name: 'script-exception', exit: 0, sum: 122 },
  { name: 'dropped', exit: 99, delayMs: 400, sum: 121 },
];

const slowServer = (t: TestContext): Promise<string> =>
  serve(t, (_request, response, url) => {
    setTimeout(
      () => {
        response.writeHead(Number(url.searchParams.get('s')), { 'content-type': 'application/json' });
        response.end('{"data":[1,2,3]}');
      },
      Number(url.searchParams.get('d')),
    );
  });

/** The scripts as they were recorded ask with k6's blocking call; here the same request is awaited, before its group. */
function awaited(t: TestContext, name: string): string {
  const recorded = readFileSync(fixture(`k6/${name}.ts`), 'utf8');
  const source = recorded
    .replace('export default function', 'export default async function')
    .replace(
      / {2}group\('api', \(\) => \{\n\s+const res = http\.get\((.*), (\{ tags: .*\})\);\n/,
      "  const res = await http.asyncRequest('GET', $1, null, $2);\n  group('api', () => {\n",
    );
  assert.ok(!source.includes('http.get('), name);
  return scriptFile(t, source);
}

const count = ({ metrics }: SummaryData, name: string): number => metrics[name]?.values['count'] ?? 0;

/** The names of the metrics; k6's own start-up drops a few iterations, ours does not. */
const names = ({ metrics }: SummaryData, withDropped: boolean): string[] =>
  Object.keys(metrics)
    .filter((name) => withDropped || name !== 'dropped_iterations')
    .sort();

const verdicts = ({ metrics }: SummaryData): Record<string, unknown> =>
  Object.fromEntries(Object.entries(metrics).flatMap(([name, m]) => (m.thresholds ? [[name, m.thresholds]] : [])));

/** Every path of keys in the data, below the metrics' names. */
function shape(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => shape(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}.${key}`));
}

function compare(ended: Ended, name: string): { ours: SummaryData; theirs: SummaryData } {
  const ours = readSummary(join(ended.dir, `${name}.handleSummary.json`));
  const theirs = readSummary(fixture(`k6/${name}.handleSummary.json`));
  const withDropped = name === 'dropped';
  assert.deepEqual(names(ours, withDropped), names(theirs, withDropped), 'set of metrics');
  assert.deepEqual(verdicts(ours), verdicts(theirs), 'threshold verdicts');
  const keys = (data: SummaryData): string[] => [...new Set(shape({ ...data, metrics: {} }))].sort();
  assert.deepEqual(keys(ours), keys(theirs), 'structure');
  for (const [metric, theirsOf] of Object.entries(theirs.metrics)) {
    const oursOf = ours.metrics[metric];
    if (!oursOf) continue; // dropped_iterations, compared above where it counts
    assert.equal(`${oursOf.type} ${oursOf.contains}`, `${theirsOf.type} ${theirsOf.contains}`, metric);
    assert.deepEqual(Object.keys(oursOf.values).sort(), Object.keys(theirsOf.values).sort(), metric);
  }
  assert.equal(ours.root_group.groups[0]?.checks[0]?.id, theirs.root_group.groups[0]?.checks[0]?.id);
  return { ours, theirs };
}

type Line = { type: string; metric: string; data: { tags?: Record<string, string> } };

/** A sub-metric for each set of tags that a point of k6's has. */
function recordedTags(): string[] {
  const lines = readFileSync(fixture('k6/pass.points.sample.ndjson'), 'utf8').trim().split('\n');
  const points = lines.map((line) => JSON.parse(line) as Line).filter(({ type }) => type === 'Point');
  const names = points.map(({ metric, data: { tags = {} } }) => {
    // The request stood in the group when it was recorded, and stands before it here.
    const own = metric.startsWith('http_') ? { ...tags, group: '' } : tags;
    const pairs = Object.entries(own).map(([tag, value]) => `${tag}:${value}`);
    return `${metric}{${pairs.join(',')}}`;
  });
  return [...new Set(names)].filter((name) => !name.startsWith('dropped_iterations'));
}

describe('as recorded', { concurrency: 4 }, () => {
  for (const { name, exit, status = 200, delayMs = 5, sum } of CASES) {
    test(`${name}.ts ends as on k6 with exit ${exit}`, async (t) => {
      const url = await slowServer(t);
      const env = { TARGET_URL: url, S: String(status), D: String(delayMs) };
      const ended = await engine(t, awaited(t, name), env);
      assert.equal(ended.code, exit, ended.stderr);
      const { ours } = compare(ended, name);
      const done = count(ours, 'iterations') + count(ours, 'dropped_iterations');
      assert.ok(Math.abs(done - sum) <= sum * 0.02, `${done} iterations and drops, k6 had ${sum}`);
    });
  }

  test('abort-on-fail.ts stops within one evaluation interval, exit 99', async (t) => {
    const url = await slowServer(t);
    const ended = await engine(t, awaited(t, 'abort-on-fail'), { TARGET_URL: url, S: '503' });
    assert.equal(ended.code, 99, ended.stderr);
    const { ours, theirs } = compare(ended, 'abort-on-fail');
    const apart = ours.state.testRunDurationMs - theirs.state.testRunDurationMs;
    assert.ok(Math.abs(apart) < 1_000, `${apart} ms apart`);
  });

  test('refused.ts fails by http_req_failed while its latency thresholds hold at 0 ms, exit 99', async (t) => {
    const ended = await engine(t, awaited(t, 'refused'), { TARGET_URL: 'http://127.0.0.1:1' });
    assert.equal(ended.code, 99, ended.stderr);
    const { ours } = compare(ended, 'refused');
    assert.equal(ours.metrics['http_req_duration']?.values['max'], 0);
  });

  test('setup-exception.ts ends with 107 and makes no request', async (t) => {
    let requests = 0;
    const url = await serve(t, (_request, response) => {
      requests++;
      response.end();
    });
    const ended = await engine(t, awaited(t, 'setup-exception'), { TARGET_URL: url });
    assert.equal(ended.code, 107, ended.stderr);
    assert.match(ended.stderr, /setup failed/);
    assert.equal(requests, 0);
  });

  test('samples have the tags that k6 gave them', async (t) => {
    const wanted = recordedTags();
    assert.ok(wanted.length > 20);
    const env = { TARGET_URL: await slowServer(t), S: '200', D: '5' };
    const more = Object.fromEntries(
      wanted.map((name) => [
        name,
        [
          /^(checks|http_req_failed|server_errors)\{/.test(name)
            ? 'rate>=0'
            : /^(data_|iterations|http_reqs)/.test(name)
              ? 'count>=0'
              : 'avg>=0',
        ],
      ]),
    );
    const script = awaited(t, 'pass');
    appendFileSync(script, `Object.assign(options.thresholds, ${JSON.stringify(more)});`);
    const ended = await engine(t, script, env);
    assert.equal(ended.code, 0, ended.stderr);
    const { metrics } = readSummary(join(ended.dir, 'pass.handleSummary.json'));
    for (const name of wanted) {
      const { count: n = 0, passes = 0, fails = 0 } = metrics[name]?.values ?? {};
      assert.ok(n + passes + fails > 0 || name.startsWith('data_'), `no sample of ${name}`);
    }
  });
});
