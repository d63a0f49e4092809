// The first day on a real site: what fails is written down, accepted for a while, and nothing new hides behind it.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { KnownIssuesFile } from '../../reports/verdict/known-issues.ts';
import { startStandIn, type StandIn } from '../../stand-in/server.ts';
import { Workplace, type Ended } from './process.ts';

const place = new Workplace();
const file = path.join(place.results, 'known.json');
const STAGES = ['--profile', 'quick', '--only', 'front-door,contracts,security', '--no-account'];
const sites: StandIn[] = [];
const siteWith = async (faults: string[]): Promise<StandIn> => {
  const site = await startStandIn({ faults: faults as never });
  sites.push(site);
  return site;
};
let flawed: StandIn;
before(async () => {
  flawed = await siteWith(['missing-security-header', 'redirect-wrong-host']);
});
after(async () => {
  for (const site of sites) await site.close();
  place.remove();
});
const gate = (site: StandIn, env: Record<string, string> = {}): Promise<Ended> =>
  place.run('gate', ['--target', site.url, ...STAGES, '--known-issues', file], env);
const baseline = (site: StandIn, more: string[] = []): Promise<Ended> =>
  place.run('baseline', ['--target', site.url, ...STAGES, '--out', file, ...more]);
const entries = (): KnownIssuesFile => JSON.parse(readFileSync(file, 'utf8')) as KnownIssuesFile;

test('a baseline of two flaws has two checks, an owner and a date within 30 days; the gate then passes with warnings', async () => {
  const made = await baseline(flawed, ['--owner', 'web team']);
  assert.equal(made.code, 0, made.stdout + made.stderr);
  const { issues } = entries();
  assert.ok(issues.length >= 2, JSON.stringify(issues));
  assert.ok(issues.some(({ check }) => check === 'security.headers'));
  const last = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  for (const one of issues) assert.deepEqual([one.owner, one.expires <= last], ['web team', true]);
  const end = await gate(flawed);
  assert.equal(end.code, 0, end.stdout);
  assert.equal(place.verdict().verdict, 'warn');
  assert.match(end.stdout, /known until \d{4}-\d\d-\d\d \(web team\)/);
  // Judged again from its folder, it is the same.
  assert.equal((await place.run('verdict', ['--run', place.latest])).code, 0);
});

test('known issues apply to another address of the site; a new flaw is a breach', async () => {
  const other = await siteWith(['missing-security-header', 'redirect-wrong-host', 'secret-file-served']);
  const end = await gate(other);
  assert.equal(end.code, 1, end.stdout);
  assert.deepEqual(place.failing(), ['security.exposure']);
});

test('on a site without the flaws the gate warns that the known issues are fixed', async () => {
  const end = await gate(await siteWith([]));
  assert.equal(end.code, 0, end.stdout);
  assert.match(end.stdout.replaceAll(/\s+/g, ' '), /is fixed. Remove its entry/);
});

test('a search that is 500 on every hit stays exit 1 with a baseline, as on R1', async () => {
  const site = await siteWith(['search-500']);
  const made = await baseline(site, ['--owner', 'web team']);
  assert.equal(made.code, 1, made.stdout);
  assert.match(made.stdout, /cannot be known issues/);
  assert.equal((await gate(site)).code, 1);
  assert.ok(place.failing().includes('error-rate'));
});

test('a baseline without an owner is rejected; a second baseline preserves the owner', async () => {
  await baseline(flawed);
  const refused = await gate(flawed);
  assert.equal(refused.code, 4);
  assert.match(refused.stderr, /Nothing was sent[^]*issues\.0\.owner: say who fixes it/);
  assert.equal((await baseline(flawed, ['--owner', 'Ann'])).code, 0);
  assert.equal((await gate(flawed)).code, 0);
});

test('an invalid file is exit 4 with each mistake: unknown check, date too late, check that may not be excused', async () => {
  const [one] = entries().issues;
  assert.ok(one);
  const wrong = {
    schema: 1,
    target: 'x',
    issues: [
      { ...one, check: 'security.header' },
      { ...one, expires: '2999-01-01' },
      { ...one, check: 'availability' },
    ],
  };
  writeFileSync(file, JSON.stringify(wrong));
  const end = await gate(flawed);
  assert.equal(end.code, 4);
  for (const says of [
    /did you mean security\.headers\?/,
    /expires 2999-01-01; the last day allowed/,
    /availability cannot be a known issue/,
  ])
    assert.match(end.stderr, says);
  writeFileSync(file, '{');
  assert.match((await gate(flawed)).stderr, /cannot read .*known\.json/);
});
