// The evidence on an incident's page: what the outage cost, compared with the same time before, and its first failures.
import { percent } from '../../common/number-text.ts';
import { markup } from '../../reports/formats/escape.ts';
import { table } from '../../reports/site/table.ts';
import type { WindowSum } from '../window-source.ts';
import { code, when } from './page-frame.ts';
import type { PageIncident } from './read-incidents.ts';

const share = ({ n, valid }: WindowSum): string =>
  n === 0 ? 'no data' : `${percent(valid / n)} of ${n.toLocaleString('en-US')}`;
const meanMs = ({ ttfb }: WindowSum): string =>
  ttfb.n === 0 ? 'no data' : `${Math.round(ttfb.sumMs / ttfb.n).toLocaleString('en-US')} ms`;
const classes = ({ classes: of }: WindowSum): string =>
  Object.entries(of)
    .filter(([name]) => name !== 'valid')
    .map(([name, n]) => `${name} ${n}`)
    .join(', ') || 'none';

export const impact = (outage: WindowSum, before: WindowSum): string =>
  table(
    [{ label: 'figure' }, { label: 'during the outage' }, { label: 'same time before' }],
    [
      ['valid answers', share(outage), share(before)],
      ['mean to first byte', meanMs(outage), meanMs(before)],
      ['failures by class', markup(classes(outage)), markup(classes(before))],
    ],
    { isPlain: true, name: 'Impact' },
  );

export function firstFailures(samples: PageIncident['samples']): string {
  if (samples.length === 0) return '<p class="soft">Single answers are deleted after 48 hours.</p>';
  return `<h3>First failures</h3>${table(
    [{ label: 'when' }, { label: 'endpoint' }, { label: 'status', num: true }, { label: 'what was seen' }],
    samples.map((s) => [
      when(s.at),
      code(s.endpoint),
      s.status === null ? 'no answer' : String(s.status),
      markup(`${s.code ?? s.class}: ${(s.message ?? '').slice(0, 300)}`),
    ]),
    { name: 'First failures' },
  )}`;
}
