import assert from 'node:assert/strict';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CHECKS } from '../../checks/index.ts';
import { KPIS } from '../../kpis.ts';

import { startStandIn, type StandIn } from '../../stand-in/server.ts';
import { gateProves } from './faulty-gate.ts';
import { Workplace } from './process.ts';

const place = new Workplace();
let site: StandIn;
before(async () => {
  site = await startStandIn();
});
after(async () => {
  await site.close();
  place.remove();
});
const account = (): Record<string, string> => ({
  SYNTHETIC_EMAIL: site.account.email,
  SYNTHETIC_PASSWORD: site.account.password,
});

test('wrong flags and a bad address are all listed, exit 4, and nothing is sent', async () => {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const end = await place.run(
    'gate',
    ['--target', `ftp://127.0.0.1:${port}`, '--profile', 'huge', '--colour', '--only', 'kitchen'],
    { SYNTHETIC_EMAIL: 'a@b.example' },
  );
  server.close();
  assert.equal(end.code, 4);
  for (const mistake of ['--target', '--profile', '--colour', 'kitchen', 'SYNTHETIC_PASSWORD'])
    assert.ok(end.stderr.includes(mistake), mistake);
  assert.equal(requests, 0);
});

test('a refused connection is unavailable: exit 1, the other stages skipped', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  const end = await place.run('gate', ['--target', `http://127.0.0.1:${port}`]);
  assert.equal(end.code, 1, end.stdout);
  assert.ok(place.failing().includes('availability'));
  assert.ok(place.failing().includes('front-door.home'));
  assert.equal(place.verdict().stages.filter((stage) => stage.status === 'skipped').length, 5);
});

test('an unknown host is the site while the control address answers, and our own network while it does not', async () => {
  const host = 'http://no-such-host.invalid';
  assert.equal((await place.run('gate', ['--target', host, '--control', site.url])).code, 1);
  assert.equal((await place.run('gate', ['--target', host, '--control', 'http://neither.invalid'])).code, 2);
});

test('contracts and security hold on a healthy site, and every declared id has a row', async () => {
  const end = await place.run(
    'gate',
    ['--target', site.url, '--profile', 'quick', '--only', 'front-door,contracts,security'],
    account(),
  );
  assert.deepEqual(place.failing(), [], end.stdout);
  assert.equal(end.code, 0, end.stdout);
  const verdict = place.verdict();
  assert.deepEqual(verdict.checks.map((check) => check.id).sort(), CHECKS.map((check) => check.id).sort());
  assert.deepEqual(
    verdict.kpis.map((row) => row.id),
    KPIS.map((row) => row.id),
  );
});

test('results that are deleted, cut off or altered before the verdict are broken, each with its cause', async () => {
  await place.run('gate', ['--target', site.url, '--profile', 'quick', '--only', 'front-door']);
  const file = path.join(place.latest, 'results.ndjson');
  const whole = readFileSync(file, 'utf8');
  const judged = async (): Promise<{ code: number | null; cause: string }> => {
    const { code } = await place.run('verdict', ['--run', place.latest]);
    return { code, cause: place.verdict().causes[0]?.message ?? '' };
  };
  assert.equal((await judged()).code, 0, 'untouched');
  truncateSync(file, whole.length - 10);
  assert.match((await judged()).cause, /cut off/);
  writeFileSync(file, whole.split('\n').slice(0, -2).join('\n') + '\n');
  assert.match((await judged()).cause, /no end record/);
  writeFileSync(
    file,
    whole
      .split('\n')
      .filter((line) => !line.includes('"front-door.home"') || line.includes('"run"'))
      .join('\n'),
  );
  const lost = await judged();
  assert.equal(lost.code, 3);
  assert.match(lost.cause, /wrote 8 records, 7 are in the results/);
  rmSync(file);
  const gone = await judged();
  assert.equal(gone.code, 3);
  assert.match(gone.cause, /missing/);
});

test('a deployment that changes during the run makes it inconclusive and names both commits', async (t) => {
  const old = 'efe125f1c0ffee00efe125f1c0ffee00efe125f1';
  let asked = 0;
  const deployment = createServer((request, response) => {
    void fetch(new URL(request.url ?? '/', site.url), { redirect: 'manual' }).then(async (answer) => {
      const body = await answer.text();
      if (request.url === '/api/health/comprehensive') asked += 1;
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
      response.end(asked > 1 ? body.replaceAll(old, old.replaceAll('e', 'a')) : body);
    });
  }).listen(0, '127.0.0.1');
  t.after(() => deployment.close());
  await once(deployment, 'listening');
  const { port } = deployment.address() as AddressInfo;
  const end = await place.run('gate', ['--target', `http://127.0.0.1:${port}`, '--only', 'front-door']);
  assert.equal(end.code, 2, end.stdout);
  assert.equal(asked, 2);
  assert.match(end.stdout, /the deployment changed in the middle of the run, from\s+efe125f1\w+\s+to\s+afa125f1/);
  assert.deepEqual(place.failing(), []);
});

test('a grep that matches no check is not a pass', async () => {
  const end = await place.playwright(['test', '--grep', '@no-such-check']);
  assert.equal(end.code, 1);
  assert.match(end.stdout + end.stderr, /No tests found/);
});

test('a required check without a record is broken, by name', async () => {
  await place.run('gate', ['--target', site.url, '--profile', 'quick', '--only', 'front-door,security']);
  const file = path.join(place.latest, 'results.ndjson');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  // As if the stage had never had the check: its count of records agrees.
  const kept = records.filter((r) => !(r['kind'] === 'check' && r['id'] === 'security.headers'));
  for (const r of kept) if (r['kind'] === 'stage' && r['stage'] === 'security') r['records'] = Number(r['records']) - 1;
  for (const r of kept) if (r['kind'] === 'end') r['records'] = kept.length - 1;
  writeFileSync(file, `${kept.map((r) => JSON.stringify(r)).join('\n')}\n`);
  assert.equal(kept.length, records.length - 1);
  const { code } = await place.run('verdict', ['--run', place.latest]);
  assert.equal(code, 3);
  assert.ok(place.verdict().causes.some((cause) => cause.id === 'security.headers'));
});

/** Fault -> the stages that prove it here; tests/nightly/gate-faults.test.ts has more, the whole matrix is `npm run prove`. */
const FAULT_STAGES: Record<string, string> = {
  'all-500': 'front-door',
  'database-down': 'contracts',
  'trending-slow': 'load',
  'search-500': 'contracts,load',
  'nav-gap': 'journeys',
  'layout-shift-home': 'audits',
};
for (const [id, stages] of Object.entries(FAULT_STAGES))
  test(`with the fault ${id} the stage ${stages} ends with exit 1 and exactly the declared ids`, () =>
    gateProves(place, id, stages));
