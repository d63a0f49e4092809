// Response time: the mean over all endpoints and of each one.
import { MEAN_RULE } from '../../judging.ts';
import { holds, type Kpi } from '../../kpis.ts';
import type { HttpRecord, MetricRecord } from '../result.ts';
import { judgeMedian } from './kpi-figures.ts';
import { runbookState, type Judged } from './kpi-verdict.ts';
import { mean, quantile } from '../../common/statistics.ts';
import { show, showLine } from '../../common/number-text.ts';
import { sortedGroups } from '../../common/sorted-groups.ts';
import type { LineRow, PartRow } from './verdict-format.ts';

type Times = {
  n: number;
  sumMs: number;
  maxMs: number;
  /** The part of `sumMs` in which our own process could not run. */
  ownDelayMs: number;
  valid: number;
  p95: number | undefined;
  /** Half the interval of the mean, ms; undefined if the samples are sums, which have a large n. */
  halfMs: number | undefined;
};

function times(records: readonly HttpRecord[]): Times {
  const sum = (of: (r: HttpRecord) => number): number => records.reduce((s, r) => s + of(r), 0);
  // A load run has its own p95; of several records the largest is shown. It is not judged.
  const single = records.every((r) => r.ttfb.n <= 1);
  const p95s = records.filter((r) => r.ttfb.n > 0).map((r) => r.ttfb.p95Ms);
  return {
    n: sum((r) => r.ttfb.n),
    sumMs: sum((r) => r.ttfb.sumMs),
    maxMs: Math.max(0, ...records.map((r) => r.ttfb.maxMs)),
    ownDelayMs: sum((r) => r.ttfb.ownDelayMs ?? 0),
    valid: sum((r) => r.valid),
    p95: single ? quantile(p95s, 0.95) : p95s.length === 0 ? undefined : Math.max(...p95s),
    halfMs: single ? halfOf(p95s) : undefined,
  };
}

/** The uncertainty of the mean of `samples`, from their spread. */
function halfOf(samples: readonly number[]): number | undefined {
  const n = samples.length;
  if (n < 2) return undefined;
  const middle = mean(samples) ?? 0;
  const variance = samples.reduce((sum, ms) => sum + (ms - middle) ** 2, 0) / (n - 1);
  return MEAN_RULE.standardErrors * Math.sqrt(variance / n);
}

/** Whether the mean is too close to its limit for a decision. */
const isBorderline = ({ n, sumMs, halfMs }: Times, { limit }: Kpi['target']): boolean =>
  halfMs !== undefined && Math.abs(sumMs / n - limit) < halfMs;

/** Over the limit as measured, and within it without the time in which our own process could not run. */
const isOwnDelay = ({ n, sumMs, ownDelayMs }: Times, { target }: Kpi): boolean =>
  n > 0 && !holds(sumMs / n, target) && holds((sumMs - ownDelayMs) / n, target);

/** Whether more samples could decide the mean of an endpoint or of all. For a gate that sends more probes. */
export function isMeanOpen(kpi: Kpi, records: readonly HttpRecord[]): boolean {
  const parts = [...Map.groupBy(records, (r) => r.endpoint).values()].map(times);
  const enough = parts.filter(({ n }) => n >= kpi.leastSamples.each);
  // One endpoint proved slow decides; the others do not matter.
  const isOpen = (t: Times): boolean => isBorderline(t, kpi.target) || isOwnDelay(t, kpi);
  if (enough.some((t) => !holds(t.sumMs / t.n, kpi.target) && !isOpen(t))) return false;
  return enough.some(isOpen);
}

type Timed = Pick<PartRow, 'verdict' | 'reason' | 'found' | 'text' | 'n'>;

