// Everything that judges a site has been seen to fail: checks, guards, security checks, contract cases, semantic rules, audit rows, KPIs and alert
// rules. One without a fault, a sample or a scenario that turns it red is named here and fails the build.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { BUDGETS } from '../../../checks/audits/audit-budgets.ts';
import { CHECKS } from '../../../checks/index.ts';
import { CONTRACTS } from '../../../contracts/contract-list.ts';
import { KPIS } from '../../../kpis.ts';
import { judgeFacts } from '../../../monitoring/alerts/judge-rules.ts';
import { RULES } from '../../../monitoring/alerts/rules/rule-list.ts';
import { AUDIT_ROW_REACTIONS } from '../../../proof/audit-row-reactions.ts';
import {
  auditRowsJudging,
  casesJudging,
  checksJudging,
  kpisJudging,
  neverSeenToFail,
  PROOF_KINDS,
  type Judging,
  type ProofKind,
} from '../../../proof/proof-kinds.ts';
import { KNOWN_IDS, SUBJECTS, type Subject } from '../../../proof/reactions.ts';
import { FAULTS } from '../../../stand-in/faults.ts';
import { ALERT_SCENARIOS, HEALTHY, type AlertScenario } from './alert-scenarios.ts';
import { shownRules } from './semantic-rules.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const FILES = globSync('contracts/*.ts', { cwd: ROOT }).sort();

/** The rules of these files, as things that judge. `change` gives a file another text. */
async function rulesJudging(files: readonly string[], change?: (source: string) => string): Promise<Judging[]> {
  const found: Judging[] = [];
  for (const file of files)
    for (const { line, what, shownBy } of await shownRules(path.join(ROOT, file), change))
      found.push({ kind: 'semantic rule', name: what, where: `${file}:${line}`, shownBy });
  return found;
}

const firing = ({ facts }: Pick<AlertScenario, 'facts'>): string[] => [
  ...new Set(
    judgeFacts(facts)
      .filter(({ state }) => state === 'firing')
      .map(({ rule }) => rule),
  ),
];
/** Every rule that says anything, of a well site or in trouble. */
const ALERT_RULES = new Set([HEALTHY, ...ALERT_SCENARIOS.map(({ facts }) => facts)].flatMap((facts) => judgeFacts(facts).map(({ rule }) => rule))); // prettier-ignore
const alertsJudging = (scenarios: readonly AlertScenario[]): Judging[] =>
  [...ALERT_RULES].map((name) => ({
    kind: 'alert rule',
    name,
    where: 'tests/unit/proof/alert-scenarios.ts',
    shownBy: scenarios.filter(({ fires }) => fires.includes(name)).map(({ trouble }) => trouble),
  }));

const judging = async (): Promise<Judging[]> => [
  ...checksJudging(CHECKS, SUBJECTS),
  ...kpisJudging(KPIS, SUBJECTS),
  ...casesJudging(CONTRACTS),
  ...(await rulesJudging(FILES)),
  ...auditRowsJudging(BUDGETS, AUDIT_ROW_REACTIONS, SUBJECTS),
  ...alertsJudging(ALERT_SCENARIOS),
];

test('each of the eight kinds has members, and all of them have been seen to fail', async () => {
  const all = await judging();
  assert.deepEqual(neverSeenToFail(all), []);
  assert.deepEqual(new Set(all.map(({ kind }) => kind)), new Set(PROOF_KINDS));
});

