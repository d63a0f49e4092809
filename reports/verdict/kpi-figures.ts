// KPIs with figures: web vitals and scores (a median per page), and statuses that the site reports.
import { holds, type Kpi } from '../../kpis.ts';
import type { MetricRecord } from '../result.ts';
import { noData, runbookState, type Judged } from './kpi-verdict.ts';
import { mean, median } from '../../common/statistics.ts';
import { show, showLine } from '../../common/number-text.ts';
import { sortedGroups } from '../../common/sorted-groups.ts';
import type { LineRow, PartRow } from './verdict-format.ts';

const nameOf = (r: MetricRecord): string => (r.variant === undefined ? r.subject : `${r.subject} (${r.variant})`);

/** Web vitals and scores: the median of each page's runs. The row shows the worst page. */
export function judgeMedian(kpi: Kpi, records: readonly MetricRecord[]): Judged {
  if (records.length === 0) return noData(kpi, 'nothing measured');
  const parts = sortedGroups(records, nameOf).map(([, of]): PartRow => {
    const { subject, variant } = of[0] as MetricRecord;
    const samples = of.flatMap((r) => r.samples);
    const found = median(samples) ?? null;
    const note = of.find((r) => r.note)?.note;
    const base = { subject, ...(variant === undefined ? {} : { variant }), n: samples.length, found };
    if (found === null || samples.length < kpi.leastSamples.each) {
      return { ...base, text: 'no data', verdict: 'inconclusive', reason: note ?? 'could not be measured' };
    }
    const runs = samples.length === 1 ? 'a single run' : `median of ${samples.length} runs`;
    const all = samples.length === 1 ? '' : `: ${samples.map((s) => show(s, kpi.unit)).join(', ')}`;
    const past = of.find((r) => r.past)?.past;
    const reason = [`${runs}${all}`, note, past?.text].filter((text) => text !== undefined).join('; ');
    // The limit decides; a page within it that became worse is a warning.
    const verdict = !holds(found, kpi.target) ? 'breach' : past?.worse === true ? 'warn' : 'pass';
    return { ...base, text: show(found, kpi.unit), verdict, reason };
  });
  return fromParts(kpi, parts);
}

/** Statuses that the site reports: the worst sample. External APIs breach only if all of them failed. */
export function judgeStatus(kpi: Kpi, records: readonly MetricRecord[]): Judged {
  if (records.length === 0) return noData(kpi, 'nothing measured');
  const parts = sortedGroups(records, (r) => r.subject).map(([subject, of]): PartRow => {
    const samples = of.flatMap((r) => r.samples);
    const note = of.find((r) => r.note)?.note;
    if (samples.length === 0) {
      return {
        subject,
        n: 0,
        found: null,
        text: 'no data',
        verdict: 'inconclusive',
        reason: note ?? 'not reported by the site',
      };
    }
    const found = Math.min(...samples);
    const verdict = holds(found, kpi.target) ? 'pass' : found > 0 ? 'warn' : 'breach';
    return {
      subject,
      n: samples.length,
      found,
      text: show(found, 'status'),
      verdict,
      reason: note ?? 'as the site reports',
    };
  });
  if (kpi.failsWhen === 'all' && !parts.every((p) => p.verdict === 'breach')) {
    return fromParts(
      kpi,
      parts.map((p) => (p.verdict === 'breach' ? { ...p, verdict: 'warn' as const } : p)),
    );
  }
  return fromParts(kpi, parts);
}

const ORDER = ['breach', 'inconclusive', 'warn', 'pass'] as const;

function fromParts(kpi: Kpi, parts: PartRow[]): Judged {
  const worse = kpi.target.op === '<' || kpi.target.op === '<=' ? 1 : -1;
  const known = parts.filter((p) => p.found !== null);
  const worst = known.toSorted((a, b) => worse * ((b.found as number) - (a.found as number)))[0];
  const found = worst?.found ?? null;
  const verdict = ORDER.find((v) => parts.some((p) => p.verdict === v)) ?? 'inconclusive';
  const bad = parts.filter((p) => p.verdict === verdict);
  const named = bad.map((p) => `${nameOfPart(p)} ${p.text} (${p.reason})`).join('; ');
  const reason = verdict === 'pass' ? `worst: ${worst ? nameOfPart(worst) : ''}, ${worst?.reason ?? ''}` : named;
  const n = parts.reduce((s, p) => s + p.n, 0);
  const line: LineRow = {
    name: 'target',
    limit: showLine(kpi.target, kpi.unit),
    verdict:
      verdict === 'breach'
        ? 'breach'
        : verdict === 'inconclusive'
          ? 'not-judged'
          : verdict === 'warn'
            ? 'suspected'
            : 'held',
    required: true,
    reason,
    source: kpi.source,
  };
  return {
    verdict,
    found,
    text: found === null ? 'no data' : show(found, kpi.unit),
    n,
    reason,
    runbookState: runbookState(kpi, found),
    lines: [line],
    parts,
    sources: [],
  };
}

const nameOfPart = (p: PartRow): string => (p.variant === undefined ? p.subject : `${p.subject} (${p.variant})`);

/** KPIs that the site does not report reliably: shown with their samples, never judged. */
export function notObservable(kpi: Kpi, records: readonly MetricRecord[]): Judged {
  const samples = records.flatMap((r) => r.samples);
  const found = mean(samples) ?? null;
  const base = noData(kpi, `not observable: ${kpi.notObservable ?? ''}`);
  return {
    ...base,
    verdict: 'not-observable',
    found,
    text: found === null ? 'no data' : `reported: ${samples.map((s) => Number(s.toFixed(3))).join(', ')}`,
    n: samples.length,
  };
}
