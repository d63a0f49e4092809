// Do verdicts flap? 200 on runs of the bank, and 20 real ones: false breaches of an unchanged page, and worse pages caught.
import { MOST_SHARE_OF_OTHERS } from '../../judging.ts';
import { seededRandom } from '../../common/seeded-random.ts';
import { rowsFor } from '../../checks/audits/audit-budgets.ts';
import { Chrome } from '../../checks/audits/chrome.ts';
import { judgeRows } from '../../checks/audits/judge-audit.ts';
import { measure } from '../../checks/audits/measure-page.ts';
import { ownPage } from '../../checks/audits/audited-pages.ts';
import { startStandIn } from '../../stand-in/server.ts';
import type { Benchmark, Figure } from '../benchmark.ts';
import { readBank, rowOf, SCENARIOS, type BankRun, type Scenario } from './bank.ts';
import { browserPath } from './browser.ts';
import { startHog } from '../hog.ts';
import { drawFrom, LEAST_RUNS, MOST_RUNS, simulate, type Outcome } from './audit-simulation.ts';

const SEED = 20_261_124;
const SCENARIO_NAMES = Object.keys(SCENARIOS) as Scenario[];
const VERDICTS_OF_BANK = 50;
const REAL_VERDICTS = 5;

type Say = (line: string) => void;

function summary(scenario: string, outcomes: readonly Outcome[], say: Say): void {
  const count = (verdict: Outcome['verdict']): number => outcomes.filter((one) => one.verdict === verdict).length;
  const runs = outcomes.reduce((sum, one) => sum + one.runs, 0) / outcomes.length;
  say(
    `${scenario.padEnd(38)} ${outcomes.length} verdicts: ${count('pass')} pass, ${count('breach')} breach, ${count('inconclusive')} inconclusive; ${runs.toFixed(1)} runs each`,
  );
  for (const { verdict, why } of outcomes.filter((one) => one.verdict !== 'pass').slice(0, 2))
    say(`    ${verdict}: ${why}`);
}

function figures(of: Map<Scenario, Outcome[]>): Figure[] {
  const breaches = (names: readonly Scenario[]): number =>
    names.flatMap((name) => of.get(name) ?? []).filter((one) => one.verdict === 'breach').length;
  const total = (names: readonly Scenario[]): number => names.flatMap((name) => of.get(name) ?? []).length;
  const unchanged = ['unchanged', 'unchanged-hog'] as const;
  const worse = ['worse-lcp', 'worse-tbt'] as const;
  return [
    {
      what: `false breaches of ${total(unchanged)} on an unchanged page`,
      value: breaches(unchanged),
      unit: '',
      goal: '0',
    },
    {
      what: `caught of ${total(worse)} on a page made worse`,
      value: breaches(worse),
      unit: '',
      goal: `>= ${Math.ceil(total(worse) * 0.99)}`,
    },
  ];
}

/** 100 on an unchanged page, half of them recorded beside a busy process; 100 on one made worse. */
export function verdictsOfBank(say: Say): Figure[] {
  const bank = readBank();
  const random = seededRandom(SEED);
  say(`the bank holds ${bank.length} recorded runs`);
  const of = new Map<Scenario, Outcome[]>();
  for (const scenario of SCENARIO_NAMES) {
    const all = bank.filter((run) => run.scenario === scenario);
    // Whether a worse page is caught is asked of a machine that does nothing else; whether an unchanged one is blamed, of any.
    const runs = scenario.startsWith('worse') ? all.filter(isAlone) : all;
    const outcomes = Array.from({ length: VERDICTS_OF_BANK }, () => simulate(drawFrom(runs, random)));
    of.set(scenario, outcomes);
    summary(`${scenario} (${runs.length} runs)`, outcomes, say);
    const beside = all.filter((run) => !isAlone(run));
    if (scenario.startsWith('worse') && beside.length >= MOST_RUNS) {
      const disturbed = Array.from({ length: VERDICTS_OF_BANK }, () => simulate(drawFrom(beside, random)));
      summary(`${scenario} beside others (${beside.length} runs)`, disturbed, say);
    }
  }
  return figures(of);
}

const isAlone = ({ machine }: BankRun): boolean => (machine.others ?? 0) <= MOST_SHARE_OF_OTHERS;

async function realVerdicts(say: Say): Promise<Figure[]> {
  const of = new Map<Scenario, Outcome[]>();
  for (const scenario of SCENARIO_NAMES) {
    const { faults, hog } = SCENARIOS[scenario];
    const site = await startStandIn({ faults });
    const chrome = new Chrome(browserPath());
    const endHog = hog ? startHog() : undefined;
    const outcomes: Outcome[] = [];
    for (let i = 0; i < REAL_VERDICTS; i += 1) {
      const runs = { least: LEAST_RUNS, most: MOST_RUNS, extra: MOST_RUNS, idleWaitMs: 5_000 };
      const how = {
        target: new URL(site.url),
        formFactor: 'mobile' as const,
        categories: ['performance'] as const,
        account: undefined,
        log: () => undefined,
      };
      const { samples, trouble, runs: made } = await measure(chrome, ownPage('/'), runs, how);
      // In the columns of the bank, where they may be added.
      for (const run of made) say(rowOf({ scenario, figures: run.figures, machine: run.machine }));
      const judged = judgeRows(samples, rowsFor(['performance']), LEAST_RUNS);
      const bad =
        judged.find(({ verdict }) => verdict === 'fail') ?? judged.find((one) => one.verdict === 'inconclusive');
      const verdict = trouble || bad?.verdict === 'inconclusive' ? 'inconclusive' : bad ? 'breach' : 'pass';
      outcomes.push({ verdict, runs: samples.length, why: trouble?.message ?? `${bad?.row.id}: ${bad?.reason}` });
    }
    endHog?.();
    await chrome.close();
    await site.close();
    of.set(scenario, outcomes);
    summary(scenario, outcomes, say);
  }
  return figures(of);
}

export const AUDIT_VERDICTS: Benchmark = {
  name: 'audit-verdicts',
  title: 'whether verdicts of audits flap: 200 on recorded runs',
  seconds: 1,
  run: (say) => Promise.resolve(verdictsOfBank(say)),
};
export const AUDIT_VERDICTS_LIVE: Benchmark = {
  name: 'audit-verdicts-live',
  title: 'the same with 20 real verdicts, a quarter of them beside a busy process',
  seconds: 330,
  run: realVerdicts,
};
