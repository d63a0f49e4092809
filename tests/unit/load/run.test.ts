// The load stage against a tiny site: its records, its manners, and what it leaves behind.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test, type TestContext } from 'node:test';
import { Worker } from 'node:worker_threads';
import { holds, kpi, RATIO_RULES, SITE_LIMITS } from '../../../kpis.ts';
import { intentOf } from '../../../load/intents.ts';
import { asksOf, planned, quotaRefusal, steady, visit, voters } from '../../../load/profiles.ts';
import { isLoopback } from '../../../common/loopback.ts';
import { ownRefusal, runOwnScript, type OwnOutcome } from '../../../load/own-script.ts';
import { loadRefusal, runLoad, type LoadContext, type ScriptName } from '../../../load/load-run.ts';
import { LIMIT_PER_MINUTE, PROFILE_NAMES, type ProfileName } from '../../../load/shapes/shape.ts';
import { resultRecord, type CheckRecord, type HttpRecord, type ResultRecord } from '../../../reports/result.ts';
import { startStandIn } from '../../../stand-in/server.ts';
import { scriptFile, serve, tempDir } from './harness.ts';

/** Runs until the test ends. */
async function site(t: TestContext, trendingMs = 0): Promise<string> {
  const worker = new Worker(new URL('tiny-site.ts', import.meta.url), { workerData: { trendingMs } });
  t.after(() => worker.terminate());
  const [port] = (await once(worker, 'message')) as [number];
  return `http://127.0.0.1:${port}`;
}

async function run(t: TestContext, target: string, over: Partial<LoadContext> = {}) {
  const records: ResultRecord[] = [];
  const done = await runLoad({
    target: new URL(target),
    sink: (record) => records.push(resultRecord.parse(record)),
    script: 'latency',
    profile: 'smoke',
    engine: 'embedded',
    signal: new AbortController().signal,
    outDir: tempDir(t),
    allowLoad: false,
    ...over,
  });
  const check = records.find((r): r is CheckRecord => r.kind === 'check');
  const http = records.filter((r): r is HttpRecord => r.kind === 'http');
  assert.ok(check);
  return { ...done, check, http };
}

