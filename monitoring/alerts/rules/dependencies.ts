// R3 Critical: database connection failure; external API complete failure. Judged by the states that the site reports.
import { kpi, type KpiId } from '../../../kpis.ts';
import { FRESH, KEEP_FIRING, READINGS_IN_A_ROW } from '../../../judging.ts';
import { show, showLine, showSpan } from '../../../common/number-text.ts';
import type { StateReading } from '../../window-source.ts';
import type { FindingState } from '../finding.ts';
import { finding, levelOf, type Fixed, type Rule } from '../rule.ts';

export type DependencySeen = {
  state: FindingState;
  newest: ReadonlyMap<string, number>;
  firstBadMs: number | null;
  lastBadMs: number | null;
};

/** `any`: one failed dependency fires, confirmed by a second reading. `all`: all must have failed. */
export function judgeDependencies(readings: readonly StateReading[], mode: 'any' | 'all'): DependencySeen {
  const newest = new Map<string, number>();
  for (const { subject, value } of readings) newest.set(subject, value);
  const failed = readings.filter(({ value }) => value <= 0);
  const first = failed[0]?.at ?? null;
  const seen = { newest, firstBadMs: first, lastBadMs: failed.at(-1)?.at ?? null };
  if (newest.size === 0) return { ...seen, state: 'unknown' };
  const values = [...newest.values()];
  const isFailed = mode === 'any' ? values.some((v) => v <= 0) : values.every((v) => v <= 0);
  if (!isFailed) return { ...seen, state: 'ok' };
  // Counts failed readings in a row over all subjects that fail now. Readings of the other subjects are skipped.
  let inARow = 0;
  for (const { subject, value } of readings.toReversed()) {
    if ((newest.get(subject) ?? 1) > 0) continue;
    if (value > 0) break;
    inARow += 1;
  }
  return { ...seen, state: inARow >= READINGS_IN_A_ROW ? 'firing' : 'suspected' };
}

const dependencyRule = (id: Extract<KpiId, 'database' | 'external-apis'>, mode: 'any' | 'all'): Rule => {
  const { unit, severity, alerts } = kpi(id);
  const fixed = alerts.map((line): Fixed => ({
    rule: `${id}.${line.level}`,
    topic: id,
    severity,
    limit: showLine(line, unit),
    keepMs: KEEP_FIRING.states,
    ...levelOf(line),
  }));
  const judge: Rule['judge'] = ({ states }) => {
    const { state, newest, firstBadMs, lastBadMs } = judgeDependencies(
      states.filter((reading) => reading.kpi === id),
      mode,
    );
    const values = [...newest.values()];
    const found = values.length === 0 ? null : mode === 'any' ? Math.min(...values) : Math.max(...values);
    return fixed.map((of) =>
      finding(of, {
        subject: 'all',
        state,
        literal: found === null ? 'not-measured' : found > 0 ? 'holds' : 'broken',
        found,
        n: values.length,
        text: () => (found === null ? 'no data' : show(found, unit)),
        bound: () =>
          [...newest].map(([subject, value]) => `${subject} ${show(value, unit)}`).join(', ') ||
          `no state was read in the last ${showSpan(FRESH.statesMs)}`,
        firstBadMs,
        lastBadMs,
      }),
    );
  };
  return { id, judge };
};

export const database = dependencyRule('database', 'any');
export const externalApis = dependencyRule('external-apis', 'all');

/** R3 Info: an external service answers the site with 429. */
export const externalRateLimit: Rule = {
  id: 'external-rate-limit',
  judge: ({ states }) => {
    const limited = states.filter((r) => r.kpi === 'external-rate-limit' && r.value > 0);
    const names = [...new Set(limited.map(({ subject }) => subject))];
    return [
      finding(
        {
          rule: 'rate-limit.external',
          topic: 'rate-limit',
          level: 'info',
          severity: 'P3',
          limit: 'no 429 of an external service',
          runbook: 'R3 Info: external API rate limiting; R8',
          keepMs: KEEP_FIRING.states,
        },
        {
          subject: 'external',
          // Without any reading the state is unknown.
          state: names.length > 0 ? 'firing' : states.length === 0 ? 'unknown' : 'ok',
          literal: names.length > 0 ? 'broken' : states.length === 0 ? 'not-measured' : 'holds',
          found: names.length,
          n: states.length,
          text: () => (names.length > 0 ? `${names.join(', ')} answered 429` : 'none seen'),
          bound: () => `${limited.length} readings in the last ${showSpan(FRESH.statesMs)}`,
          firstBadMs: limited[0]?.at ?? null,
          lastBadMs: limited.at(-1)?.at ?? null,
        },
      ),
    ];
  },
};
