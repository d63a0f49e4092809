// Which samples would decide an undecided ratio, for a gate that sends more probes.
import { RATIO_RULES, type Kpi } from '../../kpis.ts';
import type { HttpRecord } from '../result.ts';
import { sprt } from '../../common/statistics.ts';
import { failureLimit } from '../../common/number-text.ts';
import { judgePart, judgeRatio } from './judge-ratio.ts';
import { tally } from './ratio-tally.ts';

/**
 * How many more clean probes would clear a suspicion: the sequential test is decided, and the observed share is within the alert line.
 * 0 if there is none, or if the breach is proved.
 */
export function samplesWanted(kpi: Kpi, records: readonly HttpRecord[]): number {
  const t = tally(kpi, records);
  // Over all, or of one endpoint, which more samples of the others would only hide.
  if (t.failures === 0 || judgeRatio(kpi, records).verdict === 'breach') return 0;
  const { more } = sprt(t.failures, t.n, RATIO_RULES.hardDown);
  return Math.max(more, ...kpi.alerts.map((line) => Math.ceil(t.failures / failureLimit(line)) - t.n), 0);
}

/** Endpoints that failed more than once, and are not proved to breach: more probes of each of them decide. */
export const suspectedEndpoints = (kpi: Kpi, records: readonly HttpRecord[]): string[] =>
  [...Map.groupBy(records, (r) => r.endpoint)].flatMap(([endpoint, of]) => {
    const t = tally(kpi, of);
    return t.failures >= 2 && judgePart(kpi, endpoint, t, false).verdict === 'suspected' ? [endpoint] : [];
  });
