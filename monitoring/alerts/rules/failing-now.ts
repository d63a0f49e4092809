// Our own rule: more failures within a minute than chance explains at the target. One must be recent, and one older, so that it is no blip.
import { kpi } from '../../../kpis.ts';
import { FAST, KEEP_FIRING, PROOF } from '../../../judging.ts';
import { percent, showSpan } from '../../../common/number-text.ts';
import { exceedsChance } from '../binomial-proof.ts';
import type { Finding, FindingState } from '../finding.ts';
import { finding, type Fixed, type Rule } from '../rule.ts';
import type { Tally } from '../short-windows.ts';
import { unavailable } from './availability.ts';

const FIXED: Fixed = {
  rule: 'availability.now',
  topic: 'availability',
  level: 'critical',
  severity: kpi('availability').severity,
  limit: `few enough to be chance at ${percent(1 - PROOF.promised)} availability`,
  runbook: 'R3 Availability',
  keepMs: KEEP_FIRING.windows,
};

/** `now` in ms; a failure must be younger than 15 s and one older. */
export function judgeNow(tally: Tally, now: number): FindingState {
  const { failures, n, firstBadMs, lastBadMs } = unavailable(tally);
  if (failures === 0) return n < FAST.leastSamples ? 'unknown' : 'ok';
  const young = now - FAST.youngMs;
  const isGoingOn = lastBadMs !== null && lastBadMs > young;
  const isNoBlip = firstBadMs !== null && firstBadMs <= young;
  return isGoingOn && isNoBlip && exceedsChance(failures, n) ? 'firing' : 'suspected';
}

export const failingNow: Rule = {
  id: 'failing-now',
  judge: ({ minute, now }) => {
    const one = (subject: string, tally: Tally, state: FindingState): Finding => {
      const { failures, n, firstBadMs, lastBadMs } = unavailable(tally);
      return finding(FIXED, {
        subject,
        state,
        literal: n === 0 ? 'not-measured' : failures === 0 ? 'holds' : 'broken',
        found: failures,
        n,
        text: () => `${failures} of ${n} failed`,
        bound: () => `last ${showSpan(FAST.windowMs)}; fires when the probability by chance is below ${PROOF.chance}`,
        firstBadMs,
        lastBadMs,
      });
    };
    const all = one('all', minute.all, judgeNow(minute.all, now));
    // An endpoint has few samples in a minute: it fires by itself, and is otherwise judged over 5 minutes. Without any sample about the site it is
    // unknown: our own trouble resolves nothing.
    const each = [...minute.endpoints].map(([endpoint, tally]) => {
      const state = judgeNow(tally, now);
      return one(endpoint, tally, state === 'unknown' && tally.n > 0 ? 'ok' : state);
    });
    return [all, ...each];
  },
};
