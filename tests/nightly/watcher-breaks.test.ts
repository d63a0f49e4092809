// The watcher breaks: each scenario twice, at the same time and apart. Both end within the deadline with the expected code and the same cause
// in one line, and leave no process. Prints the table. WATCHER=PATTERN runs those whose name matches.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startStandIn, type StandIn } from '../../stand-in/server.ts';
import { Workplace, type Ended } from '../commands/process.ts';
import { processesOf } from './kill-processes.ts';
import { SCENARIOS, type Scenario } from './watcher-scenarios.ts';

let site: StandIn;
let good = '';
before(async () => {
  site = await startStandIn();
  const place = new Workplace();
  await place.run('gate', ['--target', site.url, '--profile', 'quick', '--only', 'front-door', '--no-account']);
  good = readFileSync(path.join(place.latest, 'results.ndjson'), 'utf8');
  place.remove();
});
after(() => site.close());

/** Every line that may name a cause: those of stderr, and the verdict's causes of each run. */
function causesOf(place: Workplace, { stdout, stderr }: Ended): string[] {
  const runs = readdirSync(place.results).map((name) => path.join(place.results, name, 'verdict.json'));
  const judged = runs
    .filter((file) => existsSync(file))
    .flatMap(
      (file) =>
        (JSON.parse(readFileSync(file, 'utf8') || '{"causes":[]}') as { causes: { id: string; message: string }[] })
          .causes,
    );
  const broke = stdout.split(/\n(?=\S)/).filter((line) => line.startsWith('The run broke'));
  return [...judged.map(({ id, message }) => `${id}: ${message}`), ...stderr.split('\n'), ...broke]
    .map((line) => line.trim())
    .filter(Boolean);
}
/** Without what differs from run to run. */
const steady = (cause: string): string => cause.replaceAll(/suite-test-\w+|mysetlist-\w+|\d{8}T\d{6}Z-\w+|\d+/g, '#');

async function once({
  run,
  cause,
  code,
}: Scenario): Promise<{ code: number | null; cause: string; ms: number; left: number; said: string }> {
  const place = new Workplace();
  const undo: (() => void)[] = [];
  const began = performance.now();
  try {
    const end = await run({
      place,
      site: site.url,
      account: site.account,
      good,
      after: (work) => void undo.push(work),
    });
    const ms = performance.now() - began;
    const all = causesOf(place, end);
    const found = cause.source === '^$' ? '' : all.find((line) => cause.test(line));
    const said =
      end.code === code && found !== undefined
        ? ''
        : `exit ${end.code}\n${all.join('\n')}\n${end.stdout.slice(-1_500)}`;
    return {
      code: end.code,
      cause: found ?? 'not named',
      ms,
      left: processesOf(place.results).length,
      said,
    };
  } finally {
    for (const work of undo.reverse()) work();
    place.remove();
  }
}

test('the table has 60 scenarios at least, each by its own name', () => {
  assert.ok(SCENARIOS.length >= 60, String(SCENARIOS.length));
  assert.equal(new Set(SCENARIOS.map(({ name }) => name)).size, SCENARIOS.length);
});

for (const scenario of SCENARIOS.filter(({ name }) => new RegExp(process.env['WATCHER'] ?? '').test(name)))
  test(`${scenario.name} (${scenario.broken}): exit ${scenario.code}`, { timeout: scenario.seconds * 2_000 }, async (t) => {
    const [one, two] = await Promise.all([once(scenario), once(scenario)]);
    t.diagnostic(`| ${scenario.name} | ${scenario.broken} | ${one.code} | ${one.cause.slice(0, 140)} | ${(Math.max(one.ms, two.ms) / 1_000).toFixed(1)} s |`);
    for (const { said } of [one, two]) assert.equal(said, '');
    assert.deepEqual([one.code, two.code], [scenario.code, scenario.code]);
    assert.equal(steady(one.cause), steady(two.cause), 'twice the same');
    assert.deepEqual([one.left, two.left], [0, 0], 'processes are left');
    assert.ok(Math.max(one.ms, two.ms) < scenario.seconds * 1_000, `${one.ms} and ${two.ms} ms`);
  }); // prettier-ignore
