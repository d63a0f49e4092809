// The checks over HTTP alone on the stand-in: green on the healthy site in both dialects, red or a warning with each fault of their own. For
// `npm run mutate`, which says in MUTANT_FILE what it has changed: the checks of that file are asked, or all of them where many files need it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inParallel } from '../../../common/in-parallel.ts';
import { probe } from '../../../checks/api/probe-client.ts';
import { runContracts, runFrontDoor } from '../../../checks/api/contracts-stage.ts';
import { CHECKS } from '../../../checks/index.ts';
import { runSecurity } from '../../../checks/security/security-stage.ts';
import type { CheckRecord, DeclaredCheck } from '../../../reports/result.ts';
import { startStandIn, type StandInOptions } from '../../../stand-in/server.ts';

/** They wait for seconds each: `npm run prove -- --http` shows them. */
const SLOW = /hangs|drips|never-answers|slow|50mb|nested/;
/** It asks as much as the limiter refuses; tests/unit/api/security.test.ts shows it. */
const ON_DEMAND = ['security.rate-limit'];
const STAGES = { 'front-door': runFrontDoor, contracts: runContracts, security: runSecurity } as const;
type HttpStage = keyof typeof STAGES;

const changed = process.env['MUTANT_FILE'];
const isOverHttp = ({ id, stage }: DeclaredCheck): boolean => Object.hasOwn(STAGES, stage) && !ON_DEMAND.includes(id);
const all = CHECKS.filter(isOverHttp);
const own = all.filter(({ file }) => file === changed);
const asked = own.length > 0 ? own : all;

/** The outcome of each check on one site. */
async function outcomes(checks: readonly DeclaredCheck[], options: StandInOptions): Promise<Map<string, string>> {
  const site = await startStandIn(options);
  const found = new Map<string, string>();
  try {
    for (const [stage, of] of Map.groupBy(checks, (check) => check.stage as HttpStage))
      await STAGES[stage]({
        target: new URL(site.url),
        account: site.account,
        only: new Set(of.map(({ id }) => id)),
        rounds: 0,
        signal: stop.signal,
        now: () => new Date(),
        send: probe,
        sink: (record) => {
          if (record.kind === 'check') found.set(record.id, (record satisfies CheckRecord).outcome);
        },
      });
  } finally {
    await site.close();
  }
  return found;
}
const each = (checks: readonly DeclaredCheck[], outcome: string): Map<string, string> =>
  new Map(checks.map(({ id }) => [id, outcome]));
const sorted = (found: ReadonlyMap<string, string>): [string, string][] => [...found].sort(([a], [b]) => a.localeCompare(b)); // prettier-ignore

/** One site: what is asked of it, and what must come out. */
type Row = { name: string; options: StandInOptions; checks: readonly DeclaredCheck[]; expected: Map<string, string> };
const healthy = (['plain', 'react'] as const).map((markup): Row => ({
  name: `nothing is found on a healthy site with ${markup} markup`,
  options: { markup },
  checks: asked,
  expected: each(asked, 'pass'),
}));
const faults = [...new Set(asked.flatMap(({ reddens, warns = [] }) => [...reddens, ...warns]))];
const faulty = faults
  .filter((one) => !SLOW.test(one))
  .map((fault): Row => {
    const red = asked.filter(({ reddens }) => reddens.includes(fault));
    const warned = asked.filter(({ warns = [] }) => warns.includes(fault));
    const expected = new Map([...each(red, 'fail'), ...each(warned, 'warn')]);
    return { name: `${fault} is noticed`, options: { faults: [fault] }, checks: [...red, ...warned], expected };
  });

/** They mostly wait, so several are asked at a time; each test waits for its own. */
const AT_A_TIME = 6;
const stop = new AbortController();
const rows = [...healthy, ...faulty].map((row) => ({ ...row, seen: Promise.withResolvers<Map<string, string>>() }));
for (const { seen } of rows) seen.promise.catch(() => {});
let pool: Promise<unknown> = Promise.resolve();
before(() => {
  pool = inParallel(
    rows,
    AT_A_TIME,
    ({ checks, options, seen }) => outcomes(checks, options).then(seen.resolve, seen.reject),
    stop.signal,
  );
});
after(async () => {
  stop.abort();
  await pool;
});
for (const { name, expected, seen } of rows)
  test(name, async () => {
    assert.deepEqual(sorted(await seen.promise), sorted(expected));
  });
