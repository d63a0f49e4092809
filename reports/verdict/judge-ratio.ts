// Availability and error rate: shares of failures, judged with a sequential test and exact bounds (design, "How many
// samples are enough"). A single failure is never a breach: it is a suspicion, and more samples decide.
import { RATIO_RULES, type AlertLine, type Kpi, type Line } from '../../kpis.ts';
import type { HttpRecord } from '../result.ts';
import { runbookState, type Judged } from './kpi-verdict.ts';
import { cleanSamples, lowerBound, sprt, upperBound, type SprtRule } from '../../common/statistics.ts';
import { failureLimit, percent, showLine } from '../../common/number-text.ts';
import { sortedGroups } from '../../common/sorted-groups.ts';
import { tally, type Tally } from './ratio-tally.ts';
import type { LineRow, PartRow } from './verdict-format.ts';

const { confidence, breachConfidence, partConfidence, hardDown } = RATIO_RULES;
/** The sequential test of one endpoint: as many of them are judged, each may raise a false alarm less often. */
const PART_DOWN = { ...hardDown, falseAlarm: 1 - partConfidence };

/** One line of the runbook against a tally. `held` and `breach` are proved at the confidence of kpis.ts. `proof`: the confidence of a breach. */
export function judgeLine(
  kpi: Pick<Kpi, 'unit'>,
  line: Line,
  { failures, n }: Pick<Tally, 'failures' | 'n'>,
  proof: number = breachConfidence,
): Pick<LineRow, 'limit' | 'verdict' | 'reason'> {
  const limit = showLine(line, kpi.unit);
  const allowed = failureLimit(line);
  const needed = cleanSamples(allowed, confidence);
  const low = lowerBound(failures, n, proof);
  const high = upperBound(failures, n, confidence);
  const seen = `${failures} of ${n} failed`;
  if (failures >= 2 && low > allowed) {
    return {
      limit,
      verdict: 'breach',
      reason: `${seen}; at ${percent(proof)} confidence at least ${percent(low)} fail, allowed ${percent(allowed)}`,
    };
  }
  if (n > 0 && high <= allowed) {
    return {
      limit,
      verdict: 'held',
      reason: `${seen}; at 95 % confidence at most ${percent(high)} fail, allowed ${percent(allowed)}`,
    };
  }
  if (failures > 0 && failures / n > allowed) {
    return { limit, verdict: 'suspected', reason: `${seen}, allowed ${percent(allowed)}: more samples decide` };
  }
  const why =
    n < needed
      ? `${n} samples; ${needed} clean ones show it`
      : `${seen}; at 95 % confidence at most ${percent(high)} fail: more samples decide`;
  return { limit, verdict: 'not-judged', reason: why };
}

function judgeHardDown(
  { failures, n }: Tally,
  rule: SprtRule = hardDown,
): Pick<LineRow, 'limit' | 'verdict' | 'reason'> & { more: number } {
  const { decision, more } = sprt(failures, n, rule);
  const limit = `< ${percent(rule.broken)} failures`;
  const seen = `${failures} of ${n} failed`;
  if (decision === 'broken')
    return { limit, verdict: 'breach', reason: `${seen}: down (false alarm ${percent(rule.falseAlarm)})`, more };
  if (decision === 'promised') return { limit, verdict: 'held', reason: `${seen}: not down`, more };
  const reason = `${seen}: ${more} more clean samples would show that it is not down`;
  return { limit, verdict: failures > 0 ? 'suspected' : 'not-judged', reason, more };
}

const share = (kpi: Kpi, t: Tally): number | null =>
  t.n === 0 ? null : kpi.counts === 'valid' ? (t.n - t.failures) / t.n : t.failures / t.n;

function aside(t: Tally): string {
  const notes: string[] = [];
  if (t.rateLimited > 0) notes.push(`${t.rateLimited} x 429, not counted: our own request rate`);
  if (t.blocked > 0) notes.push(`${t.blocked} blocked at the edge, not counted`);
  return notes.length === 0 ? '' : `; ${notes.join('; ')}`;
}

