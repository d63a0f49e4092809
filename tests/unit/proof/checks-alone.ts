// The checks over HTTP alone on the stand-in: green on the healthy site in both dialects, red or a warning with each fault of their own. For
// `npm run mutate`, which says in MUTANT_FILE what it has changed: the checks of that file are asked, or all of them where many files need it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
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
  const stop = new AbortController();
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
    stop.abort();
    await site.close();
  }
  return found;
}
const each = (checks: readonly DeclaredCheck[], outcome: string): Map<string, string> =>
  new Map(checks.map(({ id }) => [id, outcome]));
const sorted = (found: ReadonlyMap<string, string>): [string, string][] => [...found].sort(([a], [b]) => a.localeCompare(b)); // prettier-ignore

for (const markup of ['plain', 'react'] as const)
  test(`nothing is found on a healthy site with ${markup} markup`, async () => {
    assert.deepEqual(sorted(await outcomes(asked, { markup })), sorted(each(asked, 'pass')));
  });

const faults = new Set(asked.flatMap(({ reddens, warns = [] }) => [...reddens, ...warns]));
for (const fault of [...faults].filter((one) => !SLOW.test(one)))
  test(`${fault} is noticed`, async () => {
    const red = asked.filter(({ reddens }) => reddens.includes(fault));
    const warned = asked.filter(({ warns = [] }) => warns.includes(fault));
    const expected = new Map([...each(red, 'fail'), ...each(warned, 'warn')]);
    assert.deepEqual(sorted(await outcomes([...red, ...warned], { faults: [fault] })), sorted(expected));
  });
