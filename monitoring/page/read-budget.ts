// Reads the error budget of 30 days and its burn rates.
import { failureLimit } from '../../common/number-text.ts';
import { BURN, PAGE_RULES } from '../../judging.ts';
import { kpi } from '../../kpis.ts';
import { sumOutside } from '../alerts/facts.ts';
import type { Maintenance } from '../alerts/maintenance.ts';
import { burntShare } from '../alerts/rules/budget-burn.ts';
import type { History } from '../history/store.ts';
import type { WindowSum } from '../window-source.ts';

/** `found`: the burn rate, 1 uses up the budget in exactly 30 days. `now`: the burn rate in the short window of the same alert. */
export type Burn = {
  id: string;
  factor: number;
  longMs: number;
  found: number | null;
  now: number | null;
  coverage: number;
};
export type Budget = {
  failures: number;
  n: number;
  /** Failures that the target allows for `n` probes. */
  allowed: number;
  burns: readonly Burn[];
};

export async function readBudget(history: History, nowMs: number, maintenance: Maintenance): Promise<Budget> {
  const site = { maintenance };
  const allowedShare = failureLimit(kpi('availability').target);
  const { n, valid } = await sumOutside(history, site, nowMs - PAGE_RULES.budgetWindowMs, nowMs);
  const burns: Burn[] = [];
  const burnt = (sum: WindowSum): number | null => (sum.n === 0 ? null : burntShare(sum) / allowedShare);
  for (const { id, factor, longMs, shortMs } of BURN) {
    const sum = await sumOutside(history, site, nowMs - longMs, nowMs);
    const now = burnt(await sumOutside(history, site, nowMs - shortMs, nowMs));
    burns.push({ id, factor, longMs, found: burnt(sum), now, coverage: sum.coverage });
  }
  return { failures: n - valid, n, allowed: n * allowedShare, burns };
}
