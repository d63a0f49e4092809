// Journeys over time with their last failure. Its screenshot and trace are shown while the run's folder exists.
import { markup } from '../../reports/formats/escape.ts';
import { fileNameOf, runPath } from '../../reports/site/page-links.ts';
import { table } from '../../reports/site/table.ts';
import { figure } from './charts/draw-svg.ts';
import { journeysChart } from './charts/journeys-chart.ts';
import { code, empty, framed, link, tag, toneOf, when } from './page-frame.ts';
import type { PageData } from './page-data.ts';
import type { CheckEnd } from '../history/run-reads.ts';
import { evidenceOf, readVerdict, type Evidence } from './run-evidence.ts';

const DAY_MS = 86_400_000;
export const evidencePath = (run: string, { name }: Evidence): string => `evidence/${fileNameOf(run)}/${name}`;

/** The page and the files to copy for it. */
export function journeysPage(
  data: PageData,
  runsFolder: string | undefined,
): { html: string; files: [to: string, from: string][] } {
  const { host } = new URL(data.target);
  const ends = data.checks.filter(({ stage }) => stage === 'journeys');
  const files: [string, string][] = [];
  const known = new Set(data.runs.map(({ run }) => run));
  const sections = [...Map.groupBy(ends, ({ id }) => id)]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([id, of]) => {
      const last = of.at(-1) as CheckEnd;
      const failure = of.findLast(({ outcome }) => outcome === 'fail');
      return [
        code(id),
        `${tag(last.outcome, toneOf(last.outcome))} ${when(last.at)}`,
        `${of.filter(({ outcome }) => outcome === 'pass').length} of ${of.length}`,
        failure === undefined ? 'none in 90 days' : failureCell(failure),
      ];
    });
  function failureCell(failure: CheckEnd): string {
    const [first = '', ...rest] = (failure.message ?? 'no message').split('\n');
    const verdict = readVerdict(runsFolder, failure.run);
    const evidence =
      verdict === undefined || runsFolder === undefined ? [] : evidenceOf(runsFolder, verdict, failure.id);
    for (const one of evidence) files.push([evidencePath(failure.run, one), one.from]);
    const links = evidence
      .filter(({ isPicture }) => !isPicture)
      .map((one) => link(evidencePath(failure.run, one), 'trace (open with npx playwright show-trace)'));
    const picture = evidence.find(({ isPicture }) => isPicture);
    return `${when(failure.at)}${known.has(failure.run) ? ` ${link(runPath(failure.run), 'run')}` : ''}<br>${markup(first.slice(0, 300))}${
      rest.length === 0
        ? ''
        : `<details><summary>whole message</summary><pre tabindex="0"><code>${markup(rest.join('\n').slice(0, 2_000))}</code></pre></details>`
    }${links.length === 0 ? '' : `<br>${links.join(', ')}`}${
      picture === undefined
        ? ''
        : `<br><img class="picture" loading="lazy" src="${markup(evidencePath(failure.run, picture))}" alt="The page when ${markup(failure.id)} failed">`
    }`;
  }
  const fromMs = Math.max(data.nowMs - 89 * DAY_MS, 0);
  const key = [
    { look: 'day-good', text: 'passed all day' },
    { look: 'day-warn', text: 'passed with a warning or on the second run' },
    { look: 'day-bad', text: 'failed' },
    { look: 'day-none', text: 'not run or not judged' },
  ];
  const columns = [{ label: 'journey' }, { label: 'last run' }, { label: 'passed' }, { label: 'last failure' }];
  const body =
    ends.length === 0
      ? empty('No journey has run yet. To run four of them every 15 minutes: npm run monitor -- --journeys smoke')
      : `<h2>Over time</h2>${figure({ title: 'Journeys, 90 days', chart: journeysChart(ends, fromMs, data.nowMs), key })}
<h2>Each journey</h2>${table(columns, sections, { name: 'Journeys' })}`;
  const html = framed({
    host,
    title: 'Journeys',
    path: 'journeys.html',
    description: `User journeys on ${host}, run in a browser.`,
    hasPictures: files.length > 0,
    body: `<h1>Journeys</h1><p class="soft">User journeys, run in a browser. Page built at ${when(data.nowMs)}</p>\n${body}`,
  });
  return { html, files };
}
