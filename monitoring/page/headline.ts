// The headline of the status page and its colour. Pure. No data is never green, a stopped monitor is red, a spent budget is shown before green.
import { percent, showSpan } from '../../common/number-text.ts';
import { PAGE_RULES } from '../../judging.ts';
import { kpi, type KpiId } from '../../kpis.ts';
import type { Judged } from '../../reports/verdict/kpi-verdict.ts';
import { isProvedAbove } from '../alerts/binomial-proof.ts';
import type { Span } from '../alerts/spans.ts';
import type { Incident } from '../incidents/incident.ts';
import { shortProblem } from '../notify/problem-texts.ts';
import type { Budget } from './read-budget.ts';

export type Tone = 'good' | 'warn' | 'bad' | '';
export type Headline = { tone: Tone; text: string; details: string[]; isStale?: true };

export type HeadlineFacts = {
  nowMs: number;
  lastSeenMs: number | null;
  hasRuns: boolean;
  kpis: readonly { id: KpiId; judged: Judged }[];
  budget: Pick<Budget, 'failures' | 'n' | 'allowed'>;
  open: readonly Pick<Incident, 'severity' | 'level' | 'topic' | 'openedMs' | 'scope' | 'wasDown'>[];
  maintenance: readonly Span[];
};

/** A KPI's colour and word. Green only if the samples prove that the target is met. */
export function kpiLook({ verdict, n, lines }: Judged): { tone: Tone; word: string } {
  if (n === 0) return { tone: '', word: 'no data' };
  const target = lines.find(({ name }) => name === 'target');
  if (verdict === 'breach') return { tone: 'bad', word: 'breach' };
  if (verdict === 'inconclusive') return { tone: '', word: 'too few samples' };
  if (verdict === 'suspected') return { tone: 'warn', word: 'suspected' };
  if (target?.verdict === 'held') return { tone: 'good', word: 'target met' };
  if (target?.verdict === 'breach') return { tone: 'bad', word: 'target missed' };
  if (target?.verdict === 'suspected')
    return { tone: 'warn', word: verdict === 'warn' ? 'target missed so far' : 'suspected' };
  return { tone: '', word: 'target not shown yet' };
}

/** With fewer samples than one allowed failure needs, only a proved excess counts as spent. */
export function budgetState({
  failures,
  n,
  allowed,
}: HeadlineFacts['budget']): 'no-data' | 'too-few' | 'spent' | 'left' {
  if (n === 0) return 'no-data';
  if (allowed >= 1) return failures > allowed ? 'spent' : 'left';
  return isProvedAbove(failures, n, allowed / n) ? 'spent' : 'too-few';
}

export function headlineOf(facts: HeadlineFacts): Headline {
  const { nowMs, lastSeenMs, kpis, budget, maintenance } = facts;
  const open = facts.open.filter(({ level }) => level !== 'info');
  const titleOf = (id: KpiId): string => kpi(id).title.split(': ')[0] ?? id;
  const spent =
    budgetState(budget) === 'spent'
      ? `The 30-day error budget is spent: ${budget.failures.toLocaleString('en-US')} failures, ${Math.floor(budget.allowed).toLocaleString('en-US')} allowed`
      : undefined;
  const incidents =
    open.length === 0
      ? undefined
      : `${open.length} open ${open.length === 1 ? 'incident' : 'incidents'}: ${open.map(shortProblem).join('; ')}`;
  // Incidents of level info are listed below the headline.
  const none = facts.open.length === 0 ? 'No open incident' : 'Only incidents of level info are open';
  const now = maintenance.find((s) => s.fromMs <= nowMs && s.toMs > nowMs);
  const works = now === undefined ? undefined : `Maintenance until ${clock(now.toMs)}: ${now.reason}`;
  const looks = kpis.map((k) => ({ ...k, look: kpiLook(k.judged) }));
  const bad = looks.filter(({ look }) => look.tone === 'bad');
  const breach = bad.length === 0 ? undefined : `Target missed: ${bad.map(({ id }) => titleOf(id)).join(', ')}`;
  const also = (...texts: (string | undefined)[]): string[] => texts.filter((text) => text !== undefined);

  if (lastSeenMs === null)
    return {
      tone: incidents === undefined ? '' : 'bad',
      text: incidents ?? 'No data: the monitor has not run yet',
      details: also(facts.hasRuns ? 'The monitor has stored no sample. Runs of the gate are listed below.' : undefined),
    };
  const age = nowMs - lastSeenMs;
  if (age > PAGE_RULES.staleMs)
    return {
      tone: 'bad',
      text: `The monitor has stopped: no sample for ${showSpan(age)}`,
      isStale: true,
      details: also(incidents, spent, works),
    };
  if (incidents !== undefined)
    return {
      tone: open.some(({ level }) => level === 'critical') ? 'bad' : 'warn',
      text: incidents,
      details: also(spent, works),
    };
  if (spent !== undefined) return { tone: 'bad', text: spent, details: also(breach, works) };
  if (breach !== undefined) return { tone: 'bad', text: breach, details: also(works) };
  if (works !== undefined) return { tone: '', text: works, details: [] };
  const warned = looks.filter(({ look }) => look.tone === 'warn');
  if (warned.length > 0)
    return {
      tone: 'warn',
      text: `${none}; suspected: ${warned.map(({ id }) => titleOf(id)).join(', ')}`,
      details: [],
    };
  const notJudged = looks.filter(({ look }) => look.tone === '');
  if (notJudged.length > 0)
    return {
      tone: '',
      text: `${none}; not all KPIs could be judged`,
      details: [notJudged.map(({ id, look }) => `${titleOf(id)}: ${look.word}`).join('; ')],
    };
  return {
    tone: 'good',
    text: 'The site meets its runbook',
    details:
      budgetState(budget) === 'left'
        ? [`${percent((budget.allowed - budget.failures) / budget.allowed)} of the 30-day error budget is left`]
        : [],
  };
}
const clock = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
