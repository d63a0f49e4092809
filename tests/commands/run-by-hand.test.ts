// `npx playwright test` from outside: it leaves what a run of the gate leaves, and its exit code is the verdict's.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { linkPlaywrightReport, shareLastRun } from '../../commands/lib/playwright-report-link.ts';
import { verdictSchema, type Verdict } from '../../reports/verdict/verdict-format.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { Workplace, type Ended } from './process.ts';

const place = new Workplace();
const site = await startStandIn({ faults: ['search-500'] });
const limiter = createServer((_, response) => void response.writeHead(429).end()).listen(0, '127.0.0.1');
await once(limiter, 'listening');
after(async () => {
  place.remove();
  limiter.close();
  await site.close();
});

/** Contracts need no browser. `dir` empty: the run names its own folder. */
const run = (args: readonly string[], dir: string, target: string, env: Record<string, string> = {}): Promise<Ended> =>
  place.playwright(['test', 'checks/api', ...args], {
    RESULTS_DIR: dir && path.join(place.results, dir),
    TARGET_URL: target,
    ...env,
  });
const verdictIn = (dir: string): Verdict =>
  verdictSchema.parse(JSON.parse(readFileSync(path.join(place.results, dir, 'verdict.json'), 'utf8')));

// The three run in parallel: the file of the first is the one that is read below.
const OTHER = { PLAYWRIGHT_LAST_RUN_OUTPUT_FILE: path.join(place.results, 'other-last-run.json') };
const [failed, limited, startless] = await Promise.all([
  run(['--grep', '@contract.(robots|search)( |$)'], '', site.url),
  run(['--grep', '@contract.robots', '--reporter=json'], 'limited', `http://127.0.0.1:${(limiter.address() as AddressInfo).port}`, OTHER), // prettier-ignore
  run(['--grep', '@contract.robots'], 'startless', '', { STAND_IN_MARKUP: 'none', ...OTHER }),
]);

test('a run by hand ends in a verdict with all its files, and says where they are', () => {
  assert.equal(failed.code, 1, failed.stderr);
  const folder = readdirSync(place.results).find((name) => /^\d{8}T/.test(name)) ?? '';
  assert.match(failed.stdout, new RegExp(`✗ verdict breach, exit code 1\n\nreport: .*${folder}/summary\\.md`));
  for (const name of ['results.ndjson', 'summary.md', 'junit.xml', 'ctrf.json', 'metrics.prom'])
    assert.ok(existsSync(path.join(place.results, folder, name)), name);
  const { checks, kpis, stages, runId } = verdictIn(folder);
  assert.equal(runId, folder);
  assert.deepEqual(place.failing(), ['contract.search'], 'latest is this run');
  assert.equal(checks.find(({ id }) => id === 'contract.search')?.variants[0]?.failures[0]?.code, 'server-error');
  // What was not run is neither green nor missing.
  assert.equal(checks.filter(({ verdict }) => verdict === 'pass').length, 1);
  assert.deepEqual([...new Set(kpis.map(({ verdict }) => verdict))], ['not-selected', 'not-observable']);
  assert.deepEqual(stages.filter(({ status }) => status !== 'not-selected').map(({ stage }) => stage), ['contracts']); // prettier-ignore
  assert.match(failed.stdout, /not run: availability, response-time/);
});

test('`--last-failed` selects what failed in the run before, although each run has a folder of its own', async () => {
  const again = await run(['--list', '--last-failed'], '', site.url);
  assert.equal(again.code, 0, again.stderr);
  assert.match(again.stdout, /› GET \/api\/search finds artists[^\n]*\nTotal: 1 test in 1 file/);
  const [dir, to] = [path.join(place.results, 'a-gate'), path.join(place.results, 'shared', 'last.json')];
  shareLastRun(dir, to);
  assert.equal(existsSync(to), false, 'a gate without journeys');
  mkdirSync(path.join(dir, 'playwright'), { recursive: true });
  writeFileSync(path.join(dir, 'playwright', '.last-run.json'), '{"failedTests":["a"]}');
  shareLastRun(dir, to);
  assert.equal(readFileSync(to, 'utf8'), '{"failedTests":["a"]}');
});

test('a check that could not be judged is inconclusive, whatever Playwright makes of it, and with any reporter', () => {
  const { stats } = JSON.parse(limited.stdout) as { stats: { skipped: number } };
  assert.equal(stats.skipped, 1);
  assert.match(limited.stderr, /\? verdict inconclusive, exit code 2/);
  assert.equal(limited.code, 2);
  const row = verdictIn('limited').checks.find(({ id }) => id === 'contract.robots');
  assert.match(row?.reason ?? '', /rate-limited/);
});

test('a stand-in that does not start is broken, exit code 3, and no fault of the site', () => {
  assert.equal(startless.code, 3, startless.stdout);
  const { verdict, causes } = verdictIn('startless');
  assert.equal(verdict, 'broken');
  assert.match(causes[0]?.message ?? '', /webServer/);
});

test('`npx playwright show-report` finds the last report: a link in the checkout, never over a folder of somebody', () => {
  const [dir, link] = [path.join(place.results, 'a-run'), path.join(place.results, 'playwright-report')];
  const env = process.env['RESULTS_ROOT'];
  delete process.env['RESULTS_ROOT'];
  linkPlaywrightReport(dir, link);
  assert.equal(existsSync(link), false, 'a run without a report');
  mkdirSync(path.join(dir, 'playwright-report'), { recursive: true });
  writeFileSync(path.join(dir, 'playwright-report', 'index.html'), '<title>one</title>');
  symlinkSync(place.results, link);
  linkPlaywrightReport(dir, link);
  assert.equal(readlinkSync(link), path.join(dir, 'playwright-report'));
  assert.match(readFileSync(path.join(link, 'index.html'), 'utf8'), /one/);
  const own = path.join(place.results, 'own');
  mkdirSync(own);
  linkPlaywrightReport(dir, own);
  assert.ok(lstatSync(own).isDirectory());
  if (env !== undefined) process.env['RESULTS_ROOT'] = env;
});
