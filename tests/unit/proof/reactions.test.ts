// What must notice what: the checks' own lists and the rules, turned both ways.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHECKS, checksOf } from '../../../checks/index.ts';
import { KPI_REACTIONS } from '../../../proof/kpi-reactions.ts';
import { meets, OUTAGE_RULES, type OutageRule } from '../../../proof/outage-rules.ts';
import {
  KNOWN_IDS,
  mistakesIn,
  REACTIONS,
  reactionsOf,
  reactionTo,
  SUBJECTS,
  subjectsOf,
} from '../../../proof/reactions.ts';
import { BLOCKING_FAULTS, HARMLESS_FAULTS } from '../../../proof/quiet-faults.ts';
import { reactionList } from '../../../proof/reaction-list.ts';
import { R1_VERDICTS } from '../../../proof/r1-oracle.ts';
import { SECTION_10 } from '../../../proof/r1-section-10.ts';
import { R2_VERDICTS } from '../../../proof/r2-oracle.ts';
import type { DeclaredCheck } from '../../../reports/result.ts';
import { FAULTS, PRESETS } from '../../../stand-in/faults.ts';

const check = (id: string, reddens: string[], more: Partial<DeclaredCheck> = {}): DeclaredCheck => ({
  id,
  stage: 'contracts',
  title: id,
  profiles: ['gate'],
  runbook: 'R2',
  reddens,
  file: `${id}.ts`,
  ...more,
});

test('the lists of the checks, the KPIs and the rules name faults and checks that exist, each once', () => {
  assert.deepEqual(mistakesIn(FAULTS, CHECKS, KPI_REACTIONS, OUTAGE_RULES), []);
});

test('a fault that does not exist is named with the check and its file', () => {
  const rules: OutageRule[] = [{ fault: 'rule-nope', stages: ['load'], except: { 'load.nope': 'gone' } }];
  const checks = [check('contract.a', ['nope', 'all-500', 'nav-gap', 'nav-gap'], { warns: ['warn-nope'] })];
  assert.deepEqual(mistakesIn(FAULTS, checks, { lcp: { reddens: ['kpi-nope'] } }, rules), [
    'contract.a names the fault "nope", which stand-in/faults.ts does not have (contract.a.ts)',
    'contract.a names the fault "warn-nope", which stand-in/faults.ts does not have (contract.a.ts)',
    'contract.a names "all-500", which a rule of proof/outage-rules.ts already gives it (contract.a.ts)',
    'contract.a names "nav-gap" twice (contract.a.ts)',
    'lcp names the fault "kpi-nope", which stand-in/faults.ts does not have (proof/kpi-reactions.ts)',
    'a rule names the fault "rule-nope", which stand-in/faults.ts does not have (proof/outage-rules.ts)',
    'the rule of "rule-nope" exempts "load.nope", which is not a check (proof/outage-rules.ts)',
  ]);
});

test('a rule applies to the checks of its stages that request its path, or a path below it if it ends with a slash', () => {
  const asks = (...paths: string[]): DeclaredCheck => check('contract.a', [], { asks: paths });
  const rule = (path?: string): OutageRule => ({ fault: 'x', stages: ['contracts'], ...(path && { asks: path }) });
  assert.ok(meets(rule(), asks()));
  assert.ok(meets(rule('/api/trending'), asks('/', '/api/trending')));
  assert.ok(!meets(rule('/api/trending'), asks('/api/trending/shows')));
  assert.ok(meets(rule('/api/'), asks('/api/trending/shows')));
  assert.ok(!meets(rule('/api/'), asks('/robots.txt')));
  assert.ok(!meets(rule('/api/'), check('contract.a', [])));
  assert.ok(!meets({ ...rule(), stages: ['load'] }, asks()));
  assert.ok(!meets({ ...rule(), except: { 'contract.a': 'reason' } }, asks()));
});