/** `settled`: over all endpoints together there are too few failures for a suspicion. */
export function judgePart(kpi: Kpi, subject: string, t: Tally, settled: boolean): PartRow {
  const found = share(kpi, t);
  const base = { subject, n: t.n, found, text: found === null ? 'no data' : percent(found) };
  const down = judgeHardDown(t, PART_DOWN);
  const alerts: readonly (AlertLine | Line)[] = kpi.alerts;
  const lines = [down, ...[...alerts, kpi.target].map((line) => judgeLine(kpi, line, t, partConfidence))];
  const bad = lines.find((l) => l.verdict === 'breach');
  if (bad) return { ...base, verdict: 'breach', reason: `${bad.limit}: ${bad.reason}${aside(t)}` };
  const suspected = lines.slice(0, -1).find((l) => l.verdict === 'suspected');
  // A single failure always hits one endpoint: if it proves nothing for all, it proves nothing for that one.
  if (suspected && settled && t.failures === 1)
    return {
      ...base,
      verdict: 'warn',
      reason: `one failure of ${t.n}; the samples of all endpoints together rule out an outage${aside(t)}`,
    };
  if (suspected) return { ...base, verdict: 'suspected', reason: `${suspected.limit}: ${suspected.reason}${aside(t)}` };
  if (down.verdict === 'held') return { ...base, verdict: 'pass', reason: `${down.reason}${aside(t)}` };
  return { ...base, verdict: 'not-judged', reason: `${down.reason}${aside(t)}` };
}

/** Judges overall and per endpoint; either breaches. "Down" must be decided overall, the other lines if n is large enough. */
export function judgeRatio(kpi: Kpi, records: readonly HttpRecord[]): Judged {
  const all = tally(kpi, records);
  const found = share(kpi, all);
  const down = judgeHardDown(all);
  const lines: LineRow[] = [
    {
      name: 'hard-down',
      limit: down.limit,
      verdict: down.verdict,
      required: true,
      reason: down.reason,
      source: 'design',
    },
    ...kpi.alerts.map((a): LineRow => ({
      name: a.level,
      ...judgeLine(kpi, a, all),
      required: false,
      source: a.runbook,
    })),
    { name: 'target', ...judgeLine(kpi, kpi.target, all), required: false, source: kpi.source },
  ];
  const settled = down.verdict === 'held' && !lines.slice(0, -1).some(({ verdict }) => verdict === 'suspected');
  const parts = sortedGroups(records, (r) => r.endpoint).map(([endpoint, of]) =>
    judgePart(kpi, endpoint, tally(kpi, of), settled),
  );
  const sources = [...Map.groupBy(records, (r) => r.source)].map(([source, of]) => {
    const t = tally(kpi, of);
    const value = share(kpi, t);
    return { source, n: t.n, found: value, text: value === null ? 'no data' : percent(value) };
  });
  return {
    ...decide(lines, parts, all),
    found,
    text: found === null ? 'no data' : percent(found),
    n: all.n,
    runbookState: runbookState(kpi, found),
    lines,
    parts,
    sources,
  };
}

function decide(lines: LineRow[], parts: PartRow[], all: Tally): Pick<Judged, 'verdict' | 'reason'> {
  const note = aside(all);
  const line = (verdict: LineRow['verdict']): LineRow | undefined => lines.find((l) => l.verdict === verdict);
  const bad = parts.filter((p) => p.verdict === 'breach');
  const breach = line('breach');
  if (breach || bad.length > 0) {
    const where = bad.map((p) => `${p.subject} ${p.text} of ${p.n}`).join(', ');
    const what = breach ? `${breach.limit}: ${breach.reason}` : 'an endpoint breaches';
    return { verdict: 'breach', reason: `${what}${where ? ` (${where})` : ''}${note}` };
  }
  const down = lines[0] as LineRow;
  if (down.verdict === 'not-judged') return { verdict: 'inconclusive', reason: `${down.reason}${note}` };
  const suspected = lines.find((l) => l.verdict === 'suspected' && l.name !== 'target');
  if (suspected) return { verdict: 'suspected', reason: `${suspected.limit}: ${suspected.reason}${note}` };
  const part = parts.find((p) => p.verdict === 'suspected');
  if (part) return { verdict: 'suspected', reason: `${part.subject}: ${part.reason}` };
  const target = lines.at(-1) as LineRow;
  if (target.verdict === 'suspected') return { verdict: 'warn', reason: `target ${target.reason}${note}` };
  const open = lines.filter((l) => l.verdict === 'not-judged');
  const rest = open.map((l) => `${l.name} ${l.limit} not judged: ${l.reason}`).join('; ');
  return { verdict: 'pass', reason: `${rest || 'every line met at 95 %'}${note}` };
}
