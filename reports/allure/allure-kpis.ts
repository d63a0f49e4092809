// The KPIs as Allure's results, with a step for each line and each endpoint, and as its metrics.
import { KPIS } from '../../kpis.ts';
import { figureOf, shownOf } from '../verdict/shown-figure.ts';
import { printable } from '../formats/escape.ts';
import type { KpiRow, Verdict } from '../verdict/verdict-format.ts';
import { base, statusOf } from './allure-base.ts';
import type { AllureResult } from './allure-format.ts';

export function ofKpi(verdict: Verdict, k: KpiRow, runbook: string | undefined): AllureResult {
  // A suspicion decides only where the KPI is required.
  const status = k.verdict === 'suspected' && !k.required ? 'passed' : statusOf(k.verdict);
  const made = base(verdict, { ...k, suites: ['KPIs'], source: k.source }, runbook);
  const rows = [
    ...k.lines.map((l) => ({ ...l, what: `${l.name} ${l.limit}`, word: l.verdict, said: l.reason })),
    ...k.parts.map((p) => ({
      what: `${p.subject}${p.variant === undefined ? '' : ` (${p.variant})`}: ${p.text} of n ${p.n}`,
      word: p.verdict,
      said: p.reason,
    })),
  ];
  return {
    ...made,
    name: `${k.title}: ${shownOf(k)}, limit ${k.limit}`,
    status,
    statusDetails: { message: printable(`${figureOf(k)}, limit ${k.limit}: ${k.reason}`) },
    steps: rows.map(({ what, word, said }) => ({
      name: printable(what),
      status: word === 'held' ? 'passed' : statusOf(word),
      stage: 'finished',
      statusDetails: { message: printable(said) },
      steps: [],
      attachments: [],
    })),
  };
}

/** The KPIs' figures as Allure's metrics: what its trend is drawn from. Shares in per cent. */
export const allureMetrics = ({ kpis }: Verdict): Record<string, number> =>
  Object.fromEntries(
    kpis.flatMap(({ id, found, unit }) => (found === null ? [] : [[id, unit === 'fraction' ? found * 100 : found]])),
  );

export const allureMetricTitles = (): Record<string, { title: string; unit: string; better: 'lower' | 'higher' }> =>
  Object.fromEntries(
    KPIS.map(({ id, title, unit, target }) => [
      id,
      { title, unit: unit === 'fraction' ? '%' : unit, better: target.op.startsWith('<') ? 'lower' : 'higher' },
    ]),
  );