describe('without its cause each kind is named', () => {
  const withoutFaults = (id: string): Subject[] => SUBJECTS.map((one) => (one.id === id ? { id, reddens: [], warns: [] } : one)); // prettier-ignore
  const named = (kind: ProofKind, name: string, where: string, all: readonly Judging[]): void =>
    assert.deepEqual(neverSeenToFail(all), [`${kind} "${name}" (${where}): nothing turns it red`]);

  for (const [kind, id] of [
    ['check', 'journey.home.content'],
    ['guard', 'guard.console-errors'],
    ['security check', 'security.cors'],
  ] as const)
    test(`a ${kind}`, () => {
      const file = CHECKS.find((one) => one.id === id)?.file ?? '';
      named(kind, id, file, checksJudging(CHECKS, withoutFaults(id)));
    });

  test('a KPI, but for one that says why nobody can measure it', () => {
    named('KPI', 'lcp', 'proof/kpi-reactions.ts', kpisJudging(KPIS, withoutFaults('lcp')));
    const unmeasured = KPIS.filter(({ notObservable }) => notObservable !== undefined).map(({ id }) => id);
    assert.ok(
      unmeasured.length > 0 && kpisJudging(KPIS, []).every(({ name }) => !unmeasured.some((id) => id === name)),
    );
  });

  test('an audit row', () => {
    const others = Object.fromEntries(Object.entries(AUDIT_ROW_REACTIONS).filter(([id]) => id !== 'script-kb'));
    named('audit row', 'script-kb', 'proof/audit-row-reactions.ts', auditRowsJudging(BUDGETS, others, SUBJECTS));
  });

  test('a contract case', () => {
    const contracts = CONTRACTS.map((one) =>
      one.id !== 'contract.search-suggestions'
        ? one
        : {
            ...one,
            cases: one.cases.map((of) =>
              of.name === 'respects limit=1' && of.sample ? { ...of, sample: { good: of.sample.good } } : of,
            ),
          },
    );
    const name = 'contract.search-suggestions: respects limit=1';
    named('contract case', name, 'contracts/search-suggestions.contract.ts', casesJudging(contracts));
  });

  test('a semantic rule', async () => {
    const file = 'contracts/setlists.contract.ts';
    const without = await rulesJudging([file], (source) => source.replace(/'one position twice': [^\n]*\n/, '\n'));
    assert.deepEqual(
      neverSeenToFail(without).map((line) => line.replace(/:\d+\)/, ')')),
      [`semantic rule "...unique(songs.map(({ position }) => \`\${type} position \${position}\`))" (${file}): nothing turns it red`],
    ); // prettier-ignore
  });

  test('an alert rule', () => {
    const all = alertsJudging(ALERT_SCENARIOS.filter(({ fires }) => !fires.includes('coverage.warning')));
    named('alert rule', 'coverage.warning', 'tests/unit/proof/alert-scenarios.ts', all);
  });
});

describe('one trouble, its alerts and no others', () => {
  for (const one of ALERT_SCENARIOS)
    test(one.trouble, () => {
      assert.deepEqual(firing(one).sort(), [...one.fires].sort());
    });

  test('on a well site every rule knows enough, and none fires', () => {
    const found = judgeFacts(HEALTHY);
    assert.deepEqual(
      found.filter(({ state }) => state !== 'ok').map(({ rule, state }) => `${rule} ${state}`),
      [],
    );
    // It says something only where there is something to say.
    const silent = RULES.filter(({ judge }) => judge(HEALTHY).length === 0).map(({ id }) => id);
    assert.deepEqual(silent, ['deployment']);
  });
});

test('the faults that are said to redden a row of an audit are faults of the stand-in, and the row is a row', () => {
  const faults = new Set<string>(FAULTS.map(({ id }) => id));
  for (const [row, reaction] of Object.entries(AUDIT_ROW_REACTIONS)) {
    assert.ok(BUDGETS.some(({ id, kpi }) => id === row && kpi === undefined), row); // prettier-ignore
    for (const fault of reaction.faults) {
      assert.ok(faults.has(fault), fault);
      const shown = SUBJECTS.filter(({ reddens, warns }) => [...reddens, ...warns].includes(fault)).map(({ id }) => id);
      assert.ok(shown.includes('audit.home'), `${fault} reddens ${row}, and audit.home does not name it`);
    }
  }
  assert.ok(BUDGETS.every(({ kpi }) => kpi === undefined || KNOWN_IDS.has(kpi)));
});
