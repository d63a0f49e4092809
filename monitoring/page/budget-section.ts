// The error budget of 30 days: what is left, its chart and the burn rates.
import { COVERAGE } from '../../judging.ts';
import { percent, showSpan } from '../../common/number-text.ts';
import { markup } from '../../reports/formats/escape.ts';
import { table } from '../../reports/site/table.ts';
import { budgetChart } from './charts/budget-chart.ts';
import { figure } from './charts/draw-svg.ts';
import { budgetState } from './headline.ts';
import type { PageData } from './page-data.ts';
import { empty, tag } from './page-frame.ts';
import type { Budget, Burn } from './read-budget.ts';
import { availabilityTable } from './series-tables.ts';

export function budgetSection(data: PageData): string {
  const { budget: b } = data;
  const state = budgetState(b);
  if (state === 'no-data') return empty('No probes in 30 days: there is no error budget to judge.');
  const days = (data.year.get('*') ?? []).slice(-30);
  const rows = b.burns.map((burn) => [
    showSpan(burn.longMs),
    burn.found === null ? 'no data' : `${burn.found.toFixed(1)}x`,
    `${burn.factor}x`,
    percent(burn.coverage),
    burnState(burn),
  ]);
  const burns = table(
    [
      { label: 'window' },
      { label: 'burn rate', num: true },
      { label: 'alert above', num: true },
      { label: 'watched', num: true },
      { label: 'state' },
    ],
    rows,
    { isPlain: true, name: 'Burn rates of the error budget' },
  );
  // A chart of a few samples would show a full budget that nothing proves.
  const chart =
    state === 'too-few'
      ? ''
      : figure({ title: 'Error budget left', chart: budgetChart(days, b), table: availabilityTable(days) });
  return `<p class="card${state === 'spent' ? ' kpi bad' : ''}">${markup(textOf(b, state))}</p>${chart}${burns}`;
}

function textOf({ failures, n, allowed }: Budget, state: 'too-few' | 'spent' | 'left'): string {
  const count = (value: number): string => value.toLocaleString('en-US');
  const failed = `${count(failures)} of ${count(n)} probes failed`;
  if (state === 'too-few')
    return `Too few samples to judge the error budget: ${failed} in 30 days, at least ${count(Math.ceil(n / allowed))} probes are needed.`;
  const allowedText = `${count(Math.floor(allowed))} ${Math.floor(allowed) === 1 ? 'failure is' : 'failures are'} allowed.`;
  if (state === 'spent') return `The error budget is spent: ${failed}, ${allowedText}`;
  return `${percent((allowed - failures) / allowed)} of the error budget is left: ${failed}, ${allowedText}`;
}

/** The same two windows as the alert: the long one proves the burn, the short one shows that it continues. */
function burnState({ found, now, factor, coverage }: Burn): string {
  if (found === null) return tag('no data', '');
  // As in the alert rule: with too little coverage the state is not known.
  if (found <= factor) return tag(coverage < COVERAGE.share ? 'too few probes' : 'ok', '');
  return now !== null && now <= factor ? tag('was burning', 'warn') : tag('burning', 'bad');
}
