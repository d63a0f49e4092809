// Fields of every Allure result: identity, severity, suite, source and place in the runbook.
import type { Severity } from '../../kpis.ts';
import { printable } from '../formats/escape.ts';
import { runbookPlace } from '../runbook-place.ts';
import type { Verdict } from '../verdict/verdict-format.ts';
import { historyIdOf, VARIANT, type AllureResult, type AllureStatus } from './allure-format.ts';

const SEVERITY: Readonly<Record<Severity, string>> = { P0: 'blocker', P1: 'critical', P2: 'normal', P3: 'minor' };
/** No data is not green: a check that was not judged is `unknown`. */
const STATUS: Readonly<Record<string, AllureStatus>> = {
  pass: 'passed',
  warn: 'passed',
  breach: 'failed',
  fail: 'failed',
  broken: 'broken',
  inconclusive: 'unknown',
  suspected: 'unknown',
};
export const statusOf = (word: string): AllureStatus =>
  Object.hasOwn(STATUS, word) ? (STATUS[word] ?? 'skipped') : 'skipped';

export type Base = {
  id: string;
  title: string;
  variant?: string | undefined;
  suites: string[];
  severity: Severity;
  source?: string | undefined;
};

export function base(verdict: Verdict, of: Base, runbook: string | undefined, attempt = 1): AllureResult {
  const start = verdict.startedAt === null ? 0 : Date.parse(verdict.startedAt);
  const place = of.source === undefined ? undefined : runbookPlace(of.source);
  const [parentSuite = '', suite] = of.suites;
  return {
    uuid: [of.id, of.variant, attempt]
      .filter((part) => part !== undefined)
      .join('.')
      .replaceAll(/[^\w.-]/g, '-'),
    name: printable(of.title),
    fullName: of.id,
    testCaseId: of.id,
    historyId: historyIdOf(of.id, of.variant),
    status: 'passed',
    stage: 'finished',
    statusDetails: {},
    description: of.source === undefined ? '' : `Source: ${of.source}`,
    start,
    stop: start,
    labels: [
      { name: 'severity', value: SEVERITY[of.severity] },
      { name: 'parentSuite', value: parentSuite },
      ...(suite === undefined ? [] : [{ name: 'suite', value: suite }]),
      { name: 'tag', value: of.id },
      { name: 'tag', value: of.severity },
    ],
    links:
      place === undefined || runbook === undefined
        ? []
        : [{ type: 'link', name: `Runbook: ${place.section}`, url: `${runbook}#${place.anchor}` }],
    parameters: of.variant === undefined ? [] : [{ name: VARIANT, value: of.variant }],
    steps: [],
    attachments: [],
  };
}
