// The list of runs, and a page for each with its results, its failures and the trend of its KPIs.
import { percent, show, showLine, showSpan } from '../../common/number-text.ts';
import { kpi } from '../../kpis.ts';
import { markup } from '../../reports/formats/escape.ts';
import { runPath } from '../../reports/site/page-links.ts';
import { table } from '../../reports/site/table.ts';
import type { Verdict } from '../../reports/verdict/verdict-format.ts';
import type { RunRow } from '../history/run-rows.ts';
import { sparkline } from './charts/sparkline.ts';
import { trendCell } from './figure-pages.ts';
import { runTable } from './list-tables.ts';
import { code, empty, framed, tag, toneOf, when } from './page-frame.ts';
import type { PageData } from './page-data.ts';
import type { CheckEnd, Figure } from '../history/run-reads.ts';

/** Length of the list. Older runs still have their pages. */
const LISTED = 200;
const TREND_DAYS = 30;

export function runsPage(data: PageData): string {
  const { host } = new URL(data.target);
  const listed = data.runs.slice(0, LISTED);
  return framed({
    host,
    title: 'Runs',
    path: 'runs.html',
    description: `Runs of the gate against ${host}, and ticks of the monitor that did not pass.`,
    body: `<h1>Runs</h1><p class="soft">Runs of the gate and of nightly, and ticks of the monitor that did not pass${listed.length < data.runs.length ? `: the newest ${listed.length} of ${data.runs.length}` : ''}.</p>
${listed.length === 0 ? empty('No runs.') : runTable(listed, '')}`,
  });
}

/** What the run pages look up, by run. */
export type RunIndex = {
  checks: Map<string, CheckEnd[]>;
  figures: Map<string, Figure[]>;
  series: Map<string, Figure[]>;
};
const seriesKey = (f: Figure): string => `${f.kpi} ${f.subject} ${f.variant}`;
export const indexRuns = (data: PageData): RunIndex => ({
  checks: Map.groupBy(data.checks, ({ run }) => run),
  figures: Map.groupBy(data.figures, ({ run }) => run),
  series: Map.groupBy(data.figures, seriesKey),
});

/** `verdict`: from the run's folder; undefined if that was deleted. */
export function runPage(data: PageData, row: RunRow, index: RunIndex, verdict: Verdict | undefined): string {
  const { host } = new URL(data.target);
  const name = row.profile === 'monitor' ? 'Tick' : `Run, profile ${row.profile ?? 'unknown'}`;
  const facts: [string, string][] = [
    ['began', when(row.startedAt)],
    ['took', markup(showSpan(row.durationMs))],
    ['exit code', String(row.exitCode)],
    ['commit', row.commit === undefined ? 'unknown (the site does not report it)' : code(row.commit)],
    ['failing', row.failing.length === 0 ? 'nothing' : row.failing.map(code).join(', ')],
    ['id', code(row.run)],
  ];
  return framed({
    host,
    title: `${name}: ${row.verdict}`,
    path: runPath(row.run),
    description: `A run against ${host}: ${row.verdict}.`,
    body: `<header class="state${toneOf(row.verdict) === '' ? '' : ` ${toneOf(row.verdict)}`}"><div class="row"><h1>${markup(name)}</h1>${tag(row.verdict, toneOf(row.verdict))}</div><p class="soft wide">${markup(host)}</p></header>
<h2>Facts</h2><dl class="card facts">${facts.map(([key, value]) => `<dt>${key}</dt><dd>${value}</dd>`).join('')}</dl>
${verdict === undefined ? '' : `<h2>KPIs of this run</h2>${kpisOf(verdict)}`}
<h2>The site in the ${TREND_DAYS} days up to this run</h2>${trends(data, row)}
${figuresOf(index, row)}
<h2>Checks</h2>${checksOf(index.checks.get(row.run) ?? [])}`,
  });
}

const kpisOf = (verdict: Verdict): string =>
  table(
    [
      { label: 'KPI' },
      { label: 'limit' },
      { label: 'found', num: true },
      { label: 'n', num: true },
      { label: 'verdict' },
    ],
    verdict.kpis
      .filter((k) => k.verdict !== 'not-selected')
      .map((k) => [
        code(k.id),
        markup(k.limit),
        k.found === null ? '-' : markup(k.text),
        String(k.n),
        tag(k.verdict, toneOf(k.verdict)),
      ]),
    { name: 'KPIs' },
  );

function trends(data: PageData, row: RunRow): string {
  const days = (data.year.get('*') ?? []).filter((d) => d.fromMs < row.startedAt && d.n > 0).slice(-TREND_DAYS);
  if (days.length === 0) return empty('No samples in that time.');
  const line = (name: string, limit: string, values: number[], text: (v: number) => string): string[] => {
    const last = values.at(-1) ?? 0;
    return [
      name,
      markup(limit),
      values.length < 2
        ? markup(text(last))
        : `${markup(text(last))} ${sparkline(values, `${name} by day, from ${text(values[0] ?? 0)} to ${text(last)}`)}`,
    ];
  };
  const target = (id: 'availability' | 'response-time' | 'error-rate'): string =>
    showLine(kpi(id).target, kpi(id).unit);
  return table(
    [{ label: 'KPI' }, { label: 'target' }, { label: 'that day, trend' }],
    [
      line(
        'Availability',
        target('availability'),
        days.map((d) => d.valid / d.n),
        percent,
      ),
      line(
        'Response time',
        target('response-time'),
        days.flatMap((d) => (d.mean === null ? [] : [d.mean])),
        (v) => show(v, 'ms'),
      ),
      line(
        'Error rate',
        target('error-rate'),
        days.map((d) => d.serverErrors / d.n),
        percent,
      ),
    ],
    { name: 'Trend of each KPI' },
  );
}

function figuresOf({ figures, series }: RunIndex, row: RunRow): string {
  const of = figures.get(row.run) ?? [];
  if (of.length === 0) return '';
  const rows = of.map((f) => {
    const before = (series.get(seriesKey(f)) ?? []).filter(({ at }) => at <= f.at);
    const of = kpi(f.kpi as Parameters<typeof kpi>[0]);
    return [
      code(f.kpi),
      code(f.subject),
      markup(f.variant || '-'),
      markup(showLine(of.target, of.unit)),
      trendCell(of, before),
    ];
  });
  return `<h2>Page speed</h2>${table([{ label: 'KPI' }, { label: 'page' }, { label: 'device' }, { label: 'target' }, { label: 'median, trend' }], rows, { name: 'Page speed' })}`;
}

function checksOf(checks: readonly CheckEnd[]): string {
  if (checks.length === 0) return empty('No results (they are deleted after 90 days).');
  const failed = checks.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'skipped');
  const text = `${checks.filter(({ outcome }) => outcome === 'pass').length} of ${checks.length} passed.`;
  const rows = failed.map((c) => [
    code(c.id),
    tag(c.outcome, toneOf(c.outcome)),
    markup(c.variant || '-'),
    markup((c.message ?? '').split('\n', 1)[0]?.slice(0, 300) ?? ''),
  ]);
  return `<p class="card">${text}</p>${rows.length === 0 ? '' : table([{ label: 'check' }, { label: 'outcome' }, { label: 'variant' }, { label: 'message' }], rows, { name: 'Checks that did not pass' })}`;
}
