// The figure that a KPI's row shows: what it is judged by. Pure.
import type { KpiRow, PartRow } from './verdict-format.ts';

type Row = Pick<KpiRow, 'verdict' | 'found' | 'text' | 'lines' | 'parts' | 'limit'>;

/** Where only some endpoints breach, the whole's figure would look well, and the worst of theirs is shown. `-`: nothing was measured. */
export function shownOf(k: Row): string {
  if (k.verdict === 'not-observable' || k.found === null) return '-';
  return worstPart(k)?.text ?? k.text;
}

/** As `shownOf` for a sentence: whose figure it is comes first, `GET /api/search 50 %`. */
export function figureOf(k: Row): string {
  const worst = k.verdict === 'not-observable' || k.found === null ? undefined : worstPart(k);
  if (worst === undefined) return k.text;
  return `${worst.subject}${worst.variant === undefined ? '' : ` (${worst.variant})`} ${worst.text}`;
}

/** The part that decides the row; none where the whole does. */
function worstPart({ parts, verdict, limit, lines }: Row): PartRow | undefined {
  if (verdict === 'pass' || lines.some((line) => line.verdict === verdict)) return undefined;
  const bad = parts.filter((p) => p.verdict === verdict && p.found !== null);
  const sign = limit.startsWith('<') ? -1 : 1;
  return bad.toSorted((a, b) => sign * ((a.found ?? 0) - (b.found ?? 0)))[0];
}