function judgeTimes(kpi: Kpi, t: Times, least: number): Timed {
  const found = t.n === 0 ? null : t.sumMs / t.n;
  const base = { found, text: found === null ? 'no data' : show(found, kpi.unit), n: t.n };
  if (found === null) return { ...base, verdict: 'inconclusive', reason: 'no valid answer and no timeout to measure' };
  const p95 = t.p95 === undefined ? '' : `p95 ${show(t.p95, kpi.unit)}, `;
  const shown = `mean of ${t.n}, ${p95}slowest ${show(t.maxMs, kpi.unit)}`;
  if (t.n < least) return { ...base, verdict: 'inconclusive', reason: `${t.n} samples, ${least} needed (${shown})` };
  if (isOwnDelay(t, kpi)) {
    const own = show(t.ownDelayMs / t.n, kpi.unit);
    return {
      ...base,
      verdict: 'inconclusive',
      reason: `this machine delayed the checks by ${own} a request: run again when it is idle (${shown})`,
    };
  }
  if (!holds(found, kpi.target)) {
    // One slow answer can move the mean of few samples over the limit, so the others must confirm it.
    const others = t.n === 1 ? undefined : (t.sumMs - t.maxMs) / (t.n - 1);
    if (others === undefined || holds(others, kpi.target))
      return { ...base, verdict: 'suspected', reason: `one slow answer alone: ${shown}` };
    if (isBorderline(t, kpi.target))
      return {
        ...base,
        verdict: 'suspected',
        reason: `at the limit, ${show(t.halfMs ?? 0, kpi.unit)} either way: ${shown}`,
      };
    return { ...base, verdict: 'breach', reason: shown };
  }
  // Errors can be fast: without a valid answer a mean proves nothing.
  if (t.valid === 0) return { ...base, verdict: 'inconclusive', reason: `no valid answer among ${t.n} (${shown})` };
  return { ...base, verdict: 'pass', reason: shown };
}

/** Pages opened by the journeys, by the median of their visits; not part of the mean. */
const pageParts = (kpi: Kpi, visits: readonly MetricRecord[]): PartRow[] =>
  judgeMedian(kpi, visits).parts.map((part) => ({
    ...part,
    subject: `page ${part.subject}`,
    verdict: part.verdict === 'inconclusive' ? 'not-judged' : part.verdict,
  }));

/** Response time: the mean over all endpoints and of each; either breaches. Timeouts count at their deadline. */
export function judgeMean(kpi: Kpi, records: readonly HttpRecord[], visits: readonly MetricRecord[] = []): Judged {
  const whole = judgeTimes(kpi, times(records), kpi.leastSamples.overall);
  const unknown: string[] = [];
  const endpoints = sortedGroups(records, (r) => r.endpoint).map(([subject, of]): PartRow => {
    const t = times(of);
    const row = judgeTimes(kpi, t, kpi.leastSamples.each);
    if (row.verdict === 'inconclusive' && t.n >= kpi.leastSamples.each && isOwnDelay(t, kpi))
      unknown.push(`${subject}: ${row.text}, ${row.reason}`);
    return { subject, ...row, verdict: row.verdict === 'inconclusive' ? 'not-judged' : row.verdict };
  });
  const parts = [...endpoints, ...pageParts(kpi, visits)];
  const sources = [...Map.groupBy(records, (r) => r.source)].map(([source, of]) => {
    const t = times(of);
    const found = t.n === 0 ? null : t.sumMs / t.n;
    return { source, n: t.n, found, text: found === null ? 'no data' : show(found, kpi.unit) };
  });
  const lineOf = (name: LineRow['name'], source: string, line: { op: Kpi['target']['op']; limit: number }): LineRow => {
    const enough = whole.verdict !== 'inconclusive' && whole.found !== null;
    const holding = whole.found !== null && holds(whole.found, line);
    const verdict = !enough ? 'not-judged' : holding ? 'held' : whole.verdict === 'breach' ? 'breach' : 'suspected';
    return {
      name,
      limit: showLine(line, kpi.unit),
      verdict,
      required: name === 'target',
      reason: whole.reason,
      source,
    };
  };
  const lines = [...kpi.alerts.map((a) => lineOf(a.level, a.runbook, a)), lineOf('target', kpi.source, kpi.target)];
  const picked = pick(whole, parts);
  // An endpoint over the limit that our own delay explains: neither red nor green.
  const isUnknown = picked.verdict === 'pass' && unknown.length > 0;
  const worst = isUnknown ? { verdict: 'inconclusive' as const, reason: unknown.join('; ') } : picked;
  return {
    ...worst,
    found: whole.found,
    text: whole.text,
    n: whole.n,
    runbookState: runbookState(kpi, whole.found),
    lines,
    parts,
    sources,
  };
}

function pick(whole: Timed, parts: PartRow[]): Pick<Judged, 'verdict' | 'reason'> {
  for (const verdict of ['breach', 'suspected'] as const) {
    const bad = parts.filter((p) => p.verdict === verdict);
    if (whole.verdict === verdict || bad.length > 0) {
      const where = bad.map((p) => `${p.subject}: ${p.text}, ${p.reason}`).join('; ');
      return { verdict, reason: where || whole.reason };
    }
  }
  return { verdict: whole.verdict, reason: whole.reason };
}
