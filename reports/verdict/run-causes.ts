// The reasons of a run's verdict, the worst first. Pure.
import { PRECEDENCE } from './exit-codes.ts';
import type { Context } from './check-verdicts.ts';
import { figureOf } from './shown-figure.ts';
import type { Cause, CheckRow, KpiRow, StageRow } from './verdict-format.ts';

export function causesOf(untrusted: string[], kpis: KpiRow[], checks: CheckRow[], ctx: Context): Cause[] {
  const causes: Cause[] = untrusted.map((message) => ({ verdict: 'broken', id: 'results', message }));
  for (const k of kpis) {
    const message = `${k.title}: ${figureOf(k)}, limit ${k.limit}; ${k.reason}`;
    if (k.verdict === 'breach' || k.verdict === 'inconclusive' || k.verdict === 'warn') {
      causes.push({ verdict: k.verdict, id: k.id, message });
    } else if (k.verdict === 'suspected') {
      causes.push({
        verdict: k.required ? 'inconclusive' : 'warn',
        id: k.id,
        message: `suspected, not proved: ${message}`,
      });
    }
  }
  for (const c of checks) {
    const message = `${c.title}${c.reason ? `: ${c.reason}` : ''}`;
    if (c.verdict === 'skipped') {
      if (!ctx.deadDoor) causes.push({ verdict: 'inconclusive', id: c.id, message: `did not run: ${message}` });
    } else if (c.verdict !== 'pass' && c.verdict !== 'not-selected') {
      causes.push({ verdict: c.verdict, id: c.id, message });
    }
  }
  causes.push(...ctx.stages.flatMap((s) => stageCause(s, ctx)));
  const nothing = !checks.some((c) => c.verdict !== 'not-selected') && !kpis.some((k) => k.verdict === 'pass');
  if (nothing && causes.length === 0) {
    causes.push({ verdict: 'inconclusive', id: 'results', message: 'no check was selected, so nothing was judged' });
  }
  return causes.toSorted((a, b) => PRECEDENCE.indexOf(a.verdict) - PRECEDENCE.indexOf(b.verdict));
}

function stageCause(s: StageRow, ctx: Context): Cause[] {
  if (s.status === 'done' || s.status === 'not-selected') return [];
  if (s.status === 'skipped' && ctx.deadDoor) return [];
  const verdict = s.status === 'broken' ? 'broken' : 'inconclusive';
  return [{ verdict, id: `stage ${s.stage}`, message: `${s.status}${s.reason ? `: ${s.reason}` : ''}` }];
}
