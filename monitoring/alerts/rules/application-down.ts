// R3 Critical: application down. The runbook says that all endpoints return 5xx. Here no valid answer from any endpoint counts as down, whatever the failures are.
import { APPLICATION_DOWN } from '../../../kpis.ts';
import { DOWN, KEEP_FIRING } from '../../../judging.ts';
import { showSpan } from '../../../common/number-text.ts';
import { isAboutSite, type Sample } from '../../sample.ts';
import type { Finding, FindingState } from '../finding.ts';
import { finding, type Fixed, type Rule } from '../rule.ts';

const { level, severity, runbook } = APPLICATION_DOWN;
const FIXED: Fixed = {
  rule: 'application.critical',
  topic: 'application',
  level,
  severity,
  runbook,
  limit: 'a valid answer from any endpoint',
  keepMs: KEEP_FIRING.down,
};
/** The text shows at most this many classes. */
const MOST_SHOWN = 3;

export type DownSeen = {
  state: FindingState;
  literal: Finding['literal'];
  endpoints: number;
  failing: number;
  firstBadMs: number | null;
  lastBadMs: number | null;
  classes: string[];
};

/** Judges the newest answers up to the last valid one. Needs no full window. `samples` in order. */
export function judgeDown(samples: readonly Sample[], now: number): DownSeen {
  const newest = new Map<string, Sample>();
  const inARow = new Map<string, number>();
  let isRow = true;
  let begunMs = Infinity;
  let lastBadMs: number | null = null;
  let earlierBadMs = -Infinity;
  for (let i = samples.length - 1; i >= 0; i -= 1) {
    const s = samples[i] as Sample;
    if (s.at <= now - DOWN.freshMs) break;
    if (s.at > now || !isAboutSite(s.class)) continue;
    if (!newest.has(s.endpoint)) newest.set(s.endpoint, s);
    if (s.class === 'valid') isRow = false;
    else if (isRow) {
      begunMs = s.at;
      lastBadMs ??= s.at;
      inARow.set(s.endpoint, (inARow.get(s.endpoint) ?? 0) + 1);
    } else earlierBadMs = Math.max(earlierBadMs, s.at);
  }
  const failing = [...newest.values()].filter((s) => s.class !== 'valid');
  const seen = {
    endpoints: newest.size,
    failing: failing.length,
    firstBadMs: lastBadMs === null ? null : begunMs,
    lastBadMs,
    classes: [...new Set(failing.map((s) => s.class))],
  };
  if (newest.size < DOWN.leastEndpoints) return { ...seen, state: 'unknown', literal: 'not-measured' };
  const isLiteral = failing.length === newest.size && failing.every((s) => s.class === 'server-error');
  const literal = isLiteral ? 'broken' : 'holds';
  if (lastBadMs === null) return { ...seen, state: 'ok', literal };
  const proving = [...inARow.values()].filter((n) => n >= DOWN.inARow).length;
  // A site that failed in part before has rows of failures by chance.
  const neededMs = earlierBadMs > begunMs - DOWN.mixedMs ? DOWN.mixedSpanMs : DOWN.spanMs;
  if (proving >= DOWN.leastEndpoints && lastBadMs - begunMs >= neededMs) return { ...seen, state: 'firing', literal };
  return { ...seen, state: inARow.size >= DOWN.leastEndpoints ? 'suspected' : 'ok', literal };
}

export const applicationDown: Rule = {
  id: 'application-down',
  judge: ({ samples, now }) => {
    const seen = judgeDown(samples, now);
    return [
      finding(FIXED, {
        subject: 'all',
        state: seen.state,
        literal: seen.literal,
        found: seen.endpoints === 0 ? null : seen.failing / seen.endpoints,
        n: seen.endpoints,
        text: () =>
          seen.firstBadMs === null || seen.lastBadMs === null
            ? seen.endpoints === 0
              ? 'no data'
              : 'the newest answer is valid'
            : seen.firstBadMs === seen.lastBadMs
              ? 'only the newest answer is not valid'
              : `no valid answer for ${showSpan(seen.lastBadMs - seen.firstBadMs)}; ${seen.failing} of ${seen.endpoints} endpoints fail (${seen.classes.slice(0, MOST_SHOWN).join(', ')})`,
        bound: () =>
          `${DOWN.inARow} failures in a row on ${DOWN.leastEndpoints} endpoints over ${showSpan(DOWN.spanMs)} or more, no valid answer since`,
        firstBadMs: seen.firstBadMs,
        lastBadMs: seen.lastBadMs,
      }),
    ];
  },
};
