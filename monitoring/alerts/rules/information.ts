// R3 Info Alerts: a deployment was seen, the site is slower than last week, the site limits our rate. Never sent as a page.
import { DEGRADED, DEPLOYMENTS, KEEP_FIRING, RATE_LIMITED } from '../../../judging.ts';
import { show, showSpan } from '../../../common/number-text.ts';
import { isSameCommit } from '../../last-good.ts';
import type { Deployment, WindowSum } from '../../window-source.ts';
import type { LongWindowMs } from '../facts.ts';
import type { FindingState } from '../finding.ts';
import { finding, type Fixed, type Rule } from '../rule.ts';

const info = (rest: Pick<Fixed, 'rule' | 'topic' | 'limit' | 'runbook' | 'keepMs'>): Fixed => ({
  ...rest,
  level: 'info',
  severity: 'P3',
});

/** A gate stores a deployment under its own address, and perhaps with the short commit: that is no other deployment. */
const isFirstOf = (one: Deployment, all: readonly Deployment[]): boolean =>
  one.commit === null ||
  all.find(({ commit }) => commit !== null && isSameCommit(commit, one.commit as string)) === one;

export const deployment: Rule = {
  id: 'deployment',
  judge: ({ slow, now }) =>
    slow.deployments
      .filter(({ at }, i) => i > 0 && at <= now && at > now - DEPLOYMENTS.seenMs)
      .filter((one) => one.isReturn === true || isFirstOf(one, slow.deployments))
      .map(({ at, commit, address, verdict, isReturn }) =>
        finding(
          info({
            rule: 'deployment.info',
            topic: 'deployment',
            limit: 'no new deployment',
            runbook: 'R3 Info: deployment completed',
            keepMs: 0,
          }),
          {
            subject: `${commit ?? address ?? 'unnamed'}${isReturn ? ' again' : ''}`,
            state: 'firing',
            literal: 'broken',
            found: 1,
            n: 1,
            text: () =>
              isReturn
                ? `the earlier deployment of ${commit ?? 'an unnamed commit'} is live again`
                : `deployment of ${commit ?? 'an unnamed commit'} seen`,
            bound: () =>
              `${isReturn ? 'live again since' : 'first seen'} ${new Date(at).toISOString()}${verdict === null ? '' : `, gate ${verdict}`}`,
            firstBadMs: at,
            lastBadMs: at,
          },
        ),
      ),
};

type Times = Pick<WindowSum, 'ttfb'>;
/** NaN where nothing was measured. */
const meanOf = ({ ttfb }: Times): number => ttfb.sumMs / ttfb.n;

export function judgeDegraded(hour: Times, lastWeek: Times): FindingState {
  if (Math.min(hour.ttfb.n, lastWeek.ttfb.n) < DEGRADED.leastSamples) return 'unknown';
  const [before, now] = [meanOf(lastWeek), meanOf(hour)];
  return now > before * DEGRADED.factor && now - before > DEGRADED.leastMs ? 'firing' : 'ok';
}

export const degradation: Rule = {
  id: 'degradation',
  judge: ({ slow, now }) => {
    const hour = slow.sums.get(DEGRADED.windowMs as LongWindowMs);
    if (hour === undefined) return [];
    const state = judgeDegraded(hour, slow.lastWeek);
    const isBad = state === 'firing';
    return [
      finding(
        info({
          rule: 'degradation.info',
          topic: 'degradation',
          limit: `<= ${DEGRADED.factor}x the mean of the same hour of last week`,
          runbook: 'R3 Info: performance degradation',
          keepMs: KEEP_FIRING.windows,
        }),
        {
          subject: 'all',
          state,
          literal: state === 'unknown' ? 'not-measured' : isBad ? 'broken' : 'holds',
          found: hour.ttfb.n === 0 ? null : meanOf(hour),
          n: hour.ttfb.n,
          text: () => (hour.ttfb.n === 0 ? 'no data' : show(meanOf(hour), 'ms')),
          bound: () =>
            slow.lastWeek.ttfb.n < DEGRADED.leastSamples
              ? 'no data of the same hour last week'
              : `last week ${show(meanOf(slow.lastWeek), 'ms')}, n ${slow.lastWeek.ttfb.n}`,
          firstBadMs: isBad ? now - DEGRADED.windowMs : null,
          lastBadMs: isBad ? now : null,
        },
      ),
    ];
  },
};

const RATE_LIMIT = info({
  rule: 'rate-limit.info',
  topic: 'rate-limit',
  limit: `< ${RATE_LIMITED.least} answers 429 over ${showSpan(RATE_LIMITED.windowMs)}`,
  runbook: 'R3 Info: rate limiting',
  keepMs: KEEP_FIRING.windows,
});

export const rateLimited: Rule = {
  id: 'rate-limited',
  judge: ({ fiveMinutes, now }) => {
    const { rateLimited: found, n } = fiveMinutes.all;
    const state: FindingState = found >= RATE_LIMITED.least ? 'firing' : found + n === 0 ? 'unknown' : 'ok';
    return [
      finding(RATE_LIMIT, {
        subject: 'site',
        state,
        literal: found > 0 ? 'broken' : n === 0 ? 'not-measured' : 'holds',
        found,
        n: found + n,
        text: () => `${found} answers 429`,
        bound: () => "our own rate, not the site's error",
        firstBadMs: state === 'firing' ? now - RATE_LIMITED.windowMs : null,
        lastBadMs: state === 'firing' ? now : null,
      }),
    ];
  },
};
