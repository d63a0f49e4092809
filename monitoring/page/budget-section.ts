// The error budget of 30 days: what is left, its chart, and how fast it burns.
import { COVERAGE } from '../../judging.ts';
import { percent } from '../../common/number-text.ts';
import { markup } from '../../reports/formats/escape.ts';
import { table } from '../../reports/site/table.ts';
import { budgetChart } from './charts/budget-chart.ts';
import { figure } from './charts/draw-svg.ts';
import { isSpent } from './headline.ts';
import type { PageData } from './page-data.ts';
import { empty, tag } from './page-frame.ts';
import type { Burn } from './read-budget.ts';
import { availabilityTable } from './series-tables.ts';

export function budgetSection(data: PageData): string {
  const { budget: b } = data;
  if (b.n === 0) return empty('No probes in 30 days, so there is no budget.');
  const left = (b.allowed - b.failures) / b.allowed;
  const text = isSpent(b)
    ? `The budget is spent: ${b.failures.toLocaleString('en-US')} of ${b.n.toLocaleString('en-US')} probes failed, ${Math.floor(b.allowed).toLocaleString('en-US')} may.`
    : `${percent(left)} is left: ${b.failures.toLocaleString('en-US')} of ${b.n.toLocaleString('en-US')} probes failed, ${Math.floor(b.allowed).toLocaleString('en-US')} may.`;
  const days = (data.year.get('*') ?? []).slice(-30);
  const rows = b.burns.map((burn) => [
    daysOrHours(burn.longMs),
    burn.found === null ? 'no data' : `${burn.found.toFixed(1)}x`,
    `${burn.factor}x`,
    percent(burn.coverage),
    burnState(burn),
  ]);
  const burns = table(
    [
      { label: 'window' },
      { label: 'burn', num: true },
      { label: 'alert above', num: true },
      { label: 'watched', num: true },
      { label: 'state' },
    ],
    rows,
    { isPlain: true, name: 'Burn of the error budget' },
  );
  const chart = figure({ title: 'Budget left', chart: budgetChart(days, b), table: availabilityTable(days) });
  return `<p class="card${isSpent(b) ? ' kpi bad' : ''}">${markup(text)}</p>${chart}${burns}`;
}

/** The same two windows as the alert: the long one proves the burn, the short one shows that it still goes on. */
function burnState({ found, now, factor, coverage }: Burn): string {
  if (found === null) return tag('no data', '');
  // As the alert rule: what was hardly watched is not known to be well.
  if (found <= factor) return tag(coverage < COVERAGE.share ? 'too little watched' : 'ok', '');
  return now !== null && now <= factor ? tag('was above, is over', 'warn') : tag('burning', 'bad');
}

const daysOrHours = (ms: number): string => (ms >= 86_400_000 ? `${ms / 86_400_000} d` : `${ms / 3_600_000} h`);
