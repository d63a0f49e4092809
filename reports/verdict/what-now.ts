// The advice after a verdict: proceed, hold or roll back, with the runbook's commands and contacts. Pure.
import { kpi, RESPONSE_TIME_MS, type Severity, type Stage } from '../../kpis.ts';
import { showSpan } from '../../common/number-text.ts';
import { rollbackAdvice, type GoodDeployment } from './rollback-advice.ts';
import type { CheckRow, KpiRow, Verdict } from './verdict-format.ts';

export type AdviceFacts = {
  /** This machine's own site: there is nothing to roll back. */
  isLocal?: boolean;
  lastGood?: GoodDeployment | undefined;
  /** The runbook's contacts by severity; security has its own team. */
  contacts?: { by: (severity: Severity) => readonly string[]; security: readonly string[] };
};
export type Advice = {
  decision: 'proceed' | 'hold' | 'roll back';
  /** One or two sentences. */
  text: string;
  /** Commands to copy, in order. */
  commands: string[];
  /** Contacts to inform; can be empty. */
  tell: string[];
};

/** The severity of a failed check by stage (runbook, Severity Levels). */
export const STAGE_SEVERITY: Readonly<Record<Stage, Severity>> = {
  'front-door': 'P0',
  security: 'P0',
  contracts: 'P1',
  journeys: 'P1',
  load: 'P2',
  audits: 'P2',
};
const ORDER: readonly Severity[] = ['P0', 'P1', 'P2', 'P3'];

export function whatNow(verdict: Verdict, facts: AdviceFacts = {}): Advice {
  switch (verdict.verdict) {
    case 'pass':
      return {
        decision: 'proceed',
        text: verdict.kpis.some(({ required }) => required)
          ? 'Every required KPI is met.'
          : 'What ran has passed. It was a part of the gate: no KPI had to be judged.',
        commands: [],
        tell: [],
      };
    case 'warn':
      return {
        decision: 'proceed',
        text: 'Nothing is breached. Read the warnings above before the next release.',
        commands: [],
        tell: [],
      };
    case 'inconclusive':
      return {
        decision: 'hold',
        text: 'The deployment was not judged. Fix the problems above and run the gate again.',
        commands: [],
        tell: [],
      };
    case 'broken':
      return {
        decision: 'hold',
        text: 'The suite itself failed: this says nothing about the site. Fix it and run the gate again.',
        commands: [],
        tell: [],
      };
    case 'breach':
      return ofBreach(verdict, facts);
  }
}

function ofBreach(verdict: Verdict, { isLocal = false, lastGood, contacts }: AdviceFacts): Advice {
  const isBreach = ({ verdict: word }: KpiRow | CheckRow): boolean => word === 'breach';
  const checks = verdict.checks.filter(isBreach);
  const severities = [
    ...verdict.kpis.filter(isBreach).map(({ id }) => kpi(id).severity),
    ...checks.map(({ stage }) => STAGE_SEVERITY[stage]),
  ];
  const worst = ORDER.find((severity) => severities.includes(severity)) ?? 'P1';
  const tell = [
    ...(contacts?.by(worst) ?? []),
    ...(checks.some(({ stage }) => stage === 'security') ? (contacts?.security ?? []) : []),
  ];
  const soon = `${worst}, respond within ${showSpan(RESPONSE_TIME_MS[worst])}`;
  if (isLocal)
    return {
      decision: 'hold',
      text: `${soon}. The site runs on this machine: nothing to roll back.`,
      commands: [],
      tell: [],
    };
  if (worst === 'P2' || worst === 'P3')
    return {
      decision: 'hold',
      text: `${soon}. Visitors can use the site: fix forward, and promote nothing until the gate passes.`,
      commands: [],
      tell,
    };
  return { decision: 'roll back', ...rollback(verdict, soon, lastGood), tell };
}

function rollback(verdict: Verdict, soon: string, good: GoodDeployment | undefined): Pick<Advice, 'text' | 'commands'> {
  const { which, commands, byHand } = rollbackAdvice(verdict.target, good);
  const unknown = good === undefined ? ' The history has no deployment that passed the gate.' : '';
  return {
    text: `${soon}.${unknown} Roll back to ${which}${byHand === undefined ? '' : `: ${byHand}`}. Then run the gate again.`,
    commands: [...commands, `npm run gate -- --target ${verdict.target}`],
  };
}