test('inverting the lists twice gives the original lists', () => {
  const subjects = subjectsOf([check('contract.a', ['one', 'two']), check('contract.b', ['two'], { warns: ['one'] })], {
    lcp: { reddens: ['two'] },
  });
  const faults = [{ id: 'one' }, { id: 'two' }, { id: 'three' }, { id: 'all-500' }];
  assert.deepEqual(reactionsOf(faults, subjects), [
    { fault: 'one', noticedBy: ['contract.a'], warnedBy: ['contract.b'] },
    { fault: 'two', noticedBy: ['contract.a', 'contract.b', 'lcp'], warnedBy: [] },
    { fault: 'three', noticedBy: [], warnedBy: [] },
    { fault: 'all-500', noticedBy: ['contract.a', 'contract.b'], warnedBy: [] },
  ]);
  for (const { id, reddens } of SUBJECTS)
    assert.deepEqual(
      REACTIONS.filter(({ noticedBy }) => noticedBy.includes(id)).map(({ fault }) => fault),
      FAULTS.map(({ id: fault }) => fault).filter((fault) => reddens.includes(fault)),
      id,
    );
});

test('every check can fail: at least one fault reddens it, or makes it warn where it does no more', () => {
  const named = new Set(REACTIONS.flatMap(({ noticedBy, warnedBy }) => [...noticedBy, ...warnedBy]));
  const cannot = CHECKS.map(({ id }) => id).filter((id) => !named.has(id));
  assert.deepEqual(cannot, []);
});

test('every journey has a fault of its own that turns it red, or makes it warn where it does no more', () => {
  for (const { id, reddens, warns = [] } of checksOf('journeys').filter((one) => one.id.startsWith('journey.')))
    assert.ok(reddens.length + warns.length > 0, `${id} has no fault of its own`);
});

test('only checks and KPIs notice a fault, and an unknown fault is rejected', () => {
  for (const { noticedBy, warnedBy } of REACTIONS)
    for (const id of [...noticedBy, ...warnedBy]) assert.ok(KNOWN_IDS.has(id), id);
  assert.throws(() => reactionTo('nope'), /no fault "nope"/);
});

test('blocking and harmless faults are faults of the stand-in, and no check declares them', () => {
  for (const fault of [...BLOCKING_FAULTS, ...Object.keys(HARMLESS_FAULTS)]) {
    assert.deepEqual(reactionTo(fault), { fault, noticedBy: [], warnedBy: [] });
    assert.match(reactionList([fault]), /\n {2}(blocks|harmless): /);
  }
});

test('an oracle names checks that exist, each once, with its section', () => {
  const checks = new Set(CHECKS.map(({ id }) => id));
  for (const oracle of [R1_VERDICTS, R2_VERDICTS]) {
    assert.equal(new Set(oracle.map(({ id }) => id)).size, oracle.length);
    for (const { id, section } of oracle) assert.ok(checks.has(id) && /^\d/.test(section), id);
  }
});

test("every row of section 10 has the verdicts of r1's oracle, and r1 plays its faults", () => {
  const checks = new Set(CHECKS.map(({ id }) => id));
  const verdicts = new Map(R1_VERDICTS.map(({ id, verdict = 'breach' }) => [id, verdict]));
  assert.equal(SECTION_10.length, 21);
  for (const { fact, faults, checks: of } of SECTION_10) {
    for (const fault of faults) assert.ok(PRESETS.r1.includes(fault), `${fact}: ${fault}`);
    for (const [verdict, ids] of Object.entries(of))
      for (const id of ids) {
        assert.ok(checks.has(id), id);
        assert.equal(verdicts.get(id) ?? 'pass', verdict, `${fact}: ${id}`);
      }
  }
});

test('the list contains each fault once, with its checks', () => {
  const text = reactionList();
  assert.equal(text.match(/^\S/gm)?.length, FAULTS.length);
  assert.match(reactionList(['spotify-down']), /^spotify-down \(8 \(3\)\): .*\n {2}warn: .*\bhealth\b/);
});