describe('the load stage', { concurrency: 4 }, () => {
  test('a smoke run of a healthy site sends at least 700 requests and finds no failure', async (t) => {
    const { check, http, exitCode, summary } = await run(t, await site(t));
    const dropped = summary?.metrics['dropped_iterations']?.values['count'] ?? 0;
    assert.ok(exitCode === 0 || dropped > 0, JSON.stringify(check.failures));
    assert.equal(check.id, 'load.latency');
    // on a machine that other tests keep busy, the generator may rightly void its own run
    assert.deepEqual(
      check.failures.filter(({ code }) => code !== 'machine'),
      [],
    );
    assert.ok(http.reduce((sum, r) => sum + r.requests, dropped) >= 700);
    for (const record of http) assert.equal(record.valid, record.requests);
    assert.deepEqual(http.map((r) => r.endpoint).sort(), ['GET /api/search', 'GET /api/trending']);
  });

  // Far over the limit: a delay of this machine of up to 2 s leaves the answer as it is.
  test('trending slowed by 4 s fails, and search does not', async (t) => {
    const { check, http } = await run(t, await site(t, 4_000));
    assert.equal(check.outcome, 'fail', JSON.stringify(check.failures));
    assert.match(check.failures[0]?.message ?? '', /GET \/api\/trending: mean [45]\d{3} ms/);
    const mean = (endpoint: string): number => {
      const ttfb = http.find((r) => r.endpoint === endpoint)?.ttfb;
      return (ttfb?.sumMs ?? 0) / (ttfb?.n ?? 0);
    };
    assert.equal(holds(mean('GET /api/trending'), kpi('response-time').target), false);
    assert.equal(holds(mean('GET /api/search'), kpi('response-time').target), true);
  });

  const state = async (url: string): Promise<{ votesHash: string; status429: number; requests: number }> =>
    (await (await fetch(new URL('/state', url))).json()) as { votesHash: string; status429: number; requests: number };

  test('voters leave every vote as it was, and all intents are removed', async (t) => {
    const standIn = await startStandIn({});
    t.after(() => standIn.close());
    const before = await state(standIn.controlUrl);
    const open = new Set<string>();
    const { check, summary } = await run(t, standIn.url, {
      script: 'voting',
      account: standIn.account,
      onIntent: ({ song }) => {
        open.add(song);
        return () => open.delete(song);
      },
    });
    const songs = summary?.metrics['votes_put_back']?.values['count'];
    assert.equal(songs, 4, JSON.stringify(check.failures));
    assert.equal(open.size, 0);
    assert.equal((await state(standIn.controlUrl)).votesHash, before.votesHash);
    assert.deepEqual(check.failures.filter(({ code }) => code !== 'machine'), []); // prettier-ignore
    assert.ok(!JSON.stringify(summary).includes('cookie'), 'no session in the summary');
  });

  test("behind the site's limiter each VU respects Retry-After, and the run is inconclusive", async (t) => {
    const standIn = await startStandIn({ limiter: 'enforced' });
    t.after(() => standIn.close());
    const { check, http } = await run(t, standIn.url);
    assert.equal(check.outcome, 'inconclusive');
    const { code, message } = check.failures[0] ?? {};
    if (code !== 'machine') {
      assert.equal(code, 'rate-limited');
      assert.match(message ?? '', /answers were 429, \d+ more were held back for Retry-After; [\d.]+ requests\/s/);
    }
    // Eight VUs for each of two endpoints; the limiter's minute may turn once.
    assert.ok((await state(standIn.controlUrl)).status429 <= 32);
    assert.ok(http.every((r) => r.serverErrors === 0));
  });

  test('nothing listens: fails as refused, with no time measured', async (t) => {
    const { check, http } = await run(t, 'http://127.0.0.1:1');
    assert.equal(check.outcome, 'fail');
    assert.equal(check.failures[0]?.code, 'refused');
    assert.ok(http.every((r) => r.valid === 0 && r.ttfb.n === 0));
  });

  test('an aborted run stops long before its end, is inconclusive and leaves no process', async (t) => {
    const abort = new AbortController();
    let asked = 0;
    const target = await serve(t, (_request, response) => {
      asked ||= performance.now();
      abort.abort();
      response.end('{}');
    });
    const { check } = await run(t, target, { profile: 'normal', signal: abort.signal });
    assert.equal(check.outcome, 'inconclusive');
    assert.ok(performance.now() - asked < (steady('normal', 'search', false, 'latency').seconds * 1_000) / 2);
  });

  test('each profile sends enough requests and respects the limits of the site', () => {
    assert.ok(planned('latency', 'smoke', false) >= 700 && steady('smoke', 'search', false, 'latency').seconds <= 6);
    assert.ok(
      planned('latency', 'normal', false) >= 3_000 && steady('normal', 'search', false, 'latency').seconds <= 12,
    );
    assert.ok(planned('latency', 'normal', false) >= RATIO_RULES.cleanSamples.target);
    const least = kpi('response-time').leastSamples;
    assert.ok(planned('latency', 'smoke', true) >= least.overall);
    for (const name of PROFILE_NAMES) {
      assert.ok(steady(name, 'trending', true, 'latency').perMinute <= SITE_LIMITS.trendingPerMinute / 2);
      assert.ok(steady(name, 'search', true, 'latency').perMinute <= SITE_LIMITS.defaultPerMinute / 2);
    }
  });

  test('shapes for other machines use at most half the limit of each path and our share of other services', () => {
    const { visitors, thinkMs } = visit('peak', true);
    const rounds = 60_000 / (asksOf('browse').length * thinkMs[0]);
    for (const name of asksOf('browse')) assert.ok(visitors * rounds <= LIMIT_PER_MINUTE[name] / 2, name);
    const votes = voters('peak', true);
    assert.ok(((votes.voters * 60_000) / (5 * votes.thinkMs)) * 4 <= SITE_LIMITS.defaultPerMinute / 2);
    assert.equal(quotaRefusal('browse', 'peak', true), undefined);
    assert.match(quotaRefusal('browse', 'peak', false) ?? '', /artist searches a minute .* Spotify and Ticketmaster/);
  });

  test('--allow-load does not lift the quotas of other services', () => {
    const away = new URL('https://mysetlist.example/');
    const refused = (script: ScriptName, profile: ProfileName, allowLoad = true): string =>
      loadRefusal({ target: away, profile, allowLoad, script }) ?? '';
    assert.match(refused('browse', 'peak'), /Spotify and Ticketmaster/);
    assert.equal(refused('latency', 'peak'), '');
    for (const script of ['spike', 'breakpoint'] as const) {
      assert.match(refused(script, 'smoke', false), /--allow-load/);
      assert.equal(refused(script, 'smoke'), '');
    }
  });

  test('an intent is read from the log of both engines, and no other line is taken for one', () => {
    const intent = { song: 'a-b', before: null };
    assert.deepEqual(intentOf('info: vote-intent {"song":"a-b","before":null}'), intent);
    const k6 =
      'time="2026-11-24T07:32:43Z" level=info msg="vote-intent {\\"song\\":\\"a-b\\",\\"before\\":null}" source=console';
    assert.deepEqual(intentOf(k6), intent);
    assert.equal(intentOf('info: something else {}'), undefined);
    assert.equal(intentOf('info: vote-intent {"song":1,"before":null}'), undefined);
  });

  test('more than smoke off this machine needs allowLoad, and nothing is sent without', async (t) => {
    const away = new URL('https://mysetlist.example/');
    assert.match(loadRefusal({ target: away, profile: 'normal', allowLoad: false }) ?? '', /--allow-load/);
    assert.equal(loadRefusal({ target: away, profile: 'smoke', allowLoad: false }), undefined);
    assert.equal(loadRefusal({ target: away, profile: 'peak', allowLoad: true }), undefined);
    await assert.rejects(run(t, away.href, { profile: 'normal' }), /--allow-load/);
  });

  for (const [url, here] of [
    ['http://127.0.0.1:3000', true],
    ['http://127.9.8.7', true],
    ['http://localhost:1', true],
    ['http://[::1]:1', true],
    ['https://127.0.0.1.example.com', false],
    ['https://localhost.example.com', false],
    ['http://10.0.0.1', false],
  ] as const) {
    test(`${url} ${here ? 'is' : 'is not'} this machine`, () => assert.equal(isLoopback(new URL(url)), here));
  }

  const OWN = (body: string): string => `import http from 'k6/http';
  export const options = { thresholds: { http_req_failed: ['rate<0.5'] } };
  export default async function () { ${body} }`;
  const OWN_SCRIPTS: readonly [name: string, script: string, outcome: OwnOutcome['outcome'], says: RegExp][] = [
  ['that holds its thresholds', OWN("await http.asyncRequest('GET', __ENV.TARGET_URL);"), 'pass', /1 iterations, 1 requests/],
  ['whose threshold is crossed', OWN("await http.asyncRequest('GET', 'http://127.0.0.1:1/');"), 'fail', /http_req_failed/],
  ['that the engine refuses', OWN('http.get(__ENV.TARGET_URL);'), 'refused', /:3: the embedded engine has no http\.get/],
  ['that asks for nothing', OWN(''), 'inconclusive', /no request was sent/],
  ['that throws', OWN("throw new Error('own');"), 'broken', /1 iterations threw: Error: own/],
]; // prettier-ignore
  for (const [name, source, outcome, says] of OWN_SCRIPTS) {
    test(`a script of one's own ${name} is ${outcome}`, async (t) => {
      const target = new URL(await site(t));
      const common = { target, profile: 'smoke', engine: 'embedded', allowLoad: false } as const;
      const done = await runOwnScript({
        ...common,
        file: scriptFile(t, source),
        signal: new AbortController().signal,
        outDir: tempDir(t),
      });
      // A machine that other tests keep busy may void a run that holds.
      if (/generator overloaded/.test(done.message)) return t.diagnostic(done.message);
      assert.equal(done.outcome, outcome, done.message);
      assert.match(done.message, says);
    });
  }

  test("a script of one's own is not sent to somebody's site without --allow-load", () => {
    assert.match(ownRefusal(new URL('https://mysetlist.example/'), false) ?? '', /--allow-load/);
    assert.equal(ownRefusal(new URL('https://mysetlist.example/'), true), undefined);
    assert.equal(ownRefusal(new URL('http://127.0.0.1:1/'), false), undefined);
  });

  test('times of failed answers are shown apart, and no time is shown without a valid answer', async (t) => {
    const target = await serve(t, (_request, response) => {
      response.statusCode = 500;
      response.end('{}');
    });
    const lines: string[] = [];
    await run(t, target, { log: (line) => void lines.push(line) });
    const line = lines.find((text) => text.startsWith('GET /api/trending')) ?? '';
    assert.match(
      line,
      /\d+ requests, 0 valid, \d+ server-error; no time: nothing valid was answered; answers not valid: mean [\d.]+ ms/,
    );
  });

  test('bypass headers and extra headers are sent with every request of a script', async (t) => {
    const seen = new Set<string>();
    const enough = new AbortController();
    let asked = 0;
    const target = await serve(t, (request, response) => {
      seen.add(`${request.headers['x-vercel-protection-bypass']} ${request.headers['x-own']}`);
      response.end('{}');
      if (++asked === 20) enough.abort();
    });
    process.env['VERCEL_AUTOMATION_BYPASS_SECRET'] = 'pass-me';
    process.env['EXTRA_HEADERS'] = 'X-Own: yes';
    t.after(() => {
      delete process.env['VERCEL_AUTOMATION_BYPASS_SECRET'];
      delete process.env['EXTRA_HEADERS'];
    });
    await run(t, target, { signal: enough.signal });
    assert.deepEqual([...seen], ['pass-me yes']);
  });
});
